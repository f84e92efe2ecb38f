import type { DatabaseSync } from 'node:sqlite';
import { ensureIndexes, inLaterTransaction, inLog, inTransaction } from '../catalog-database.ts';
import type { OnProgress } from '../pace.ts';
import type { Problem } from '../problem.ts';
import { indexFew } from '../search.ts';
import { type ReadingRules, UNREAD, type Wanted } from './file-reader.ts';
import {
  away,
  type Closed,
  type FoundFile,
  findFile,
  foundFromRow,
  isClosed,
  isSame,
  type Look,
  linksAway,
  lookAt,
  misnamed,
  REPLACED,
  unreadable,
} from './files.ts';
import { readFiles } from './reading.ts';
import type { Reading } from './reading-batches.ts';
import type { Rescan } from './rescan.ts';
import { Writer } from './writer.ts';

/** What one sync did. `ms` is milliseconds; `left` counts the changed files that the next slices will read. */
export type SyncReport = {
  files: number;
  read: number;
  removed: number;
  changed: boolean;
  ms: number;
  left: number;
};

export type SyncOptions = ReadingRules & {
  /** The author id of an article that names none. */
  defaultAuthor: string;
  onProgress?: OnProgress | undefined;
  now: Date;
  /** Milliseconds after which no further file is read, and no further article taken into the search. */
  maxMs?: number;
  /** How long `syncContent` waits for other connections; a minute when it is left out. */
  maxWaitMs?: number | undefined;
};

/**
 * Updates the database from the content folder. It reads the files whose size or time differ from the last sync and the
 * bad files that another file's change may have made good, and writes the difference in one transaction. A file that
 * turns bad keeps its last good version.
 * @param only paths in the content folder that may have changed, folders with a slash at their end, or what a rescan
 *   has found; all files when it is left out
 * @returns what it did, and the paths for which there was no time
 */
export function syncContent(
  database: DatabaseSync,
  options: SyncOptions,
  only?: Iterable<string> | Rescan,
): SyncReport & { rest: string[] } {
  const started = performance.now();
  const write = isEmpty(database) ? inLog : inTransaction;
  const counts = write(database, () => updateAll(database, options, only), options.maxWaitMs);
  return reportOf(counts, started);
}

/** The same in a thread that answers readers, also while another connection writes. */
export async function syncContentLater(
  database: DatabaseSync,
  options: SyncOptions,
  only: Iterable<string> | Rescan,
): Promise<SyncReport & { rest: string[] }> {
  const started = performance.now();
  return reportOf(await inLaterTransaction(database, () => updateAll(database, options, only)), started);
}

type Counts = Pick<SyncReport, 'files' | 'read' | 'removed' | 'changed'> & { left: string[] };

function reportOf({ left, ...counts }: Counts, started: number): SyncReport & { rest: string[] } {
  return { ...counts, ms: performance.now() - started, left: left.length, rest: left };
}

/** What one sync does in its transaction. */
function updateAll(database: DatabaseSync, options: SyncOptions, only?: Iterable<string> | Rescan): Counts {
  const counts = writeDifference(database, options, only);
  ensureIndexes(database);
  if (counts.left.length === 0) indexFew(database, options.maxMs ?? Number.POSITIVE_INFINITY);
  if (counts.changed) raiseRevision(database);
  return counts;
}

/** What a slice did, and the paths that it has left for the next one. */
export type SliceReport = Pick<SyncReport, 'read' | 'removed'> & { left: string[] };

/**
 * A slice of a large change, in a transaction of its own that reads no further file after so many milliseconds. The sync
 * of the rest of the rescan must follow: it writes down what is wrong with folders and tries bad files again.
 */
export async function syncSlice(
  database: DatabaseSync,
  options: SyncOptions,
  paths: string[],
  maxMs: number,
): Promise<SliceReport> {
  return inLaterTransaction(database, () => {
    const isFirst = isEmpty(database);
    const files = new Set(paths);
    const look = lookAt(options.contentDir, files);
    const until = performance.now() + maxMs;
    const { left, changed, ...counts } = writeFiles(database, options, {
      ...{ look, isFirst, until, files, retried: new Set() },
      isLate: () => false,
    });
    ensureIndexes(database);
    if (changed) raiseRevision(database);
    return { ...counts, left };
  });
}

