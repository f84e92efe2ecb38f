import type { DatabaseSync } from 'node:sqlite';
import { ensureIndexes, inTransaction } from './database.ts';
import { type FoundFile, findFile, findFiles } from './files.ts';
import { type ReadingRules, readFiles, type Wanted } from './reading.ts';
import { indexPending, learnPending, pendingSearch, pendingWords } from './search-index.ts';
import { makeWriter } from './writer.ts';

/** What one sync did. `ms` is milliseconds. */
export type SyncReport = { files: number; read: number; removed: number; changed: boolean; ms: number };

/** Told of a long sync: how many files of how many have been read. */
export type OnProgress = (done: number, total: number) => void;

export type SyncOptions = ReadingRules & {
  /** The author id of an article that names none. */
  defaultAuthor: string;
  onProgress?: OnProgress | undefined;
  now: Date;
};

/** After an edit or a few the search follows in the same transaction; more than this wait for the background. */
const FEW = 50;

/**
 * Brings the database to what the content folder holds: reads the files whose size or time differ from the last sync,
 * and those that had problems then, and writes the difference in one transaction. A file that turns bad keeps its
 * last good version.
 * @param only paths in the content folder that may have changed; all files when it is left out
 */
export function syncContent(
  database: DatabaseSync,
  options: SyncOptions,
  only?: Iterable<string>,
): SyncReport {
  const started = performance.now();
  const report = inTransaction(database, () => {
    const known = knownFiles(database, only);
    const found = only
      ? findSome(options.contentDir, [...only, ...troubledOf(known)])
      : findFiles(options.contentDir);
    const counts = writeDifference(database, options, known, found, only !== undefined);
    ensureIndexes(database);
    if (pendingSearch(database) <= FEW) indexPending(database, FEW);
    if (pendingWords(database) <= FEW) learnPending(database, FEW);
    if (counts.changed) database.exec('UPDATE revision SET number = number + 1');
    return counts;
  });
  return { ...report, ms: performance.now() - started };
}

function writeDifference(
  database: DatabaseSync,
  options: SyncOptions,
  /** What is left of it are files that have gone. */
  known: Map<string, KnownFile>,
  found: Iterable<FoundFile>,
  /** Whether somebody has seen these files change: two savings in one tick of the clock may leave size and time alike. */
  isNamed: boolean,
) {
  const { defaultAuthor, onProgress, now } = options;
  const isFirst = !database.prepare('SELECT 1 FROM files LIMIT 1').get();
  const writer = makeWriter(database, defaultAuthor, now, isFirst);
  const hashes = database.prepare('SELECT hash FROM files WHERE path = ?');
  const hashOf = (file: string) => {
    const row = hashes.get(file);
    return row && String(row.hash);
  };
  let files = 0;
  const wanted: Wanted[] = [];
  for (const file of found) {
    files++;
    const before = known.get(file.path);
    known.delete(file.path);
    const same = before && before.size === file.size && before.modified === file.modified;
    if (same && !before.troubled && !isNamed) continue;
    wanted.push({ ...file, known: before?.troubled ? undefined : before && hashOf(file.path) });
  }
  const removed = [...known.keys()];
  for (const file of removed) writer.remove(file);

  let read = 0;
  let changed = removed.length > 0;
  for (const { file, hash, entry, problems } of readFiles(options, wanted)) {
    onProgress?.(read, wanted.length);
    read++;
    if (entry || problems) {
      const hashBefore = isFirst ? undefined : hashOf(file.path);
      const found = entry ? writer.store(entry, file, hash) : (problems ?? []);
      writer.note(file, hash, found);
      changed ||= hashBefore !== hash || found.length === 0;
    } else writer.touch(file);
  }
  writer.finish();
  return { files, read, removed: removed.length, changed };
}

type KnownFile = { size: number; modified: number; troubled: boolean };

/** What the last sync knew: of all files, or of those named and those with problems, which may be mended by the change. */
function knownFiles(database: DatabaseSync, only?: Iterable<string>): Map<string, KnownFile> {
  const some = only && JSON.stringify([...only]);
  const files = database.prepare(
    some
      ? `SELECT path, size, modified FROM files WHERE path IN (SELECT value FROM json_each(?))
         OR path IN (SELECT path FROM problems WHERE origin = 'sync')`
      : 'SELECT path, size, modified FROM files',
  );
  const troubles = database.prepare("SELECT DISTINCT path FROM problems WHERE origin = 'sync'").all();
  const troubled = new Set(troubles.map((row) => String(row.path)));
  const known = new Map<string, KnownFile>();
  // One at a time: an archive of ten years is many rows.
  for (const row of some ? files.iterate(some) : files.iterate()) {
    const path = String(row.path);
    known.set(path, {
      size: Number(row.size),
      modified: Number(row.modified),
      troubled: troubled.has(path),
    });
  }
  return known;
}

function troubledOf(known: Map<string, KnownFile>): string[] {
  return [...known].filter(([, file]) => file.troubled).map(([file]) => file);
}

function findSome(contentDir: string, paths: string[]): FoundFile[] {
  return [...new Set(paths)].sort().flatMap((file) => findFile(contentDir, file) ?? []);
}
