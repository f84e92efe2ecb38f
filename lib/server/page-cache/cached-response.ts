import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import {
  brotliCompress,
  brotliDecompress as brotliDecompressWithCallback,
  gunzip as gunzipWithCallback,
  gzip as gzipWithCallback,
  constants as zlib,
} from 'node:zlib';
import { ownBytes } from '../own-bytes.ts';

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipWithCallback);
const gunzip = promisify(gunzipWithCallback);
const brotliDecompress = promisify(brotliDecompressWithCallback);

export type Encoding = 'br' | 'gzip' | 'identity';
type Packed = Exclude<Encoding, 'identity'>;

/** A finished answer, compressed once in each encoding that is asked for, ready to be sent any number of times. */
export type CachedResponse = {
  status: number;
  /** Strong, of the bytes before compression; each encoding's tag is made from it. */
  hash: string;
  /** Names what it says: the same for two pages that differ only in what is of no account. */
  comparisonHash: string;
  /** When the file changed, in milliseconds since 1970; undefined for a page. */
  modified: number | undefined;
  /** Raw header lists for `writeHead`, by encoding: names and values in turn. */
  headers: Record<Encoding, string[]>;
  /** Bytes by encoding. A compressible body is kept compressed alone, and unpacked for the few who ask for it so. */
  bodies: Partial<Record<Encoding, Buffer>>;
  /** The compressions under way. */
  packing: Partial<Record<Packed, Promise<Buffer>>>;
  /** The body unpacked, as long as it is on its way to a reader: all who take it so share one. */
  whole?: WeakRef<Buffer> | undefined;
  /** The unpacking under way. */
  unpacking?: Promise<Buffer> | undefined;
  /** Bytes of memory that it takes, near enough. It grows with the second encoding. */
  size: number;
};

/**
 * Compresses an answer and writes its headers.
 * @param extra headers that every answer of the site carries
 * @param first the encoding in which it is wanted now; another is made when it is asked for
 * @param comparisonHash what names it without what may differ
 */
export async function makeCachedResponse(
  status: number,
  headers: OutgoingHttpHeaders,
  body: Buffer,
  extra: Record<string, string>,
  first: Encoding,
  comparisonHash?: string,
): Promise<CachedResponse> {
  const hash = hashOf(status, body);
  const isPacked = isCompressible(headers);
  const own = ownHeaders(headers, extra);
  const list = (encoding: Encoding) => headerList(own, encoding, hash, isPacked);
  const response: CachedResponse = {
    status,
    hash,
    comparisonHash: comparisonHash ?? hash,
    modified: dateOf(headers['last-modified']),
    headers: { br: list('br'), gzip: list('gzip'), identity: list('identity') },
    bodies: {},
    packing: {},
    size: 2000,
  };
  if (isPacked) await pack(response, first === 'identity' ? 'gzip' : first, () => body);
  else add(response, 'identity', body);
  return response;
}

/**
 * Compresses the body of an response that does not have it in that encoding, once for all who ask for it meanwhile.
 * @param whole gives the body before compression
 */
function pack(
  response: CachedResponse,
  encoding: Packed,
  whole: () => Buffer | Promise<Buffer>,
): Promise<Buffer> {
  response.packing[encoding] ??= inTurn(async () => compressed(await whole(), encoding))
    .then((bytes) => add(response, encoding, bytes))
    .finally(() => delete response.packing[encoding]);
  return response.packing[encoding];
}

function add(response: CachedResponse, encoding: Encoding, bytes: Buffer): Buffer {
  response.bodies[encoding] = bytes;
  response.headers[encoding].push('Content-Length', String(bytes.length));
  response.size += bytes.length;
  return bytes;
}

/**
 * A compressor takes megabytes for a moment. Where many pages are made at once, all of theirs together would stay with
 * the allocator, so that one works after the other.
 */
function inTurn(work: () => Promise<Buffer>): Promise<Buffer> {
  const done = lastTurn.then(work);
  lastTurn = done.catch(() => undefined);
  return done;
}

let lastTurn: Promise<unknown> = Promise.resolve();