function raiseRevision(database: DatabaseSync): void {
  database.exec('UPDATE revision SET number = number + 1');
}

function writeDifference(
  database: DatabaseSync,
  options: SyncOptions,
  only?: Iterable<string> | Rescan,
): Counts {
  const { contentDir } = options;
  // Looked at once more: another process may have been first until this one could write.
  const isFirst = isEmpty(database);
  const retried = filesToRetry(database, only === undefined);
  const found = only !== undefined && 'changed' in only ? only : undefined;
  const named = found?.changed ?? (only === undefined || 'changed' in only ? undefined : [...only]);
  const files = named && new Set([...named, ...retried]);
  const look = lookAt(contentDir, files);
  // A rescan knows of more than the files that are read now. What has gone away since then is not known any more either.
  const closed = found ? [...found.closed, ...look.closed] : look.closed;
  const isOtherFolder = noteFolders(database, found ?? look, found ? found.some : files);
  const { maxMs = Number.POSITIVE_INFINITY } = options;
  const { read, removed, changed, left } = writeFiles(database, options, {
    ...{ look: { ...look, closed }, isFirst, files, retried, until: performance.now() + maxMs },
    isLate: (file) => named !== undefined && retried.has(file) && !named.includes(file),
  });
  return { files: look.files.length, read, removed, changed: changed || isOtherFolder, left };
}

type Work = {
  look: Look;
  isFirst: boolean;
  /** The files and folders that were looked at; all when it is left out. */
  files: Set<string> | undefined;
  /** Files that are read again though they have not changed. */
  retried: Set<string>;
  /** Whether a file is read after all others, and only while there is time. */
  isLate(file: string): boolean;
  /** The moment after which nothing more is begun. */
  until: number;
};

/** Writes what differs from the last sync. @returns what it did, and the paths that it left */
function writeFiles(database: DatabaseSync, options: SyncOptions, work: Work) {
  const { files, retried, look } = work;
  // Two savings in one tick of the clock may leave size and time alike: what was seen to change is read in any case.
  const isSuspect = (file: string) => files?.has(file) ?? retried.has(file);
  const { differing, gone } = compare(knownFiles(database, files), look.files, isSuspect);
  const writing = new Writing(database, options, work);
  writing.write(differing, gone);
  const { read, removed, changed, left } = writing;
  return { read, removed, changed: changed || removed > 0, left };
}

class Writing {
  read = 0;
  removed = 0;
  changed = false;
  readonly left: string[] = [];
  readonly #options: SyncOptions;
  readonly #work: Work;
  readonly #writer: Writer;
  readonly #hashOf: (file: string) => string | undefined;
  readonly #isUnknown: (file: string) => boolean;
  /** Files that were read by themselves when another had given up what they waited for. */
  readonly #succeeded = new Set<string>();

