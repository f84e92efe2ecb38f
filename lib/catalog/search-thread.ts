import { workerData } from 'node:worker_threads';
import { fillForOthers } from './search-index.ts';

/** Runs in the thread that fills the search after a first sync, which search-index.ts starts. */

const place: string = workerData;
fillForOthers(place);
