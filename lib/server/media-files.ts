import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MediaFile } from '../media.ts';
import type { Handler } from './renderer.ts';

/**
 * Sends the files of content/media that are no pictures: a recording may be larger than the page cache, so it
 * goes from the disk to its reader in pieces.
 */

export type MediaFilesOptions = {
  /** @returns the file at a path of the site, decoded (`/media/…`); undefined when there is none of a kind that is sent */
  find(src: string): MediaFile | undefined;
  /** Headers that every answer carries. */
  headers: Record<string, string>;
};

/** What is read at a time. */
const PIECE_BYTES = 32_768;

/** A browser's own viewer of PDF is an object in a page that it makes. Nothing in a file may run or load. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; object-src 'self'; frame-ancestors 'none'";

/** @returns what answers a request for such a file; undefined leaves it to others */
export function sendMediaFiles({ find, headers }: MediaFilesOptions) {
  return (method: string, address: string): Handler | undefined => {
    if (!address.startsWith('/media/') || (method !== 'GET' && method !== 'HEAD')) return undefined;
    const found = find(decodeURIComponent(address));
    return found && ((request, response) => send(found, request, response, headers));
  };
}

async function send(
  { file, type, isDownload }: MediaFile,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Record<string, string>,
): Promise<void> {
  const { size, mtime } = await stat(file);
  const tag = `"${size.toString(36)}-${mtime.getTime().toString(36)}"`;
  const common = {
    ...headers,
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400',
    'Content-Type': type,
    'Accept-Ranges': 'bytes',
    ETag: tag,
    'Last-Modified': mtime.toUTCString(),
    ...(isDownload && {
      'Content-Disposition': `attachment; filename*=UTF-8''${encoded(path.basename(file))}`,
    }),
  };
  if (isKnown(request, tag, mtime)) {
    response.writeHead(304, common).end();
    return;
  }
  const range = isRangeOf(request, tag, mtime) ? rangeOf(request.headers.range, size) : 'all';
  if (range === 'none') {
    response
      .writeHead(416, { ...common, 'Cache-Control': 'no-store', 'Content-Range': `bytes */${size}` })
      .end();
    return;
  }
  const { start, end } = range === 'all' ? { start: 0, end: size - 1 } : range;
  const length = end - start + 1;
  response.writeHead(range === 'all' ? 200 : 206, {
    ...common,
    'Content-Length': length,
    ...(range !== 'all' && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else await sendPart(file, { start, length }, response);
}

/** Sends a part of a file. When less is left of it, the connection ends: the next response would be read as the rest. */
async function sendPart(
  file: string,
  { start, length }: { start: number; length: number },
  response: ServerResponse,
): Promise<void> {
  const pieces = createReadStream(file, { start, end: start + length - 1, highWaterMark: PIECE_BYTES });
  await pipeline(pieces, response, { end: false });
  if (pieces.bytesRead < length) response.destroy();
  else response.end();
}

function isKnown({ headers }: IncomingMessage, tag: string, modified: Date): boolean {
  const { 'if-none-match': tags, 'if-modified-since': since } = headers;
  if (tags !== undefined)
    return tags === '*' || tags.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
  return since !== undefined && Date.parse(since) >= Math.trunc(modified.getTime() / 1000) * 1000;
}

/** Whether the range that a request names is of the file as it is now. */
function isRangeOf({ headers }: IncomingMessage, tag: string, modified: Date): boolean {
  const condition = headers['if-range'];
  return condition === undefined || condition === tag || condition === modified.toUTCString();
}

/** @returns `all` for a request of the whole file, of several ranges, or of one that cannot be read; `none` for one beyond its end */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | 'all' | 'none' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length > 0 ? { start: size - length, end: size - 1 } : 'none';
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return 'none';
  return last !== '' && Number(last) < start ? 'all' : { start, end };
}

function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