  constructor(database: DatabaseSync, options: SyncOptions, work: Work) {
    this.#options = options;
    this.#work = work;
    const { contentDir, defaultAuthor, now } = options;
    const isBehindLink = linksAway(contentDir);
    this.#isUnknown = (file) => isClosed(file, work.look.closed) || isBehindLink(file);
    const isThere = (file: string) => findFile(contentDir, file) !== undefined || this.#isUnknown(file);
    this.#writer = new Writer(database, { defaultAuthor, now, isFirst: work.isFirst, isThere });
    const hashes = database.prepare('SELECT hash FROM files WHERE path = ?');
    this.#hashOf = (file) => {
      const row = work.isFirst ? undefined : hashes.get(file);
      return row && String(row.hash);
    };
  }

  write(differing: FoundFile[], gone: Set<string>): void {
    const { retried, isLate, until } = this.#work;
    // A file that has moved must not be missing between two pieces of work.
    const isPiece = until !== Number.POSITIVE_INFINITY;
    if (!isPiece) this.#removeGone(gone);
    const knownHash = (file: string) => (retried.has(file) ? undefined : this.#hashOf(file));
    const wanted = this.#notSucceeded(differing).map(
      (file): Wanted => ({ ...file, known: knownHash(file.path) }),
    );
    const late = wanted.filter(({ path }) => isLate(path));
    const rest = this.#readUntil(
      late.length > 0 ? wanted.filter(({ path }) => !isLate(path)) : wanted,
      until,
    );
    this.left.push(...rest.map(({ path }) => path));
    if (isPiece) this.#removeGone(gone);
    if (late.length > 0 && this.left.length === 0)
      this.#readUntil(this.#notSucceeded(late), Math.min(until, performance.now() + MAX_RETRY_MS));
    this.#writer.finish();
  }

  /** A file that has waited for the slug of one that is removed takes its place in the same transaction. */
  #removeGone(gone: Set<string>): void {
    for (const file of gone) {
      if (this.#isUnknown(file)) continue;
      const isLate = this.removed > 0 && performance.now() > this.#work.until;
      if (this.left.length > 0 || isLate) this.left.push(file);
      else {
        this.#writer.remove(file);
        this.removed++;
        this.#readSuccessors();
      }
    }
  }

  /** @returns the files for which there was no time */
  #readUntil(files: Wanted[], end: number): Wanted[] {
    let done = 0;
    for (const reading of readFiles(this.#rules(), files)) {
      this.#options.onProgress?.(done++, files.length);
      this.#take(reading);
      this.#readSuccessors();
      if (performance.now() > end)
        return files.slice(files.findIndex(({ path }) => path === reading.file.path) + 1);
    }
    return [];
  }

  #notSucceeded<File extends FoundFile>(files: File[]): File[] {
    return files.filter(({ path }) => !this.#succeeded.has(path));
  }

  #readSuccessors(): void {
    for (const path of this.#writer.successors()) {
      const file = findFile(this.#options.contentDir, path);
      if (!file) continue;
      this.#succeeded.add(path);
      for (const reading of readFiles(this.#rules(), [file])) this.#take(reading);
    }
  }

  #take({ file, hash, entry, problems }: Reading): void {
    this.read++;
    if (!entry && !problems) {
      this.#writer.touch(file);
      return;
    }
    const hashBefore = this.#hashOf(file.path);
    const refused = entry ? this.#writer.store(entry, file, hash) : [];
    const mayBeRight = refused.length > 0 || hash === UNREAD;
    this.#writer.note(file, hash, [...refused, ...(problems ?? [])], mayBeRight ? 'retry' : 'file');
    this.changed ||= hashBefore !== hash || (entry !== undefined && refused.length === 0);
  }

  /** What goes to the threads is copied, and a function cannot be. */
  #rules(): ReadingRules {
    const { contentDir, zone, topics } = this.#options;
    return { contentDir, zone, topics };
  }
}

/** Whether nothing has been read yet. */
function isEmpty(database: DatabaseSync): boolean {
  return !database.prepare('SELECT 1 FROM files LIMIT 1').get();
}

/**
 * Both are in order of their path and are gone through side by side: a table of all files would take longer than
 * anything else in a start of a large archive.
 * @returns the files that are not known as they are, and the paths of those that are not there any more
 */
function compare(
  known: Iterable<FoundFile>,
  found: FoundFile[],
  isSuspect: (file: string) => boolean,
): { differing: FoundFile[]; gone: Set<string> } {
  const differing: FoundFile[] = [];
  const gone = new Set<string>();
  let place = 0;
  for (const before of known) {
    let file = found[place];
    for (; file && file.path < before.path; file = found[++place]) differing.push(file);
    if (file?.path !== before.path) {
      gone.add(before.path);
      continue;
    }
    if (!isSame(file, before) || isSuspect(file.path)) differing.push(file);
    place++;
  }
  for (; place < found.length; place++) {
    const file = found[place];
    if (file) differing.push(file);
  }
  // The database puts some rare characters in another order: such a file seems to have gone, and to be new.
  for (const { path } of differing) gone.delete(path);
  return { differing, gone };
}

