import { accessSync, constants, type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isHidden } from '../hidden.ts';
import { type Closed, entriesOf, PARTS, walk } from './files.ts';
import { linkTarget, WatchersAbove } from './watch-above.ts';

/** Between the first event of a change and the reading of it: an editor's save is several events. */
const SETTLE_MS = 5;
/** For file systems that do not notify. */
const RESCAN_MS = 30_000;

/** The folders whose files the site shows. */
const WATCHED = [...PARTS, 'media'];

/** The watcher of one folder, which follows the folder itself, not its name. */
type Watched = { watcher: FSWatcher; id: string; isReadable: boolean; isLink: boolean };

/** @see FolderWatcher */
type OnChange = (changed: Set<string> | undefined) => void;

/**
 * Watches the content folder and all folders below it, one watcher each: Node's own recursive watching looks at every
 * file, which takes long in a large archive. A folder that has become another gets another watcher.
 */
export class FolderWatcher {
  readonly #folder: string;
  readonly #onChange: OnChange;
  readonly #watched = new Map<string, Watched>();
  readonly #above: WatchersAbove;
  /** Folders that were there, or that a link names, and that may come back without an event of the folder above. */
  readonly #away = new Set<string>();
  #changed = new Set<string>();
  #isAllChanged = false;
  /** Something above has changed, so the folders may be others now. */
  #isToCheck = false;
  #settling: NodeJS.Timeout | undefined;
  #interval: NodeJS.Timeout | undefined;
  #isStopped = false;

