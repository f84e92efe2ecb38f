import { parentPort, workerData } from 'node:worker_threads';
import { isSoundFile } from './connection.ts';

/** Reads a whole catalog for damage, which takes seconds in a large one: no thread that answers readers can wait for it. */

parentPort?.postMessage(isSoundFile(String(workerData)));
