import type { IncomingMessage } from 'node:http';

/**
 * What is read from a request that concerns its reader: the text of a form, whether a page of this site sent it, the
 * reader's address, and a cookie. All but the connection's address is the sender's word, and may be as long or as false
 * as the sender likes.
 */

/** What a form may send. Bytes. */
const LARGEST_FORM = 64 * 1024;
/** So much is read of what is too large: a browser that is cut off while it sends sees no answer. Bytes. */
const LARGEST_READ = 4 * 1024 * 1024;

/**
 * Reads what a request carries. What is far too much is not read to its end, and its sender may be cut off.
 * @returns the text; undefined when it is more than a form may send
 * @throws Error when the reader goes away before all has come
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_READ) return undefined;
    if (size <= LARGEST_FORM) chunks.push(chunk);
  }
  if (size > LARGEST_FORM) return undefined;
  return Buffer.concat(chunks).toString('utf8');
}

/** Fields of a form, at most: a page of the moderators' desk has some hundred. Reading a field costs a microsecond. */
const MAX_FIELDS = 500;

/** @returns the fields of a form; undefined when there are more than any page of the site sends */
export function fieldsOf(body: string): URLSearchParams | undefined {
  let fields = 1;
  for (let at = body.indexOf('&'); at >= 0; at = body.indexOf('&', at + 1))
    if (++fields > MAX_FIELDS) return undefined;
  return new URLSearchParams(body);
}

/**
 * Whether a form was sent from a page of this site, as far as its browser says. One that says nothing is too old to
 * know, or no browser and has no reader's cookies.
 * @param origin of this site, such as `https://example.org`
 */
export function isOwnPost({ headers }: IncomingMessage, origin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === origin;
}

/**
 * The network address of who sent a request.
 * @param trustProxy takes the last address that a proxy in front has noted, not the connection's
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const noted = trustProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return noted || (request.socket.remoteAddress ?? '');
}

/** @returns the value of a cookie of the request */
export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  const found = headers.cookie?.split('; ').find((cookie) => cookie.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}