  /**
   * @param onChange told soon after a change which paths may have changed, relative to the folder and with forward
   *   slashes. One that ends with a slash is a folder that is to be looked through. At an interval, when all watchers
   *   are there, and when the content folder is another, it is told nothing, which means all
   */
  constructor(folder: string, onChange: OnChange) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#above = new WatchersAbove(() => {
      this.#isToCheck = true;
      this.#noteAll();
    });
  }

  start(): void {
    void this.#enterAll();
    this.#interval = setInterval(() => {
      // A folder may have been replaced in a way that is not notified, such as by mounting another over it.
      this.#check();
      this.#onChange(undefined);
    }, RESCAN_MS).unref();
  }

  stop(): void {
    this.#isStopped = true;
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
    this.#above.stop();
    clearInterval(this.#interval);
    clearTimeout(this.#settling);
  }

  #placeOf(below: string): string {
    return path.join(/* turbopackIgnore: true */ this.#folder, below);
  }

  #note(file: string): void {
    this.#changed.add(file);
    this.#settle();
  }

  #noteAll(): void {
    this.#isAllChanged = true;
    this.#settle();
  }

  #settle(): void {
    this.#settling ??= setTimeout(() => {
      const isAll = this.#isAllChanged;
      const told = isAll ? new Set([...this.#changed, 'media/']) : this.#changed;
      this.#settling = undefined;
      this.#changed = new Set();
      this.#isAllChanged = false;
      if (this.#isToCheck) this.#check();
      this.#onChange(told);
      if (isAll) this.#onChange(undefined);
    }, SETTLE_MS);
  }

  /** The folders of a large archive are thousands: readers are answered in between. */
  async #enterAll(): Promise<void> {
    this.#above.add(this.#folder);
    this.#enter('');
    for (const part of WATCHED) {
      for (const below of this.#foldersAtOnce(part)) {
        if (this.#isStopped) return;
        this.#enter(below);
        await setImmediate();
      }
    }
    // No watcher has seen what changed before this one started.
    if (!this.#isStopped) this.#onChange(undefined);
  }

  /** @param below relative to the folder; empty for the folder itself */
  #enter(below: string): void {
    const place = this.#placeOf(below);
    const id = idOf(place);
    if (id === undefined) return;
    try {
      const watcher = watch(place, (event, name) => {
        if (this.#isStopped) return;
        // Also the folder itself tells that it goes, by its own name.
        if (event === 'rename' && name === path.basename(place)) this.#renew(below);
        if (name) this.#onEvent(path.posix.join(below, name));
        else this.#noteAll();
      });
      watcher.on('error', () => this.#leave(below));
      const before = this.#watched.get(below);
      const isLink = linkTarget(place) !== undefined;
      this.#watched.set(below, { watcher, id, isReadable: isReadable(place), isLink });
      // Only now: what happens between two watchers would be seen by neither.
      before?.watcher.close();
      if (isLink) this.#above.add(place);
    } catch {
      // It has gone already, or there are too many watchers; the next rescan sees what that means.
    }
  }

  #onEvent(file: string): void {
    if (isHidden(file)) return;
    const id = idOf(this.#placeOf(file));
    const known = this.#watched.get(file);
    if (id === undefined) {
      if (known && !isRefused(this.#placeOf(file))) this.#leave(file);
      else this.#note(file);
      return;
    }
    if (isHidden(`${file}/`) || !WATCHED.includes(file.split('/', 1)[0] ?? '')) return;
    if (known?.id === id) {
      const could = known.isReadable;
      known.isReadable = isReadable(this.#placeOf(file));
      if (known.isReadable !== could) this.#look(file);
      return;
    }
    if (known) this.#leave(file);
    this.#look(file);
  }

  /** A folder has come: what is in it may have come before its watcher. */
  #look(below: string): void {
    for (const inside of this.#foldersAtOnce(below)) this.#enter(inside);
    this.#note(`${below}/`);
  }

  *#foldersAtOnce(below: string): Generator<string> {
    const closed: Closed[] = [];
    const walking = walk(this.#folder, below, closed);
    for (let step = walking.next([]); !step.done; ) {
      const { value } = step;
      if ('folder' in value) yield value.folder;
      step = walking.next('folder' in value ? entriesOf(this.#folder, value.folder) : []);
    }
    for (const { path: place } of closed) if (!this.#watched.has(place)) this.#awaits(place);
  }

  #awaits(below: string): void {
    this.#away.add(below);
    this.#above.add(this.#placeOf(below));
  }

  /** A folder has gone, with all that was in it. */
  #leave(below: string): void {
    for (const [known, { watcher, isLink }] of this.#watched) {
      if (below !== '' && known !== below && !known.startsWith(`${below}/`)) continue;
      watcher.close();
      this.#watched.delete(known);
      if (isLink && known !== '') this.#awaits(known);
    }
    if (below === '') this.#noteAll();
    else this.#note(`${below}/`);
  }

  /** A watcher may be that of a folder that is not there any more, while another has its name, and even its number. */
  #renew(below: string): void {
    if (below === '') {
      this.#isToCheck = true;
      this.#noteAll();
      return;
    }
    this.#leave(below);
    if (idOf(this.#placeOf(below)) !== undefined) this.#look(below);
  }

  /** Folders that are others now get other watchers. */
  #check(): void {
    this.#isToCheck = false;
    this.#watchAbove();
    const root = idOf(this.#folder);
    if (root === undefined && this.#watched.size === 0) return;
    if (root !== this.#watched.get('')?.id) {
      this.#leave('');
      void this.#enterAll();
      return;
    }
    for (const [below, { id }] of [...this.#watched]) {
      if (below === '' || !this.#watched.has(below)) continue;
      const now = idOf(this.#placeOf(below));
      // What may not be looked at now has not gone, and its watcher stays with it.
      if (now === id || isRefused(this.#placeOf(below))) continue;
      this.#leave(below);
      if (now !== undefined) this.#look(below);
    }
    for (const below of [...this.#away]) {
      if (idOf(this.#placeOf(below)) === undefined) continue;
      this.#away.delete(below);
      if (!this.#watched.has(below)) this.#look(below);
    }
  }

  #watchAbove(): void {
    const links = [...this.#watched].flatMap(([below, { isLink }]) => (isLink ? this.#placeOf(below) : []));
    // Each of them is looked at again: a link that was removed is awaited no more.
    for (const below of this.#away)
      if (linkTarget(this.#placeOf(below)) === undefined && !isRefused(this.#placeOf(below)))
        this.#away.delete(below);
    const away = [...this.#away].map((below) => this.#placeOf(below));
    this.#above.set([this.#folder, ...links, ...away]);
  }
}

/** What a folder is, whatever its name; undefined when there is none at that place. */
function idOf(place: string): string | undefined {
  try {
    const stats = statSync(place);
    return stats.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined;
  } catch {
    // It has gone, or is a link that leads nowhere.
    return undefined;
  }
}

/** Whether the system does not let us look at what may be there. */
function isRefused(place: string): boolean {
  try {
    statSync(place);
    return false;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EACCES' || code === 'EPERM';
  }
}

function isReadable(place: string): boolean {
  try {
    accessSync(place, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
