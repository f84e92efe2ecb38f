import type { IncomingMessage } from 'node:http';

/**
 * What is read from a request that concerns its reader: the text of a form, whether a page of this site sent it, the
 * reader's address, and a cookie. All but the connection's address is the sender's word, and may be as long or as false
 * as the sender likes.
 */

/** The body of a form. */
const MAX_FORM_BYTES = 64 * 1024;
/** How much of a larger body is read and thrown away: a browser that is cut off while it sends shows no answer. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;
/** Larger bodies that are read at a time; the others wait, and their connections with them. */
const MAX_DISCARDS = 4;
/** Senders beyond these are cut off. */
const MAX_WAITING_DISCARDS = 28;

/** Whether a request says that its body is larger than any form, or does not say how large it is. */
export function isLarge({ headers }: IncomingMessage, maxBytes = MAX_FORM_BYTES): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > maxBytes;
}

/**
 * Reads the body of a request. A larger one than allowed is read to its end if it is not far too large, so that its
 * sender gets the answer, a few at a time.
 * @returns the text; undefined when the body is larger than allowed
 * @throws Error when the reader leaves before all has come
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes = MAX_FORM_BYTES,
): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return discard(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBytes) return discard(request);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

let discards = 0;
const waiting: (() => void)[] = [];

/** Reads a body to its end and keeps nothing of it. */
async function discard(request: IncomingMessage): Promise<undefined> {
  request.pause();
  if (waiting.length >= MAX_WAITING_DISCARDS) return undefined;
  if (discards >= MAX_DISCARDS) await new Promise<void>((resolve) => waiting.push(resolve));
  discards++;
  try {
    let size = 0;
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      if (size > MAX_DISCARDED_BYTES) break;
    }
  } finally {
    discards--;
    waiting.shift()?.();
  }
  return undefined;
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
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  return cookiesOf(request, name)[0];
}

/** @returns all cookies of that name: another page of the host may have set one that comes before ours */
export function cookiesOf({ headers }: IncomingMessage, name: string): string[] {
  const found = headers.cookie?.split('; ').filter((cookie) => cookie.startsWith(`${name}=`)) ?? [];
  return found.map((cookie) => cookie.slice(name.length + 1));
}