function dateOf(header: OutgoingHttpHeaders[string]): number | undefined {
  const moment = typeof header === 'string' ? Date.parse(header) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Bytes of a body that the best compression takes about 3 ms for, such as the site's script; a page would take 70. */
const SMALL = 4096;

/** In a thread of Node's own. */
async function compressed(body: Buffer, encoding: Packed): Promise<Buffer> {
  if (encoding === 'gzip') return ownBytes(await gzip(body, { level: 7 }));
  const params = {
    [zlib.BROTLI_PARAM_QUALITY]: body.length < SMALL ? 11 : 5,
    [zlib.BROTLI_PARAM_MODE]: zlib.BROTLI_MODE_TEXT,
    [zlib.BROTLI_PARAM_LGWIN]: windowFor(body.length),
  };
  return ownBytes(await brotli(body, { params }));
}

/** @returns the logarithm of the least window that holds so many bytes: Brotli's usual one is of four megabytes */
function windowFor(bytes: number): number {
  const bits = Math.ceil(Math.log2(bytes + 16));
  return Math.min(zlib.BROTLI_MAX_WINDOW_BITS, Math.max(zlib.BROTLI_MIN_WINDOW_BITS, bits));
}

/** Names the bytes: 128 bits of SHA-256. A string is of bytes, too (`latin1`). */
export function hashOf(status: number, body: Buffer | string): string {
  const hash = createHash('sha256').update(`${status} `);
  const all = typeof body === 'string' ? hash.update(body, 'latin1') : hash.update(body);
  return all.digest('base64url').slice(0, 22);
}

/** @returns the body in that encoding; identity is unpacked when it is neither kept nor on its way to another reader */
export async function bodyOf(response: CachedResponse, encoding: Encoding): Promise<Buffer> {
  const kept = response.bodies[encoding];
  if (kept) return kept;
  if (response.bodies.identity) throw new Error(`The response has no body for the encoding ${encoding}.`);
  return encoding === 'identity' ? unpacked(response) : pack(response, encoding, () => unpacked(response));
}

async function unpacked(response: CachedResponse): Promise<Buffer> {
  const shared = response.whole?.deref();
  if (shared) return shared;
  response.unpacking ??= unpack(response)
    .then((whole) => {
      response.whole = new WeakRef(whole);
      return whole;
    })
    .finally(() => {
      response.unpacking = undefined;
    });
  return response.unpacking;
}

function unpack({ bodies }: CachedResponse): Promise<Buffer> {
  if (bodies.gzip) return gunzip(bodies.gzip);
  if (bodies.br) return brotliDecompress(bodies.br);
  throw new Error('The response has no body.');
}

/** What browsers send is a handful of headers: each is read once. Bounded, because anybody may send any. */
const understood = new Map<string, Encoding>();
const MAX_UNDERSTOOD = 200;
/** No browser sends a longer one. Such a request gets the page without compression. */
const MAX_ACCEPT_LENGTH = 256;

/** The encoding to send: what is not compressed at all as it is. */
export function chooseEncoding(response: CachedResponse, accepted: string | undefined): Encoding {
  return response.bodies.identity ? 'identity' : preferredEncoding(accepted);
}

/** The best encoding of what a reader accepts: Brotli before gzip. */
export function preferredEncoding(accepted: string | undefined): Encoding {
  if (!accepted || accepted.length > MAX_ACCEPT_LENGTH) return 'identity';
  const known = understood.get(accepted);
  if (known) return known;
  const chosen = accepts(accepted, 'br') ? 'br' : accepts(accepted, 'gzip') ? 'gzip' : 'identity';
  if (understood.size >= MAX_UNDERSTOOD) understood.clear();
  understood.set(accepted, chosen);
  return chosen;
}

/** Whether an Accept-Encoding header allows an encoding: named, and not with weight zero (RFC 9110, 12.5.3). */
function accepts(accepted: string, encoding: string): boolean {
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
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

/** All but the length, which is known when the body is made. */
function headerList(own: [string, string][], encoding: Encoding, hash: string, isPacked: boolean): string[] {
  const list = own.flat();
  list.push('ETag', tagFor(hash, encoding));
  if (isPacked) list.push('Vary', 'Accept-Encoding');
  if (encoding !== 'identity') list.push('Content-Encoding', encoding);
  return list;
}
