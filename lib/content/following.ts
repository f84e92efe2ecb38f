import type { DatabaseSync } from 'node:sqlite';
import type { Catalog, CatalogOptions } from '../catalog.ts';
import { isBusy, pause } from '../catalog-database.ts';
import { watchClock } from './clock-jumps.ts';
import { type Rescan, rescan } from './rescan.ts';
import type { SliceReport, SyncReport } from './sync.ts';
import { FolderWatcher } from './watch.ts';

/** Keeps the catalog what the files are while the site runs. */

/** Told what each sync did. */
export type SyncListener = {
  /**
   * `changed` is also true when a picture changed, when an article appeared or expired by the clock, when the clock was
   * set, and when another process on the same cache has read the change first.
   */
  onSync(report: SyncReport): void;
  /** A sync could not be made. All files are looked at again soon. */
  onError(error: unknown): void;
  /** All files have been looked at, and the catalog holds what was found. */
  onCaughtUp?(): void;
};

export type Following = {
  /** Looks at all files now. It has been told to `onSync`, or to `onError`, when the promise is kept. */
  rescan(): Promise<void>;
  stop(): void;
};

type Syncing = {
  catalog: Pick<Catalog, 'revision' | 'nextChange'>;
  syncFound(found: Rescan): Promise<SyncReport>;
  syncFew(paths: Iterable<string>, maxMs: number): Promise<SyncReport & { rest: string[] }>;
  syncSlice(paths: string[], maxMs: number): Promise<SliceReport>;
};

/** The longest wait that a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** So many files are read with the search: an editor's saves. More are read in slices. */
const FEW_FILES = 8;
/** They are one change to readers unless they take longer than this. */
const MAX_FEW_MS = 100;
const MAX_SLICE_FILES = 64;
/** A slice, and the reading of a few files, ends early when it has taken so long. */
const MAX_SLICE_MS = 10;
/** Between two tellings of a large change: each purges the pages. */
const TELL_INTERVAL_MS = 5000;
/** After a sync that failed all files are looked at again, and after each further one later. */
const MIN_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** Pages change with the clock alone: no file has been read. */
const NOTHING_READ: SyncReport = { files: 0, read: 0, removed: 0, changed: false, ms: 0, left: 0 };

export function follow(
  content: Syncing,
  database: DatabaseSync,
  { contentDir, clock }: Pick<CatalogOptions, 'contentDir' | 'clock'>,
  listener: SyncListener,
): Following {
  const look: Look = (some) => rescan(database, contentDir, some);
  return new ContentFollower(content, look, contentDir, clock, listener);
}

type Look = (some?: ReadonlySet<string>) => Promise<Rescan>;

class ContentFollower implements Following {
  readonly #content: Syncing;
  readonly #look: Look;
  readonly #clock: () => Date;
  readonly #listener: SyncListener;
  readonly #watcher: FolderWatcher;
  readonly #endClockWatch: () => void;
  #told: number;
  /** Fires when the next article appears or expires by the clock. */
  #timer: NodeJS.Timeout | undefined;
  #due: Date | undefined;
  /** Paths that have changed and are not read yet. */
  #changed = new Set<string>();
  /** All is to be looked at, and who waits for it. */
  #isBehind = false;
  #waiting: (() => void)[] = [];
  #isWorking = false;
  /** Files of a large change that are still to be read. */
  #left = 0;
  /** Syncs that have failed since all files were last looked at. */
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(content: Syncing, look: Look, contentDir: string, clock: () => Date, listener: SyncListener) {
    this.#content = content;
    this.#look = look;
    this.#clock = clock;
    this.#listener = listener;
    this.#told = content.catalog.revision();
    this.#watcher = new FolderWatcher(contentDir, (changed) => this.#onChange(changed));
    this.#watcher.start();
    this.#setTimer();
    const steadyClock = () => performance.now();
    // Pages show what is live by the clock that they were made by, and the timer waits for another moment.
    this.#endClockWatch = watchClock({ clock, steadyClock, onJump: () => this.#onTime(true) });
  }

