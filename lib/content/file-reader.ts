import { hash as hashOf } from 'node:crypto';
import type { Problem } from '../problem.ts';
import { type FoundFile, readContent } from './files.ts';
import { type ArticleEntry, type Entry, fileParser } from './parse.ts';

/** Reads one file of the content: its bytes, their hash and their contents. */

/** Under which settings the files are read. */
export type ReadingRules = { contentDir: string; zone: string; topics: readonly string[] };

/** A file to read. Nothing more is asked of one whose bytes have the `known` hash. */
export type Wanted = FoundFile & { known?: string | undefined };

/** What a file holds: an entry with warnings, or problems, or neither when its bytes are those that are known. */
export type ReadingWith<Body> = {
  file: FoundFile;
  hash: string;
  entry?: EntryWith<Body> | undefined;
  problems?: Problem[];
};
export type EntryWith<Body> =
  | (Omit<ArticleEntry, 'body'> & { body: Body })
  | Exclude<Entry, { kind: 'article' }>;

/** In place of the hash of bytes that could not be read. */
export const UNREAD = '';

export type Reader = (wanted: Wanted) => ReadingWith<string> | undefined;

/** @returns what reads one file; undefined when it has gone */
export function makeReader({ contentDir, zone, topics }: ReadingRules): Reader {
  const parse = fileParser(zone, topics);
  return ({ known, ...file }) => {
    const bytes = readContent(contentDir, file.path);
    if (!bytes) return undefined;
    // Its bytes are not known: it is tried again at the next sync.
    if ('severity' in bytes) return { file, hash: UNREAD, problems: [bytes] };
    const hash = hashOf('sha256', bytes, 'base64url').slice(0, 22);
    if (hash === known) return { file, hash };
    const parsed = parse(file.path, bytes);
    if (!parsed.ok) return { file, hash, problems: parsed.problems };
    const { entry, warnings } = parsed;
    return warnings.length > 0 ? { file, hash, entry, problems: warnings } : { file, hash, entry };
  };
}
