import { workerData } from 'node:worker_threads';
import { type ReadingTask, readForOthers } from './reading.ts';

/** Runs in each thread of a large reading, which reading.ts starts. */

const task: ReadingTask = workerData;
readForOthers(task);
