import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { type Catalog, isDatabaseError } from '../catalog.ts';
import { onAlarm } from '../catalog-alarm.ts';
import { catalogFault, noRoomIn } from '../catalog-database.ts';
import { type Content, type Following, openContent, type SyncReport } from '../content.ts';
import type { ContentState } from '../content-state.ts';
import type { OnProgress } from '../pace.ts';
import { formatProblem } from '../problem.ts';
import { Refusal } from '../refusal.ts';
import { environment, site } from '../site.ts';
import { endThread } from '../threads.ts';
import type { Progress } from './content-updates/background-thread.ts';
import { progressOn } from './content-updates/progress.ts';

export type ContentOptions = {
  clock: () => Date;
  log: Logger;
  /** Called when pages may show something else from now on. */
  onChange(): void;
  /** Called when the catalog has a new file, which everyone who has it open must open again. */
  onRebuilt(): void;
};

/** The least time between two checks of the whole catalog for damage. */
const CHECK_INTERVAL_MS = 5000;
/** After a rebuild that failed. */
const RETRY_AFTER_MS = 500;
/** With more pending articles than this the background thread starts at once. */
const MANY_PENDING = 1000;
/** Readers of what has just changed come first. */
const BACKGROUND_DELAY_MS = 500;

const progress = (work: string) => progressOn(process.stderr, work, () => performance.now());

/** Keeps the catalog in step with the content folder while the site runs, and rebuilds it when its file is damaged. */
export class ContentUpdates {
  readonly #options: ContentOptions;
  #content: Content;
  #watching: Following | undefined;
  #thread: Worker | undefined;
  #lastCheck = Number.NEGATIVE_INFINITY;
  #printed: ReadonlySet<string> = new Set();
  #hasWork = false;
  #isWorking = false;
  #isRebuilding = false;
  #isStopped = false;
  #state: ContentState = 'ok';
  readonly #endAlarm: () => void;

  /**
   * Opens the catalog, which answers from the last sync.
   * @throws Error when the content folder does not exist
   */
  constructor(options: ContentOptions) {
    this.#options = options;
    this.#content = this.#open();
    this.#endAlarm = onAlarm(() => void this.#recover());
  }

  /** The catalog as it is now: a rebuild replaces it. */
  get catalog(): Catalog {
    return this.#content.catalog;
  }

  /** Whether the catalog holds what the files are, and what keeps it from that. */
  get state(): ContentState {
    return this.#state;
  }

