/**
 * The address that a request names, in the one form that the site uses. Every rule about addresses, such as which are
 * private, is asked of this form alone: an address that is written another way is led to it first.
 */

export type RequestTarget =
  /** Written as the site writes it. `query` has its question mark, or is empty. */
  | { kind: 'canonical'; path: string; query: string }
  /** A good address in another form; `path` is how the site writes it. */
  | { kind: 'other-form'; path: string; query: string }
  /** Well-formed, and the site has no such address. */
  | { kind: 'missing' }
  | { kind: 'malformed' }
  | { kind: 'too-long' };

/** In characters, query and all. */
export const MAX_TARGET_LENGTH = 2048;

/** Characters of a path that every browser sends as they are. A path of these alone needs no second look. */
const PLAIN_PATH = /^(?:\/[\w.~!$&'()*+,;=:@-]+)+$|^\/$/;

/**
 * Reads a request's target (RFC 9112, 3.2): a path with its query, or a whole address as a proxy may send it. Percent
 * signs are decoded once; the path comes back encoded as `encodeURI` does it, without doubled slashes or one at its end.
 * @param target as in the request line
 */
export function parseTarget(target: string): RequestTarget {
  const local = target.startsWith('/') ? target : withoutOrigin(target);
  if (local.length > MAX_TARGET_LENGTH) return { kind: 'too-long' };
  const mark = local.indexOf('?');
  const raw = mark < 0 ? local : local.slice(0, mark);
  const query = mark < 0 ? '' : local.slice(mark);
  if (!raw.startsWith('/')) return { kind: 'malformed' };
  const segments = raw.split('/').filter((segment) => segment !== '');
  // The framework would resolve them, past every rule about paths.
  const isPlain = PLAIN_PATH.test(raw);
  const decoded = isPlain ? segments : segments.map(decode);
  if (!decoded.every(isText) || decoded.some((segment) => /^\.{1,2}$/.test(segment)))
    return { kind: 'malformed' };
  // No file, slug or key holds a slash; some programs would take one for the end of a segment.
  if (decoded.some((segment) => /[/\\]/.test(segment))) return { kind: 'missing' };
  const path = isPlain ? raw : `/${decoded.map(encode).join('/')}`;
  return { kind: path === raw ? 'canonical' : 'other-form', path, query };
}

/** @returns the text of a percent-encoded segment; undefined when it is none */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function isText(segment: string | undefined): segment is string {
  // Control characters are in no name; NUL ends a name for the operating system.
  return segment?.isWellFormed() === true && !/[^\P{Cc}\x80-\x9f]/u.test(segment);
}

function encode(segment: string): string {
  return encodeURI(segment).replace(/[?#]/g, encodeURIComponent);
}

/** An address without a path is that of the front page (RFC 9112, 3.2.2). */
function withoutOrigin(target: string): string {
  const [origin = ''] = /^https?:\/\/[^/?#]*/i.exec(target) ?? [];
  const local = target.slice(origin.length);
  return origin === '' || local.startsWith('/') ? local : `/${local}`;
}
