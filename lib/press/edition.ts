import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import {
  brotliCompress,
  gunzip as gunzipWithCallback,
  gzip as gzipWithCallback,
  constants as zlib,
} from 'node:zlib';

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipWithCallback);
const gunzip = promisify(gunzipWithCallback);

export type Encoding = 'br' | 'gzip' | 'identity';

/** A finished answer, compressed once, ready to be sent any number of times. */
export type Edition = {
  status: number;
  /** Strong, of the bytes before compression; each encoding's tag is made from it. */
  hash: string;
  /** Names what it says: the same for two pages that differ only in what is of no account. */
  likeness: string;
  /** Raw header lists for `writeHead`, by encoding: names and values in turn. */
  headers: Record<Encoding, string[]>;
  /** Bytes by encoding. A compressible body is kept compressed alone, and unpacked for the few who ask for it so. */
  bodies: Partial<Record<Encoding, Buffer>>;
  /** Bytes of memory that it takes, near enough. */
  size: number;
};

/**
 * Compresses an answer and writes its headers.
 * @param extra headers that every answer of the site carries
 * @param likeness what names it without what may differ
 */
export async function makeEdition(
  status: number,
  headers: OutgoingHttpHeaders,
  body: Buffer,
  extra: Record<string, string>,
  likeness?: string,
): Promise<Edition> {
  const hash = hashOf(status, body);
  const bodies = isCompressible(headers) ? await compressed(body) : { identity: body };
  const size = 2000 + Object.values(bodies).reduce((sum, buffer) => sum + buffer.length, 0);
  const own = ownHeaders(headers, extra);
  const list = (encoding: Encoding) => headerList(own, encoding, hash, bodies);
  return {
    status,
    hash,
    likeness: likeness ?? hash,
    headers: { br: list('br'), gzip: list('gzip'), identity: list('identity') },
    bodies,
    size,
  };
}

/** Both at once, each in a thread of Node's own. */
async function compressed(body: Buffer): Promise<{ br: Buffer; gzip: Buffer }> {
  const params = {
    [zlib.BROTLI_PARAM_QUALITY]: 5,
    [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
    [zlib.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  const [br, zipped] = await Promise.all([brotli(body, { params }), gzip(body, { level: 7 })]);
  return { br: alone(br), gzip: alone(zipped) };
}

/** The same bytes in memory of their own: what the compressor returns may be the beginning of a larger piece. */
function alone(bytes: Buffer): Buffer {
  if (bytes.length === bytes.buffer.byteLength) return bytes;
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** Names the bytes: 128 bits of SHA-256. */
export function hashOf(status: number, body: Buffer): string {
  return createHash('sha256').update(`${status} `).update(body).digest('base64url').slice(0, 22);
}

/** @returns the body in that encoding; identity is unpacked when it is not kept. */
export async function bodyOf(edition: Edition, encoding: Encoding): Promise<Buffer> {
  const kept = edition.bodies[encoding];
  if (kept) return kept;
  if (!edition.bodies.gzip) throw new Error(`The edition has no body for the encoding ${encoding}.`);
  return gunzip(edition.bodies.gzip);
}

/** What browsers send is a handful of headers: each is read once. Bounded, because anybody may send any. */
const understood = new Map<string, Encoding>();
const MOST_UNDERSTOOD = 200;

/** The encoding to send: Brotli before gzip, what is not compressed at all as it is. */
export function chooseEncoding(edition: Edition, accepted: string | undefined): Encoding {
  if (edition.bodies.identity || !accepted) return 'identity';
  const known = understood.get(accepted);
  if (known) return known;
  const chosen = accepts(accepted, 'br') ? 'br' : accepts(accepted, 'gzip') ? 'gzip' : 'identity';
  if (understood.size >= MOST_UNDERSTOOD) understood.clear();
  understood.set(accepted, chosen);
  return chosen;
}

/** Whether an Accept-Encoding header allows an encoding: named, and not with weight zero (RFC 9110, 12.5.3). */
function accepts(accepted: string, encoding: string): boolean {
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.trim().split(/\s*;\s*/);
    if (name.toLowerCase() === encoding)
      return !parameters.some((parameter) => /^q=0(?:\.0*)?$/i.test(parameter));
  }
  return false;
}

export function tagFor(hash: string, encoding: Encoding): string {
  return encoding === 'identity' ? `"${hash}"` : `"${hash}-${encoding}"`;
}

function isCompressible(headers: OutgoingHttpHeaders): boolean {
  return /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript)|image\/svg)/.test(
    String(headers['content-type']),
  );
}

/** Headers of the renderer that say something of its own way of sending, not of the page. */
const DROPPED = new Set([
  ...[
    'accept-ranges',
    'connection',
    'content-encoding',
    'content-length',
    'date',
    'etag',
    'keep-alive',
    'link',
    'transfer-encoding',
  ],
  ...[
    'vary',
    'x-nextjs-cache',
    'x-nextjs-postponed',
    'x-nextjs-prerender',
    'x-nextjs-stale-time',
    'x-powered-by',
  ],
]);

function ownHeaders(headers: OutgoingHttpHeaders, extra: Record<string, string>): [string, string][] {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || DROPPED.has(name.toLowerCase()) ? [] : [[name, String(value)]],
  );
  const names = new Set(kept.map(([name]) => name.toLowerCase()));
  return [...kept, ...Object.entries(extra).filter(([name]) => !names.has(name.toLowerCase()))];
}

function headerList(
  own: [string, string][],
  encoding: Encoding,
  hash: string,
  bodies: Partial<Record<Encoding, Buffer>>,
): string[] {
  const list = own.flat();
  list.push('ETag', tagFor(hash, encoding));
  if (bodies.gzip) list.push('Vary', 'Accept-Encoding');
  if (encoding !== 'identity') list.push('Content-Encoding', encoding);
  const length = bodies[encoding]?.length;
  if (length !== undefined) list.push('Content-Length', String(length));
  return list;
}
