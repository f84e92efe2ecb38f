import { accessSync, constants, type FSWatcher, readlinkSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isHidden } from '../hidden.ts';
import { entriesOf, PARTS, walk } from './files.ts';

export type Watching = { stop(): void };

/** Between the first event of a change and the reading of it: an editor's save is several events. */
const SETTLE_MS = 5;
/** For file systems that do not notify. */
const RESCAN_MS = 30_000;
/** A path may lead through links; more than so many folders and links are no path. */
const MAX_STEPS = 100;

/** The folders whose files the site shows. */
const WATCHED = [...PARTS, 'media'];

/** The watcher of one folder, which follows the folder itself, not its name. */
type Watched = { watcher: FSWatcher; id: string; isReadable: boolean; isLink: boolean };

/**
 * Watches the content folder and all folders below it, one watcher each: Node's own recursive watching looks at every
 * file, which takes long in a large archive. A watcher stays with its folder when that is moved or replaced. So the
 * folders above the content, and above those that links lead to, are watched too, and a folder that has become another
 * gets another watcher.
 * @param onChange told soon after a change which paths may have changed, relative to the folder and with forward
 *   slashes. One that ends with a slash is a folder that is to be looked through. At an interval, when all watchers
 *   stand, and when the content folder is another, it is told nothing, which means all
 */
