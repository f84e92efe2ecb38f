import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CachedResponse, type Encoding, tagFor } from './cached-response.ts';

/**
 * Answers 304 when the reader already has this response. A 304 has no body, so the response need not be compressed yet.
 * @returns whether it has answered
 */
export function sendNotModified(
  cached: CachedResponse,
  encoding: Encoding,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (cached.status !== 200) return false;
  const tags = request.headers['if-none-match'];
  // If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2).
  const isKnown = tags === undefined ? isKnownSince(cached, request) : matches(tags, cached.hash, encoding);
  if (!isKnown) return false;
  response.writeHead(304, withoutBodyHeaders(cached.headers[encoding]));
  response.end();
  return true;
}

export function send(
  cached: CachedResponse,
  encoding: Encoding,
  body: Buffer,
  response: ServerResponse,
): void {
  response.writeHead(cached.status, cached.headers[encoding]);
  // A HEAD response has the headers of the body that it omits; Node drops the bytes.
  response.end(body);
}

/** Files have a date, and pages none. */
function isKnownSince({ modified }: CachedResponse, { headers }: IncomingMessage): boolean {
  if (modified === undefined) return false;
  return Date.parse(headers['if-modified-since'] ?? '') >= modified;
}

/** A browser sends the one tag that it has, a proxy a few. In characters. */
const MAX_IF_NONE_MATCH_LENGTH = 1024;

/** Whether If-None-Match names this response. The comparison is weak (RFC 9110, 13.1.2). */
function matches(header: string, hash: string, encoding: Encoding): boolean {
  if (header.length > MAX_IF_NONE_MATCH_LENGTH) return false;
  if (header.trim() === '*') return true;
  const tag = tagFor(hash, encoding);
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}

function withoutBodyHeaders(list: string[]): string[] {
  const kept: string[] = [];
  for (let place = 0; place < list.length; place += 2) {
    const [name = '', value = ''] = list.slice(place, place + 2);
    if (!/^content-(?:length|encoding|type)$/i.test(name)) kept.push(name, value);
  }
  return kept;
}
