import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import {
  type Closed,
  closedParts,
  type Entries,
  findFile,
  foundFromRow,
  isClosed,
  isMisnamed,
  isSame,
  partsOf,
  walk,
} from './files.ts';

/** A look at the whole content beside the readers: what a sync of everything would find, in small pieces of work. */

/** Files between two answers to readers: about a millisecond of work. */
const SLICE = 100;

/** What a rescan has found. */
export type Rescan = {
  /** The paths of all files that are new, gone, or not what they were at the last sync. */
  changed: string[];
  misnamed: string[];
  closed: Closed[];
};

export async function rescan(database: DatabaseSync, contentDir: string): Promise<Rescan> {
  const before = partsOf(contentDir);
  const changed = new Set<string>();
  const misnamed: string[] = [];
  const walked: Closed[] = [];
  const known = database.prepare('SELECT 1 FROM files WHERE path = ?');
  for await (const file of filesOf(contentDir, walked)) {
    if (!database.isOpen) break;
    if (isMisnamed(file)) misnamed.push(file);
    else if (!known.get(file) && findFile(contentDir, file)) changed.add(file);
  }
  const closed = closedParts(before, partsOf(contentDir), walked);
  for await (const file of knownFiles(database)) {
    const found = findFile(contentDir, file.path);
    if (found ? !isSame(found, file) : !isClosed(file.path, closed)) changed.add(file.path);
  }
  return { changed: [...changed], misnamed: misnamed.sort(), closed };
}

async function* knownFiles(database: DatabaseSync) {
  const next = database.prepare(`SELECT * FROM files WHERE path > ? ORDER BY path LIMIT ${SLICE}`);
  next.setReadBigInts(true);
  for (let last = ''; ; await setImmediate()) {
    const rows = database.isOpen ? next.all(last) : [];
    if (rows.length === 0) return;
    for (const row of rows) {
      const file = foundFromRow(row);
      last = file.path;
      yield file;
    }
  }
}

async function* filesOf(contentDir: string, closed: Closed[]): AsyncGenerator<string> {
  const walking = walk(contentDir, '', closed);
  let place = 0;
  for (let step = walking.next([]); !step.done; ) {
    const { value } = step;
    if ('file' in value) {
      if (++place % SLICE === 0) await setImmediate();
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