export function watchFolder(folder: string, onChange: (changed: Set<string> | undefined) => void): Watching {
  const watched = new Map<string, Watched>();
  /** The watchers of folders above, with the names in them that matter. */
  const above = new Map<string, { watcher: FSWatcher; names: Set<string> }>();
  let changed = new Set<string>();
  let isAllChanged = false;
  let settling: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isChecking = false;

  const placeOf = (below: string) => path.join(/* turbopackIgnore: true */ folder, below);

  function settle(): void {
    settling ??= setTimeout(() => {
      const told = isAllChanged ? new Set([...changed, 'media/']) : changed;
      const isAll = isAllChanged;
      settling = undefined;
      changed = new Set();
      isAllChanged = false;
      if (isChecking) check();
      onChange(told);
      if (isAll) onChange(undefined);
    }, SETTLE_MS);
  }

  function note(file: string): void {
    changed.add(file);
    settle();
  }

  function noteAll(): void {
    isAllChanged = true;
    settle();
  }

  /** @param below relative to the folder; empty for the folder itself */
  function enter(below: string): void {
    const place = placeOf(below);
    const id = idOf(place);
    if (id === undefined) return;
    try {
      const watcher = watch(place, (event, name) => {
        if (isStopped) return;
        // Also the folder itself tells that it goes, by its own name.
        if (event === 'rename' && name === path.basename(place)) renew(below);
        if (name) onEvent(path.posix.join(below, name));
        else noteAll();
      });
      watcher.on('error', () => leave(below));
      const before = watched.get(below);
      const isLink = linkTarget(place) !== undefined;
      watched.set(below, { watcher, id, isReadable: isReadable(place), isLink });
      // Only now: what happens between two watchers would be seen by neither.
      before?.watcher.close();
      if (isLink) watchAbove(place);
    } catch {
      // It has gone already, or there are too many watchers; the next rescan sees what that means.
    }
  }

  function onEvent(file: string): void {
    if (isHidden(file)) return;
    const id = idOf(placeOf(file));
    const known = watched.get(file);
    if (id === undefined) {
      if (known) leave(file);
      else note(file);
      return;
    }
    if (isHidden(`${file}/`) || !WATCHED.includes(file.split('/', 1)[0] ?? '')) return;
    if (known?.id === id) {
      const could = known.isReadable;
      known.isReadable = isReadable(placeOf(file));
      if (known.isReadable !== could) look(file);
      return;
    }
    if (known) leave(file);
    look(file);
  }

  /** A folder has come: what is in it may have come before its watcher. */
  function look(below: string): void {
    for (const inside of foldersAtOnce(below)) enter(inside);
    note(`${below}/`);
  }

  function* foldersAtOnce(below: string): Generator<string> {
    const walking = walk(folder, below, []);
    for (let step = walking.next([]); !step.done; ) {
      const { value } = step;
      if ('folder' in value) yield value.folder;
      step = walking.next('folder' in value ? entriesOf(folder, value.folder) : []);
    }
  }

  /** A folder has gone, with all that was in it. */
  function leave(below: string): void {
    for (const [known, { watcher }] of watched) {
      if (below !== '' && known !== below && !known.startsWith(`${below}/`)) continue;
      watcher.close();
      watched.delete(known);
    }
    if (below === '') noteAll();
    else note(`${below}/`);
  }

  /** A watcher may be that of a folder that is not there any more, while another has its name, and even its number. */
  function renew(below: string): void {
    if (below === '') {
      isChecking = true;
      noteAll();
    } else {
      leave(below);
      if (idOf(placeOf(below)) !== undefined) look(below);
    }
  }

  /** Something above has changed: folders that are others now get other watchers. */
  function check(): void {
    isChecking = false;
    watchAllAbove();
    const root = idOf(folder);
    if (root === undefined && watched.size === 0) return;
    if (root !== watched.get('')?.id) {
      leave('');
      void enterAll();
      return;
    }
    for (const [below, { id }] of [...watched]) {
      if (below === '' || !watched.has(below)) continue;
      const now = idOf(placeOf(below));
      if (now === id) continue;
      leave(below);
      if (now !== undefined) look(below);
    }
  }

  /** Watches what is above now, and no more what was. */
  function watchAllAbove(): void {
    const places = [folder, ...[...watched].flatMap(([below, { isLink }]) => (isLink ? placeOf(below) : []))];
    const needed = new Set(places.flatMap((place) => wayTo(place).map(({ dir }) => dir)));
    for (const [dir, { watcher }] of above) {
      if (needed.has(dir)) continue;
      watcher.close();
      above.delete(dir);
    }
    for (const place of places) watchAbove(place);
  }

  /** Watches each folder that the way to a place leads through, for the name by which it goes on. */
  function watchAbove(place: string): void {
    for (const { dir, name } of wayTo(place)) {
      const known = above.get(dir);
      if (known) {
        known.names.add(name);
        continue;
      }
      const names = new Set([name]);
      try {
        const watcher = watch(dir, (event, changedName) => {
          if (isStopped) return;
          const isItself = event === 'rename' && changedName === path.basename(dir);
          if (isItself) {
            above.get(dir)?.watcher.close();
            above.delete(dir);
          }
          if (!isItself && changedName !== null && !names.has(changedName)) return;
          isChecking = true;
          noteAll();
        });
        watcher.on('error', () => above.delete(dir));
        watcher.unref();
        above.set(dir, { watcher, names });
      } catch {
        // Not ours to watch: a change there is seen at the interval.
      }
    }
  }

  /** The folders of a large archive are thousands: readers are answered in between. */
  async function enterAll(): Promise<void> {
    watchAbove(folder);
    enter('');
    for (const part of WATCHED) {
      for (const below of foldersAtOnce(part)) {
        if (isStopped) return;
        enter(below);
        await setImmediate();
      }
    }
    // No watcher has seen what changed before this one started.
    if (!isStopped) onChange(undefined);
  }

  void enterAll();
  const interval = setInterval(() => {
    // A folder may have been replaced in a way that is not notified, such as by mounting another over it.
    check();
    onChange(undefined);
  }, RESCAN_MS).unref();
  return {
    stop() {
      isStopped = true;
      for (const { watcher } of [...watched.values(), ...above.values()]) watcher.close();
      watched.clear();
      above.clear();
      clearInterval(interval);
      clearTimeout(settling);
    },
  };
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

function isReadable(place: string): boolean {
  try {
    accessSync(place, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folders and names by which the system comes to a place, links with all that they lead through. */
function wayTo(place: string): { dir: string; name: string }[] {
  const way: { dir: string; name: string }[] = [];
  let dir = path.parse(path.resolve(place)).root;
  const names = path.resolve(place).slice(dir.length).split(path.sep);
  for (let name = names.shift(); name !== undefined && way.length < MAX_STEPS; name = names.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      dir = path.dirname(dir);
      continue;
    }
    way.push({ dir, name });
    const next = path.join(/* turbopackIgnore: true */ dir, name);
    const target = linkTarget(next);
    if (target === undefined) dir = next;
    else {
      names.unshift(...target.split(path.sep));
      if (path.isAbsolute(target)) dir = path.parse(target).root;
    }
  }
  return way;
}

function linkTarget(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    // It is no link, or is not there.
    return undefined;
  }
}
