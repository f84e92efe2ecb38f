import type { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { findFile, inFolder, PARTS } from './files.ts';

/** A look at the whole content beside the readers: what a sync of everything would find, in small pieces of work. */

/** Files between two answers to readers: about a millisecond of work. */
const SLICE = 100;

/** @returns the paths of all files that are new, gone, or of another size or time than at the last sync */
export async function changedFiles(database: DatabaseSync, contentDir: string): Promise<string[]> {
  const changed = new Set<string>();
  for await (const file of knownFiles(database)) {
    const found = findFile(contentDir, file.path);
    if (found?.size !== file.size || found.modified !== file.modified) changed.add(file.path);
  }
  const known = database.prepare('SELECT 1 FROM files WHERE path = ?');
  for await (const file of filesBelow(contentDir, PARTS)) {
    if (!known.get(file) && findFile(contentDir, file)) changed.add(file);
  }
  return [...changed];
}

async function* knownFiles(database: DatabaseSync) {
  const next = database.prepare(
    `SELECT path, size, modified FROM files WHERE path > ? ORDER BY path LIMIT ${SLICE}`,
  );
  for (let last = ''; ; await setImmediate()) {
    const rows = database.isOpen ? next.all(last) : [];
    if (rows.length === 0) return;
    for (const row of rows) {
      last = String(row.path);
      yield { path: last, size: Number(row.size), modified: Number(row.modified) };
    }
  }
}

async function* filesBelow(contentDir: string, folders: string[]): AsyncGenerator<string> {
  for (const folder of folders) {
    const inside = await inFolder(contentDir, folder);
    for (const [place, file] of inside.files.entries()) {
      if (place % SLICE === SLICE - 1) await setImmediate();
      yield file;
    }
    yield* filesBelow(contentDir, inside.folders);
  }
}