/** What the last sync knew, of some files and folders or of all, in order of their path. */
function* knownFiles(database: DatabaseSync, some?: Set<string>): Generator<FoundFile> {
  const files = database.prepare(
    `SELECT * FROM files
     ${some ? `WHERE path IN (${PATHS})` : ''} ORDER BY path`,
  );
  // An older version of the site may have written what no number can hold.
  files.setReadBigInts(true);
  const folders: string[] = [];
  const others: string[] = [];
  for (const place of some ?? []) (place.endsWith('/') ? folders : others).push(place);
  // One at a time: an archive of ten years is many rows.
  for (const row of some ? files.iterate(JSON.stringify(others), JSON.stringify(folders)) : files.iterate())
    yield foundFromRow(row);
}

/** Of a JSON list of files and one of folders with a slash at their end, the paths of the known files. */
const PATHS = `
  SELECT value FROM json_each(?)
  UNION SELECT files.path FROM json_each(?) AS folders CROSS JOIN files
    ON files.path > folders.value AND files.path < substr(folders.value, 1, length(folders.value) - 1) || '0'`;

/**
 * Writes down which folders cannot be read and which files are not read because of their names.
 * @param some the paths and folders that were looked at; all when it is left out
 * @returns whether that is other than before
 */
function noteFolders(
  database: DatabaseSync,
  { misnamed: odd, closed }: Pick<Look, 'misnamed' | 'closed'>,
  some?: ReadonlySet<string>,
): boolean {
  const isLookedAt = (place: string) =>
    some === undefined ||
    ['', ...parents(place)].some((folder) => some.has(`${folder}/`)) ||
    some.has(place) ||
    some.has(`${place}/`);
  const problems = [...odd.map(misnamed), ...closed.flatMap((folder) => ofFolder(database, folder))];
  const before = database
    .prepare("SELECT path, reason FROM problems WHERE origin = 'folder'")
    .all()
    .map((row) => ({ path: String(row.path), reason: String(row.reason) }));
  const keyOf = ({ path, reason }: { path: string; reason: string }) => `${path}\n${reason}`;
  const [keysBefore, keysNow] = [new Set(before.map(keyOf)), new Set(problems.map(keyOf))];
  const solved = before.filter((one) => isLookedAt(one.path) && !keysNow.has(keyOf(one)));
  const fresh = problems.filter((one) => !keysBefore.has(keyOf(one)));
  const remove = database.prepare("DELETE FROM problems WHERE origin = 'folder' AND path = ? AND reason = ?");
  for (const { path, reason } of solved) remove.run(path, reason);
  const insert = database.prepare(
    "INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, NULL, ?, ?, ?, 'folder')",
  );
  for (const { path, severity, reason, fix } of fresh) insert.run(path, severity, reason, fix);
  return solved.length + fresh.length > 0;
}

/** A part that never was there is no problem. */
function ofFolder(database: DatabaseSync, folder: Closed): Problem[] {
  if (folder.code === REPLACED) return [];
  if (folder.code !== 'ENOENT') return [unreadable(folder)];
  const known = database.prepare('SELECT 1 FROM files WHERE path > :from AND path < :to LIMIT 1');
  const isKnown = known.get({
    from: folder.path && `${folder.path}/`,
    to: folder.path ? `${folder.path}0` : '~',
  });
  return isKnown ? [away(folder)] : [];
}

function parents(place: string): string[] {
  const folders = place.split('/').slice(0, -1);
  return folders.map((_, depth) => folders.slice(0, depth + 1).join('/'));
}

/**
 * Readers wait while a change is read: of many files that may be right now, some are read with each. Those that wait for
 * what this change gives up are read in any case.
 */
const MAX_RETRIED = 100;
const MAX_RETRY_MS = 25;

/**
 * The files that are read again though they have not changed: one may be readable now, or may name the file by whose slug
 * it is kept out.
 * @param isWhole with all that have problems: the rules may be those of a newer version of the site
 */
function filesToRetry(database: DatabaseSync, isWhole: boolean): Set<string> {
  const rows = isWhole
    ? database.prepare("SELECT DISTINCT path FROM problems WHERE origin IN ('file', 'retry')").all()
    : database
        .prepare("SELECT DISTINCT path FROM problems WHERE origin = 'retry' ORDER BY random() LIMIT ?")
        .all(MAX_RETRIED);
  return new Set(rows.map((row) => String(row.path)));
}