  /**
   * Reads what has changed in the content since the last sync. When it cannot be written, the site starts with what the
   * last run has read.
   * @throws Refusal when it cannot be written and no run has read any
   * @throws Error when the content folder cannot be read
   */
  read(): void {
    const onProgress = progress('Reading the content');
    try {
      this.#content.sync(undefined, onProgress);
    } catch (error) {
      const { kind, sentence } = catalogFault(error, environment.cacheDir);
      if (kind !== 'other' && this.#content.catalog.revision() === 0)
        throw new Refusal(kind === 'full' ? noRoomIn(environment.cacheDir) : sentence);
      this.#report(error, 'content sync failed');
      if (kind !== 'other') return;
      // Opening reads only the first page of each table; the sync meets damage further in.
      if (this.#content.isSound()) throw error;
      this.#content.discard();
      this.#content = this.#open();
      this.#content.sync(undefined, onProgress);
      this.#onCaughtUp();
      this.#options.onRebuilt();
    }
  }

  /** Watches the content, and starts the background work that the first sync has left. */
  watch(): void {
    this.#startWatching();
    this.#startBackgroundWork();
  }

  /** Looks for changes that the watcher has missed; resolves when the pages show them. */
  async rescan(): Promise<void> {
    await this.#watching?.rescan();
  }

  /** Checks the catalog for damage after an error of SQLite, and after no other error. */
  recoverFrom(error: unknown): void {
    if (isDatabaseError(error)) void this.#recover();
  }

  /** Makes the catalog again when its files have been taken away or replaced: who opens them next reads something else. */
  checkPlace(): void {
    if (this.#isStopped || this.#isRebuilding || this.#content.isInPlace()) return;
    // It takes no look at the whole file.
    this.#lastCheck = Number.NEGATIVE_INFINITY;
    void this.#recover();
  }

  /** Resolves when the background work has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endAlarm();
    this.#watching?.stop();
    if (this.#thread) await endThread(this.#thread);
  }

  #open(maxWaitMs?: number): Content {
    const { contentDir, cacheDir, url } = environment;
    return openContent({ contentDir, cacheDir, site, url, clock: this.#options.clock }, maxWaitMs);
  }

  #startWatching(): void {
    this.#watching = this.#content.watch({
      onSync: (report) => this.#onSync(report),
      onError: (error) => this.#onError(error),
      onCaughtUp: () => this.#onCaughtUp(),
    });
  }

  #onSync({ changed, left }: SyncReport): void {
    this.checkPlace();
    if (!changed) return;
    this.#options.onChange();
    // The background work would write between the slices of a large change.
    if (left > 0) return;
    this.#printProblems();
    this.#startBackgroundWork();
  }

  #onError(error: unknown): void {
    if (this.#report(error, 'content sync failed') === 'failing') this.recoverFrom(error);
  }

  /** A known fault is in the log once, for as long as it lasts. @returns the state that follows from the error */
  #report(error: unknown, failure: string): ContentState {
    const { kind, sentence } = catalogFault(error, environment.cacheDir);
    const state = kind === 'other' ? 'failing' : kind;
    if (kind === 'other') this.#options.log.error({ err: error }, failure);
    else if (state !== this.#state) this.#options.log.error(`${failure}: ${sentence}`);
    this.#state = state;
    return state;
  }

  #onCaughtUp(): void {
    if (this.#state !== 'ok') this.#options.log.warn('the content is read again');
    this.#state = 'ok';
  }

  /** Fills the search and proofreads, a moment after the articles themselves are on the site. */
  #startBackgroundWork(): void {
    this.#hasWork = true;
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#hasWork && !this.#isStopped) {
      this.#hasWork = false;
      try {
        if (this.#content.catalog.searchPending() < MANY_PENDING)
          await wait(BACKGROUND_DELAY_MS, undefined, { ref: false });
        if (this.#isStopped) break;
        // Always in a thread: one text may take a second to parse.
        if (this.#content.backlog() > 0) await this.#runThread();
        // The content has changed meanwhile, or a rebuild has replaced the catalog.
        if (this.#hasWork || this.#isStopped) continue;
        this.#printProblems();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#isWorking = false;
  }

  async #runThread(): Promise<void> {
    const worker = new Worker(new URL('content-updates/background-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 6 },
    });
    this.#thread = worker;
    worker.on('error', (error) =>
      this.#options.log.error({ err: error }, 'background work on the content failed'),
    );
    let shown: { work: string; show: OnProgress | undefined } | undefined;
    worker.on('message', ({ work, done, total }: Progress) => {
      if (shown?.work !== work) shown = { work, show: progress(work) };
      shown.show?.(done, total);
    });
    await new Promise((resolve) => worker.once('exit', resolve));
    this.#thread = undefined;
  }

  /** Prints the content's problems that are new since the last time. */
  #printProblems(): void {
    const lines = new Set(this.#content.catalog.problems().map(formatProblem));
    const fresh = [...lines].filter((line) => !this.#printed.has(line));
    if (fresh.length > 0) console.warn(fresh.join('\n'));
    this.#printed = lines;
  }

  /** Rebuilds the catalog when its file is damaged, or is not the one that was opened. */
  async #recover(): Promise<void> {
    if (this.#isRebuilding || performance.now() - this.#lastCheck < CHECK_INTERVAL_MS) return;
    this.#lastCheck = performance.now();
    const suspect = this.#content;
    const { log } = this.#options;
    try {
      if (await suspect.isSoundMeanwhile()) return;
    } catch (error) {
      log.error({ err: error }, 'checking the catalog for damage failed');
      return;
    }
    if (this.#isRebuilding || this.#isStopped || suspect !== this.#content) return;
    log.error('the catalog is damaged or replaced, and is made again from the content');
    this.#watching?.stop();
    if (this.#thread) void endThread(this.#thread);
    this.#content.discard();
    this.#rebuild();
  }

  /** Other processes may rebuild the same file now, each on its own connection: then it tries again. */
  #rebuild(): void {
    this.#isRebuilding = true;
    try {
      this.#content = this.#openAndSync();
    } catch (error) {
      this.#report(error, 'rebuilding the catalog failed');
      if (!this.#isStopped) setTimeout(() => this.#rebuild(), RETRY_AFTER_MS);
      return;
    }
    this.#isRebuilding = false;
    this.#onCaughtUp();
    if (this.#watching) this.#startWatching();
    this.#options.onRebuilt();
    this.#startBackgroundWork();
  }

  #openAndSync(): Content {
    // Readers are answered by this thread: it does not sleep until another process has rebuilt the file.
    const fresh = this.#open(0);
    try {
      fresh.sync();
      return fresh;
    } catch (error) {
      fresh.close();
      throw error;
    }
  }
}