  rescan(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#isBehind = true;
      void this.#work();
    });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    this.#endClockWatch();
    this.#watcher.stop();
    this.#endWaiting();
  }

  #onChange(changed: Set<string> | undefined): void {
    if (changed) for (const path of changed) this.#changed.add(path);
    else this.#isBehind = true;
    void this.#work();
  }

  /** Does what is to be done, one after the other. Saves of a few files are read at once. */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (!this.#isStopped && (this.#isBehind || this.#changed.size > 0)) {
      if (!isFew(this.#changed)) await this.#lookOver();
      else {
        await this.#syncFew();
        if (this.#changed.size > 0) await pause();
      }
    }
    this.#isWorking = false;
  }

  /** Reads the few files that have changed. Those for which there is no time are still changed afterwards. */
  async #syncFew(): Promise<void> {
    const few = this.#changed;
    this.#changed = new Set();
    try {
      const { rest, ...report } = await this.#content.syncFew(few, MAX_FEW_MS);
      for (const path of rest) this.#changed.add(path);
      this.#tell(report, hasPicture(few));
    } catch (error) {
      this.#fail(error, few);
    }
  }

  /** @param paths that were to be read; all when there are none */
  #fail(error: unknown, paths: ReadonlySet<string>): void {
    if (this.#isStopped) return;
    // Another program holds the catalog for long: it is waited for again.
    if (isBusy(error)) {
      if (paths.size === 0) this.#isBehind = true;
      for (const path of paths) this.#changed.add(path);
    }
    this.#lookAgain(MIN_RETRY_MS * 2 ** this.#failures++);
    this.#listener.onError(error);
  }

  #lookAgain(afterMs: number): void {
    clearTimeout(this.#retry);
    const look = () => {
      this.#isBehind = true;
      void this.#work();
    };
    this.#retry = setTimeout(look, Math.min(afterMs, MAX_RETRY_MS)).unref();
  }

  async #lookOver(): Promise<void> {
    const changed = this.#changed;
    const isAll = changed.size === 0;
    const failures = this.#failures;
    if (isAll) this.#isBehind = false;
    else this.#changed = new Set();
    try {
      await this.#syncFound(await this.#look(isAll ? undefined : changed), hasPicture(changed));
      if (isAll && this.#failures === failures) this.#catchUp();
    } catch (error) {
      this.#fail(error, changed);
      if (isAll) this.#endWaiting();
    }
    this.#left = 0;
    if (!this.#isBehind) this.#endWaiting();
  }

  #catchUp(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#retry);
    this.#failures = 0;
    this.#listener.onCaughtUp?.();
  }

  #endWaiting(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  async #syncFound(found: Rescan, isOther: boolean): Promise<void> {
    const sums = { read: 0, removed: 0 };
    const { changed: left } = found;
    const started = performance.now();
    let toldAt = started;
    const report = () => ({ files: 0, changed: true, ms: performance.now() - started, left: 0, ...sums });
    let size = FEW_FILES;
    while (left.length > FEW_FILES && !this.#isStopped) {
      const slice = await this.#content.syncSlice(left.splice(0, size), MAX_SLICE_MS);
      left.unshift(...slice.left);
      // As many as fit: each that is left has been looked at in vain.
      size = Math.min(Math.max(2 * (size - slice.left.length), 1), MAX_SLICE_FILES);
      sums.read += slice.read;
      sums.removed += slice.removed;
      this.#left = left.length;
      await pause();
      if (this.#isStopped) return;
      // An editor does not wait for what somebody copies.
      if (isFew(this.#changed)) await this.#syncFew();
      if (performance.now() - toldAt < TELL_INTERVAL_MS) continue;
      toldAt = performance.now();
      this.#tell(report(), isOther);
    }
    this.#left = 0;
    if (this.#isStopped) return;
    const last = await this.#content.syncFound(found);
    this.#tell({ ...last, read: last.read + sums.read, removed: last.removed + sums.removed }, isOther);
  }

  #tell(report: SyncReport, isOther: boolean): void {
    if (this.#isStopped) return;
    // A file may have changed just after that moment, before the timer.
    const hasCome = this.#due !== undefined && this.#due <= this.#clock();
    this.#setTimer();
    const revision = this.#content.catalog.revision();
    const changed = revision !== this.#told || isOther || hasCome;
    this.#told = revision;
    this.#listener.onSync({ ...report, changed, left: this.#left + report.left });
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    this.#due = this.#content.catalog.nextChange();
    if (!this.#due) return;
    const wait = Math.min(Math.max(this.#due.getTime() - this.#clock().getTime(), 0), MAX_TIMER_MS);
    this.#timer = setTimeout(() => this.#onTime(false), wait).unref();
  }

  /** Writes nothing, so that it waits for no other connection: an article that has expired is off the pages at once. */
  #onTime(hasJumped: boolean): void {
    try {
      this.#tell(NOTHING_READ, hasJumped);
    } catch (error) {
      if (!this.#isStopped) this.#listener.onError(error);
    }
  }
}

/** A folder may hold any number of files. */
function isFew(paths: ReadonlySet<string>): boolean {
  return paths.size > 0 && paths.size <= FEW_FILES && ![...paths].some((path) => path.endsWith('/'));
}

/** Pictures are not in the database, but pages show them. */
function hasPicture(paths: Iterable<string>): boolean {
  return [...paths].some((path) => path.startsWith('media/'));
}
