import type { DatabaseSync } from 'node:sqlite';
import type { Catalog, CatalogOptions } from '../catalog.ts';
import { pause } from '../catalog-database.ts';
import { type Rescan, rescan } from './rescan.ts';
import type { SliceReport, SyncReport } from './sync.ts';
import { FolderWatcher } from './watch.ts';

/** Keeps the catalog what the files are while the site runs. */

/** Told what each sync did. */
export type SyncListener = {
  /**
   * `changed` is also true when a picture changed, when an article appeared or expired by the clock, and when another
   * process on the same cache has read the change first.
   */
  onSync(report: SyncReport): void;
  /** A sync could not be made; the next change is tried again. */
  onError(error: unknown): void;
};

export type Following = {
  /** Looks at all files now. It has been told to `onSync`, or to `onError`, when the promise is kept. */
  rescan(): Promise<void>;
  stop(): void;
};

type Syncing = {
  catalog: Pick<Catalog, 'revision' | 'nextChange'>;
  sync(only: Rescan): SyncReport;
  syncFew(paths: Iterable<string>, maxMs: number): SyncReport & { rest: string[] };
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
  #told: number;
  /** Fires when the next article appears or expires by the clock. */
  #timer: NodeJS.Timeout | undefined;
  #due: Date | undefined;
  /** Paths that have changed and are not read yet. */
  #changed = new Set<string>();
  #isDue = false;
  /** All is to be looked at, and who waits for it. */
  #isBehind = false;
  #waiting: (() => void)[] = [];
  #isWorking = false;
  /** Files of a large change that are still to be read. */
  #left = 0;
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
    this.#watcher.stop();
    for (const resolve of this.#waiting) resolve();
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
    while (!this.#isStopped && (this.#isDue || this.#isBehind || this.#changed.size > 0)) {
      if (!this.#syncFew()) await this.#lookOver();
      else if (this.#changed.size > 0) await pause();
    }
    this.#isWorking = false;
  }

  /** Paths for which there is no time are changed still. @returns false when there is nothing that can be read at once */
  #syncFew(): boolean {
    const changed = this.#changed;
    if (!this.#isDue && (changed.size === 0 || !isFew(changed))) return false;
    const few = isFew(changed) ? changed : [];
    this.#isDue = false;
    if (few === changed) this.#changed = new Set();
    try {
      const { rest, ...report } = this.#content.syncFew(few, MAX_FEW_MS);
      for (const path of rest) this.#changed.add(path);
      this.#tell(report, hasPicture(few));
    } catch (error) {
      this.#listener.onError(error);
    }
    return true;
  }

  async #lookOver(): Promise<void> {
    const changed = this.#changed;
    const isAll = changed.size === 0;
    if (isAll) this.#isBehind = false;
    else this.#changed = new Set();
    try {
      await this.#syncFound(await this.#look(isAll ? undefined : changed), hasPicture(changed));
    } catch (error) {
      if (!this.#isStopped) this.#listener.onError(error);
    }
    this.#left = 0;
    if (this.#isBehind) return;
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
      this.#syncFew();
      if (performance.now() - toldAt < TELL_INTERVAL_MS) continue;
      toldAt = performance.now();
      this.#tell(report(), isOther);
    }
    this.#left = 0;
    if (this.#isStopped) return;
    const last = this.#content.sync(found);
    this.#tell({ ...last, read: last.read + sums.read, removed: last.removed + sums.removed }, isOther);
  }

  #tell(report: SyncReport, isOther: boolean): void {
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
    const onTime = () => {
      this.#isDue = true;
      void this.#work();
    };
    this.#timer = setTimeout(onTime, wait).unref();
  }
}

/** A folder may hold any number of files. */
function isFew(paths: ReadonlySet<string>): boolean {
  return paths.size <= FEW_FILES && ![...paths].some((path) => path.endsWith('/'));
}

/** Pictures are not in the database, but pages show them. */
function hasPicture(paths: Iterable<string>): boolean {
  return [...paths].some((path) => path.startsWith('media/'));
}
