import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { inTransaction, pause } from '../../../lib/catalog-database/transactions.ts';

/** A thread that writes one transaction after the other, each some milliseconds long, and counts them for others to see. */

const { file, counter } = z.object({ file: z.string(), counter: z.instanceof(Int32Array) }).parse(workerData);
const database = new DatabaseSync(file);
const asleep = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  inTransaction(database, () => {
    database.exec('INSERT INTO written DEFAULT VALUES');
    Atomics.wait(asleep, 0, 0, 5);
    Atomics.add(counter, 0, 1);
  });
  await pause();
}
