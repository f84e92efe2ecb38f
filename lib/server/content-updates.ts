import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import {
  type Catalog,
  formatProblem,
  isDatabaseError,
  type OnProgress,
  openCatalog,
  type SyncReport,
} from '../catalog.ts';
import { onAlarm } from '../catalog-alarm.ts';
import { environment, site } from '../site.ts';
import type { Progress } from './content-updates/background-thread.ts';
import { progressOn } from './content-updates/progress.ts';

/** Keeps the catalog what the content folder is while the site runs, and makes it again when its file is damaged. */

export type ContentOptions = {
  clock: () => Date;
  log: Logger;
  /** Holds how many pages have been made: what nobody waits for rests while they are. */
  pagesMade: Int32Array;
  /** Told that pages may show something else from now on. */
  onChange(): void;
  /** Told that the catalog's file is another one, which whoever has it open must open again. */
  onRemade(): void;
};

export type Content = ReturnType<typeof keepContent>;

const progress = (work: string) => progressOn(process.stderr, work, () => performance.now());

/** Between two looks at the whole catalog for damage. Milliseconds. */
const LOOK_AGAIN = 5000;
/** After the catalog could not be made again. Milliseconds. */
const TRY_AGAIN = 500;

/** With more than so many articles to take into the search or to proofread, a thread does it. */
const MANY = 1000;
/** Readers of what has just changed, or just started, go first. Milliseconds. */
const BEFORE_UPKEEP = 500;

/**
 * Opens the catalog. It answers from what was read the last time.
 * @throws Error when the content folder does not exist
 */
export function keepContent({ clock, log, pagesMade, onChange, onRemade }: ContentOptions) {
  const { contentDir, cacheDir, url } = environment;
  const open = () => openCatalog({ contentDir, cacheDir, site, url, clock });
  let catalog = open();
  let watching: ReturnType<Catalog['watch']> | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  let said: ReadonlySet<string> = new Set();
  let thread: Worker | undefined;
  let isBehind = false;
  let isCatchingUp = false;
  let isRemaking = false;
  let isStopped = false;

  /** A change of the content is on every page that is asked for from now on. */
  function follow(report: SyncReport): void {
    if (!report.changed) return;
    onChange();
    printProblems();
    followUp();
  }

  /** What may come a moment after the articles: the search of many new ones, and what is wrong with their texts. */
  function followUp(): void {
    isBehind = true;
    if (!isCatchingUp) void catchUp();
  }

  async function catchUp(): Promise<void> {
    isCatchingUp = true;
    while (isBehind && !isStopped) {
      isBehind = false;
      try {
        if (catalog.searchPending() < MANY) await wait(BEFORE_UPKEEP, undefined, { ref: false });
        if (isStopped) break;
        // Texts are parsed in a thread of its own, however few they are: one may take a second.
        if (catalog.backlog() > 0) await catchUpInThread();
        // The content has changed meanwhile, or the catalog is another one.
        if (isBehind || isStopped) continue;
        printProblems();
      } catch (error) {
        onError(error);
      }
    }
    isCatchingUp = false;
  }

  async function catchUpInThread(): Promise<void> {
    const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 6 };
    const worker = new Worker(new URL('content-updates/background-thread.ts', import.meta.url), {
      workerData: pagesMade,
      resourceLimits,
    });
    thread = worker;
    worker.on('error', (error) => log.error({ err: error }, 'the upkeep of the catalog'));
    let shown: { work: string; show: OnProgress | undefined } | undefined;
    worker.on('message', ({ work, done, total }: Progress) => {
      if (shown?.work !== work) shown = { work, show: progress(work) };
      shown.show?.(done, total);
    });
    await new Promise((resolve) => worker.once('exit', resolve));
    thread = undefined;
  }

  /** Prints the content's problems that there were not when it last looked. */
  function printProblems(): void {
    const lines = new Set(catalog.problems().map(formatProblem));
    const fresh = [...lines].filter((line) => !said.has(line));
    if (fresh.length > 0) console.warn(fresh.join('\n'));
    said = lines;
  }

  function onError(error: unknown): void {
    log.error({ err: error }, 'the catalog');
    recoverFrom(error);
  }

  /** After an error of SQLite, and no other, the catalog may be damaged. */
  function recoverFrom(error: unknown): void {
    if (isDatabaseError(error)) void recover();
  }

  /** Makes the catalog again when its file is damaged. */
  async function recover(): Promise<void> {
    if (isRemaking || performance.now() - looked < LOOK_AGAIN) return;
    looked = performance.now();
    const suspect = catalog;
    try {
      if (await suspect.isSoundMeanwhile()) return;
    } catch (error) {
      log.error({ err: error }, 'the catalog could not be checked for damage');
      return;
    }
    if (isRemaking || isStopped || suspect !== catalog) return;
    log.error('the catalog is damaged and is made again from the content');
    watching?.stop();
    void thread?.terminate();
    catalog.discard();
    remake();
  }

  function openAndSync(): Catalog {
    const fresh = open();
    try {
      fresh.sync();
      return fresh;
    } catch (error) {
      fresh.close();
      throw error;
    }
  }

  /** Others may be at the same file just now, each with its own connection: then it is tried again. */
  function remake(): void {
    isRemaking = true;
    try {
      catalog = openAndSync();
    } catch (error) {
      log.error({ err: error }, 'the catalog could not be made again');
      if (!isStopped) setTimeout(remake, TRY_AGAIN);
      return;
    }
    isRemaking = false;
    if (watching) watching = catalog.watch(follow, onError);
    onRemade();
    followUp();
  }

  const endAlarm = onAlarm(() => void recover());

  return {
    /** The catalog as it is now: it is another one after it was made again. */
    catalog: () => catalog,

    recoverFrom,

    /**
     * Reads what has changed in the content since the last time.
     * @throws Error when the content folder cannot be read
     */
    read(): void {
      const onProgress = progress('Reading the content');
      try {
        catalog.sync(undefined, onProgress);
      } catch (error) {
        // At the opening only the first page of each table is looked at: deeper damage is met here.
        log.error({ err: error }, 'the catalog');
        if (catalog.isSound()) throw error;
        catalog.discard();
        catalog = open();
        catalog.sync(undefined, onProgress);
        onRemade();
      }
    },

    /** Watches the content, and does what the first reading has left for later. */
    watch(): void {
      watching = catalog.watch(follow, onError);
      followUp();
    },

    /** Looks for what the watching has not seen, and waits until it is on the pages. */
    async rescan(): Promise<void> {
      await watching?.rescan();
    },

    stop(): void {
      isStopped = true;
      endAlarm();
      watching?.stop();
      void thread?.terminate();
    },
  };
}
