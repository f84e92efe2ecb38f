import { statfsSync } from 'node:fs';
import { codeOf } from './transactions.ts';

/** What keeps the catalog from being written, as one sentence for the log: what is wrong and what to do. */
export type CatalogFault = { kind: 'full' | 'locked' | 'other'; sentence: string };

/** The primary result codes of SQLite that say what to do: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const IO_ERROR = 10;
const FULL = 13;

/** @param cacheDir the folder that holds the catalog */
export function catalogFault(error: unknown, cacheDir: string): CatalogFault {
  const code = codeOf(error);
  if (code === BUSY) {
    const sentence = `The catalog in ${cacheDir} is locked by another program. End the program that holds it.`;
    return { kind: 'locked', sentence };
  }
  // SQLite calls it an I/O error when the index of its log finds no room.
  if (code === FULL || (code === IO_ERROR && !hasRoom(cacheDir))) {
    const sentence = `The disk is full: nothing can be written to ${cacheDir}. Make room on it.`;
    return { kind: 'full', sentence };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'other', sentence: `The catalog in ${cacheDir} cannot be written: ${message}.` };
}

/** SQLite writes whole pages, and a block of most disks is smaller than one. */
const MIN_FREE_BYTES = 32_768;

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= MIN_FREE_BYTES;
  } catch {
    return true;
  }
}
