import type { DatabaseSync } from 'node:sqlite';
import type { Catalog, CatalogOptions } from '../catalog.ts';
import { type Rescan, rescan } from './rescan.ts';
import type { SyncReport } from './sync.ts';
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
  sync(only: Iterable<string> | Rescan): SyncReport;
};

/** The longest wait that a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export function follow(
  content: Syncing,
  database: DatabaseSync,
  { contentDir, clock }: Pick<CatalogOptions, 'contentDir' | 'clock'>,
  listener: SyncListener,
): Following {
  return new ContentFollower(content, () => rescan(database, contentDir), contentDir, clock, listener);
}

class ContentFollower implements Following {
  readonly #content: Syncing;
  readonly #look: () => Promise<Rescan>;
  readonly #clock: () => Date;
  readonly #listener: SyncListener;
  readonly #watcher: FolderWatcher;
  #told: number;
  /** Fires when the next article appears or expires by the clock. */
  #timer: NodeJS.Timeout | undefined;
  #due: Date | undefined;
  #rescanning: Promise<void> | undefined;
  #isBehind = false;
  #isStopped = false;

  constructor(
    content: Syncing,
    look: () => Promise<Rescan>,
    contentDir: string,
    clock: () => Date,
    listener: SyncListener,
  ) {
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
    this.#isBehind = true;
    this.#rescanning ??= this.#lookOver();
    return this.#rescanning;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#watcher.stop();
  }

  #onChange(changed: Set<string> | undefined): void {
    if (changed) this.#attempt(() => this.#tell(this.#content.sync(changed), hasPicture(changed)));
    else void this.rescan();
  }

  async #lookOver(): Promise<void> {
    while (this.#isBehind && !this.#isStopped) {
      this.#isBehind = false;
      try {
        const found = await this.#look();
        if (!this.#isStopped) this.#tell(this.#content.sync(found), false);
      } catch (error) {
        if (!this.#isStopped) this.#listener.onError(error);
      }
    }
    this.#rescanning = undefined;
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#listener.onError(error);
    }
  }

  #tell(report: SyncReport, isOther: boolean): void {
    // A file may have changed just after that moment, before the timer.
    const hasCome = this.#due !== undefined && this.#due <= this.#clock();
    this.#setTimer();
    const revision = this.#content.catalog.revision();
    const changed = revision !== this.#told || isOther || hasCome;
    this.#told = revision;
    this.#listener.onSync({ ...report, changed });
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    this.#due = this.#content.catalog.nextChange();
    if (!this.#due) return;
    const wait = Math.min(Math.max(this.#due.getTime() - this.#clock().getTime(), 0), MAX_TIMER_MS);
    const onTime = () => this.#attempt(() => this.#tell(this.#content.sync([]), false));
    this.#timer = setTimeout(onTime, wait).unref();
  }
}

/** Pictures are not in the database, but pages show them. */
function hasPicture(paths: Iterable<string>): boolean {
  return [...paths].some((path) => path.startsWith('media/'));
}
