import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { fileNumber, isSoundFile, placeOf } from './connection.ts';

/** Whether the catalog's file can still be read to its end. */

/** @param opened the number of the file that was opened */
export function isSound(database: DatabaseSync, opened: number | undefined): boolean {
  return fileNumber(database) === opened && isSoundFile(placeOf(database));
}

/**
 * The same, looked for in a thread: it reads the whole file.
 * @throws Error when the file cannot be looked at
 */
export async function isSoundMeanwhile(database: DatabaseSync, opened: number | undefined): Promise<boolean> {
  if (fileNumber(database) !== opened) return false;
  const module = new URL(/* turbopackIgnore: true */ './soundness-thread.ts', import.meta.url);
  const thread = new Worker(module, { workerData: placeOf(database) });
  return new Promise((resolve, reject) => {
    thread.once('message', (isSound: unknown) => resolve(isSound === true));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The look at the catalog ended without a result.')));
  });
}
