import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import {
  type Closed,
  closedParts,
  type Entries,
  type FoundFile,
  findFile,
  foundFromRow,
  isClosed,
  isInContent,
  isSame,
  isUnread,
  linksAway,
  partsOf,
  walk,
} from './files.ts';

/** A look at the content beside the readers: what a sync would find, in small pieces of work. */

/** Files between two answers to readers: about a millisecond of work. */
const SLICE = 100;

/** What a rescan has found. */
export type Rescan = {
  /** The paths of all files that are new, gone, or not what they were at the last sync: those that have gone at the end. */
  changed: string[];
  misnamed: string[];
  closed: Closed[];
  /** The paths that were looked at, folders with a slash at their end; all when it is left out. */
  some?: ReadonlySet<string> | undefined;
};

/** @param some paths of files, which count as changed, and of folders with a slash at the end; all when it is left out */
export async function rescan(
  database: DatabaseSync,
  contentDir: string,
  some?: ReadonlySet<string>,
): Promise<Rescan> {
  const before = partsOf(contentDir);
  const changed = new Set<string>();
  const gone = new Set<string>();
  const misnamed = new Set<string>();
  const walked: Closed[] = [];
  const known = database.prepare('SELECT 1 FROM files WHERE path = ?');
  const places = [...(some ?? [''])].filter(isInContent);
  for (const place of places) {
    for await (const file of filesAt(contentDir, place, walked)) {
      if (!database.isOpen) break;
      if (isUnread(contentDir, file)) misnamed.add(file);
      else if (!known.get(file) && findFile(contentDir, file)) changed.add(file);
    }
  }
  const isBehindLink = linksAway(contentDir);
  const closed = closedParts(before, partsOf(contentDir), walked);
  for (const place of places) {
    for await (const file of knownFiles(database, place)) {
      const found = findFile(contentDir, file.path);
      if (!found && !isClosed(file.path, closed) && !isBehindLink(file.path)) gone.add(file.path);
      if (found && (place === file.path || !isSame(found, file))) changed.add(file.path);
    }
  }
  return { changed: [...changed, ...gone], misnamed: [...misnamed].sort(), closed, some };
}

/** @param place a file, a folder with a slash at its end, or nothing for all */
async function* knownFiles(database: DatabaseSync, place: string): AsyncGenerator<FoundFile> {
  const isFolder = place === '' || place.endsWith('/');
  const next = database.prepare(
    `SELECT * FROM files WHERE ${isFolder ? `path > ? AND path < ? ORDER BY path LIMIT ${SLICE}` : 'path = ?'}`,
  );
  next.setReadBigInts(true);
  if (!isFolder) {
    const row = next.get(place);
    if (row) yield foundFromRow(row);
    return;
  }
  // The parts of the content all begin with a letter.
  const end = place === '' ? '~' : `${place.slice(0, -1)}0`;
  for (let last = place; ; await setImmediate()) {
    const rows = database.isOpen ? next.all(last, end) : [];
    if (rows.length === 0) return;
    for (const row of rows) {
      const file = foundFromRow(row);
      last = file.path;
      yield file;
    }
  }
}

async function* filesAt(contentDir: string, place: string, closed: Closed[]): AsyncGenerator<string> {
  if (place !== '' && !place.endsWith('/')) {
    yield place;
    return;
  }
  const walking = walk(contentDir, place.slice(0, -1), closed);
  let count = 0;
  for (let step = walking.next([]); !step.done; ) {
    const { value } = step;
    if ('file' in value) {
      if (++count % SLICE === 0) await setImmediate();
      yield value.file;
    }
    step = walking.next('folder' in value ? await entriesOf(contentDir, value.folder) : []);
  }
}

async function entriesOf(contentDir: string, folder: string): Promise<Entries> {
  try {
    return await readdir(path.join(/* turbopackIgnore: true */ contentDir, folder), { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    return { path: folder, code };
  }
}
