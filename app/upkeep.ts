import { parentPort } from 'node:worker_threads';
import { openCatalog } from '../lib/catalog.ts';
import { environment, site } from '../lib/site.ts';

/** What follows the sync of many files, in a thread that ends when it is done. `app/content.ts` starts it. */

/** How far a long work is. */
export type Progress = { work: string; done: number; total: number };

const tell = (work: string) => (done: number, total: number) =>
  parentPort?.postMessage({ work, done, total } satisfies Progress);

const { contentDir, cacheDir, url } = environment;
const catalog = openCatalog({ contentDir, cacheDir, site, url, clock: () => new Date() });
await catalog.fillSearch(tell('Filling the search'));
await catalog.proofread(tell('Proofreading'));
catalog.close();
