import type { DatabaseSync } from 'node:sqlite';
import { ensureIndexes, inTransaction } from './database.ts';
import { type FoundFile, findFile, findFiles } from './files.ts';
import { type ReadingRules, readFiles } from './reading.ts';
import { indexPending, pendingSearch } from './search-index.ts';
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
    if (counts.changed) database.exec('UPDATE revision SET number = number + 1');
    return { files: found.length, ...counts };
  });
  return { ...report, ms: performance.now() - started };
}

function writeDifference(
  database: DatabaseSync,
  options: SyncOptions,
  known: Map<string, KnownFile>,
  found: FoundFile[],
  /** Whether somebody has seen these files change: two savings in one tick of the clock may leave size and time alike. */
  isNamed: boolean,
) {
  const { defaultAuthor, onProgress, now } = options;
  const writer = makeWriter(database, defaultAuthor, now);
  const here = new Set(found.map((file) => file.path));
  const removed = [...known.keys()].filter((file) => !here.has(file));
  for (const file of removed) writer.remove(file);

  const wanted = found.flatMap((file) => {
    const before = known.get(file.path);
    const same = before && before.size === file.size && before.modified === file.modified;
    if (same && !before.troubled && !isNamed) return [];
    return [{ ...file, known: before?.troubled ? undefined : before?.hash }];
  });
  let read = 0;
  let changed = removed.length > 0;
  for (const { file, hash, entry, problems } of readFiles(options, wanted)) {
    onProgress?.(read, wanted.length);
    read++;
    if (entry || problems) {
      const found = entry ? writer.store(entry, file, hash) : (problems ?? []);
      writer.note(file, hash, found);
      changed ||= known.get(file.path)?.hash !== hash || found.length === 0;
    } else writer.touch(file);
  }
  return { read, removed: removed.length, changed };
}

type KnownFile = { size: number; modified: number; hash: string; troubled: boolean };

/** What the last sync knew: of all files, or of those named and those with problems, which may be mended by the change. */
function knownFiles(database: DatabaseSync, only?: Iterable<string>): Map<string, KnownFile> {
  const troubled = "EXISTS (SELECT 1 FROM problems p WHERE p.path = f.path AND p.origin = 'sync')";
  const columns = `path, size, modified, hash, ${troubled} AS troubled`;
  const some = only && JSON.stringify([...only]);
  const rows = some
    ? database
        .prepare(
          `SELECT ${columns} FROM files f WHERE path IN (SELECT value FROM json_each(?))
           OR path IN (SELECT path FROM problems WHERE origin = 'sync')`,
        )
        .all(some)
    : database.prepare(`SELECT ${columns} FROM files f`).all();
  return new Map(
    rows.map((row) => [
      String(row.path),
      {
        size: Number(row.size),
        modified: Number(row.modified),
        hash: String(row.hash),
        troubled: row.troubled === 1,
      },
    ]),
  );
}

function troubledOf(known: Map<string, KnownFile>): string[] {
  return [...known].filter(([, file]) => file.troubled).map(([file]) => file);
}

function findSome(contentDir: string, paths: string[]): FoundFile[] {
  return [...new Set(paths)].sort().flatMap((file) => findFile(contentDir, file) ?? []);
}
