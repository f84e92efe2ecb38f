import { constants, setPriority } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { openContent } from '../../content.ts';
import { environment, site } from '../../site.ts';
import { END } from '../../threads.ts';

/** What follows the sync of many files, in a thread that ends when it is done. `lib/server/content-updates.ts` starts it. */

/** How far a long work is. */
export type Progress = { work: string; done: number; total: number };

const tell = (work: string) => (done: number, total: number) =>
  parentPort?.postMessage({ work, done, total } satisfies Progress);

parentPort?.on('message', (message: unknown) => {
  if (message === END) process.exit();
});
// Waiting to be told does not keep the thread from ending by itself.
parentPort?.unref();

// Readers and editors go first. Linux gives each thread a priority of its own; elsewhere it would be the whole process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);

/** Milliseconds of rest for each of proofreading, which is never urgent: the catalog is free for an edit two thirds of the time. */
const REST_RATIO = 2;
const rest = (worked: number) => setTimeout(REST_RATIO * worked);
const { contentDir, cacheDir, url } = environment;
const content = openContent({ contentDir, cacheDir, site, url, clock: () => new Date() });
const isBehind = () => content.catalog.searchPending() > 0;
do {
  // The rest of it may go on for long, and meanwhile more may have come that readers look for.
  await content.fillSearch({ onProgress: tell('Filling the search'), isEnough: isBehind });
  await content.proofread({ onProgress: tell('Proofreading'), rest, isEnough: isBehind });
} while (isBehind());
content.close();
