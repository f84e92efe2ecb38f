import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { type FileNumbers, isInPlace, isSoundFile, placeOf } from './connection.ts';

/** Whether the catalog's file can still be read to its end. */

/** @param opened the numbers of the files that were opened */
export function isSound(database: DatabaseSync, opened: FileNumbers): boolean {
  return isInPlace(database, opened) && isSoundFile(placeOf(database));
}

/**
 * The same, looked for in a thread: it reads the whole file.
 * @throws Error when the file cannot be looked at
 */
export async function isSoundMeanwhile(database: DatabaseSync, opened: FileNumbers): Promise<boolean> {
  if (!isInPlace(database, opened)) return false;
  const module = new URL(/* turbopackIgnore: true */ './soundness-thread.ts', import.meta.url);
  const thread = new Worker(module, { workerData: placeOf(database) });
  return new Promise((resolve, reject) => {
    thread.once('message', (isSound: unknown) => resolve(isSound === true));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The look at the catalog ended without a result.')));
  });
}
