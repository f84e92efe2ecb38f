import type { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

/** A transaction waits this long for others to end: a first sync of a large archive is one transaction. */
export const MAX_WAIT_MS = 60_000;
/** A transaction that waits beside other work fails earlier: its caller says so, and tries again. */
const MAX_LATER_WAIT_MS = 10_000;
/** Any other statement; none of them waits for more than the opening of another connection. */
export const BUSY_TIMEOUT_MS = 10_000;
/** The pause of a bulk writer between two transactions: twice the interval at which others poll. */
const PAUSE_MS = 2;

/**
 * Runs the work in one transaction: all of it is in the file, or none. The thread sleeps while others write, so a thread
 * that answers readers uses `inLaterTransaction`.
 * @throws Error when another thread or process has been writing for so long without a pause
 */
export function inTransaction<Result>(
  database: DatabaseSync,
  work: () => Result,
  maxWaitMs = MAX_WAIT_MS,
): Result {
  begin(database, maxWaitMs);
  return finish(database, work);
}

/**
 * The same in a thread that answers readers: it begins at once when the database is free, and answers them while others
 * write.
 * @throws Error when another thread or process has been writing for ten seconds without a pause; `isBusy` tells it apart
 */
export async function inLaterTransaction<Result>(
  database: DatabaseSync,
  work: () => Result,
): Promise<Result> {
  const until = performance.now() + MAX_LATER_WAIT_MS;
  while (!tryToBegin(database, until)) await setTimeout(PAUSE_MS / 2);
  return finish(database, work);
}

function finish<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // On a full disk SQLite has rolled back by itself, and a second rollback would hide that error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * SQLite's busy handler backs off to 100 ms and misses a bulk writer's gaps: an editor's change once waited for five
 * seconds.
 */
function begin(database: DatabaseSync, maxWaitMs: number): void {
  const until = performance.now() + maxWaitMs;
  while (!tryToBegin(database, until)) Atomics.wait(asleep, 0, 0, PAUSE_MS / 2);
}

/** @param until the moment after which a busy database is an error */
function tryToBegin(database: DatabaseSync, until: number): boolean {
  database.exec('PRAGMA busy_timeout = 0');
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error) && performance.now() < until) return false;
    throw error;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

const asleep = new Int32Array(new SharedArrayBuffer(4));

/** For a bulk writer: between two transactions all waiting connections get their turn. */
export async function pause(): Promise<void> {
  await setTimeout(PAUSE_MS);
}

/** SQLITE_BUSY (5): another connection writes. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === 5;
}

/**
 * Runs the work in one transaction and leaves what it has written in the log: the next writer copies it into the
 * file, which takes as long as a tenth of a first sync, and readers need not wait for it.
 */
export function inLog<Result>(database: DatabaseSync, work: () => Result, maxWaitMs = MAX_WAIT_MS): Result {
  const usual = Number(database.prepare('PRAGMA wal_autocheckpoint').get()?.wal_autocheckpoint);
  database.exec('PRAGMA wal_autocheckpoint = 0');
  try {
    return inTransaction(database, work, maxWaitMs);
  } finally {
    database.exec(`PRAGMA wal_autocheckpoint = ${usual}`);
  }
}

/** SQLite's primary result code; undefined for an error that is not SQLite's. */
export function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}
