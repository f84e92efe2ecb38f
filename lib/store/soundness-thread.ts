import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/** Reads a whole store for damage, which takes seconds in a large one, and says `ok` or what is wrong. */

const database = new DatabaseSync(String(workerData), { readOnly: true, timeout: 2000 });
try {
  parentPort?.postMessage(database.prepare('PRAGMA quick_check(1)').get()?.quick_check);
} finally {
  database.close();
}
