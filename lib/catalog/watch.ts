import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

export type Watching = { stop(): void };

/** Between the first sign of a change and the reading of it: an editor's save is several events. Milliseconds. */
const SETTLE = 5;
/** For file systems that do not notify. Milliseconds. */
const RESCAN = 30_000;

/**
 * Watches a folder and all folders below it, one watcher each: Node's own recursive watching looks at every file, which
 * takes long in a large archive.
 * @param onChange told soon after a change which paths may have changed, relative to the folder and with forward
 *   slashes. One that ends with a slash is a folder that has gone with all that was in it. At an interval, and when
 *   all watchers stand, it is told nothing, which means all
 */
export function watchFolder(folder: string, onChange: (changed: Set<string> | undefined) => void): Watching {
  const watchers = new Map<string, FSWatcher>();
  let changed = new Set<string>();
  let settling: NodeJS.Timeout | undefined;

  function note(file: string): void {
    changed.add(file);
    settling ??= setTimeout(() => {
      const told = changed;
      settling = undefined;
      changed = new Set();
      onChange(told);
    }, SETTLE);
  }

  /** @param below relative to the folder; empty for the folder itself */
  function enter(below: string): void {
    if (watchers.has(below)) return;
    const place = path.join(/* turbopackIgnore: true */ folder, below);
    try {
      const watcher = watch(place, (_, name) => {
        if (!name) return onChange(undefined);
        const file = path.posix.join(below, name);
        if (isFolder(path.join(/* turbopackIgnore: true */ folder, file))) look(file);
        else if (watchers.has(file)) leave(file);
        else note(file);
      });
      watcher.on('error', () => leave(below));
      watchers.set(below, watcher);
    } catch {
      // It has gone already; the next rescan sees what that means.
    }
  }

  /** A folder has come: what is in it may have come before its watcher. */
  function look(below: string): void {
    enter(below);
    for (const entry of entriesOf(path.join(/* turbopackIgnore: true */ folder, below))) {
      const file = path.posix.join(below, entry.name);
      if (entry.isDirectory()) look(file);
      else note(file);
    }
  }

  /** A folder has gone, with all that was in it. */
  function leave(below: string): void {
    for (const [known, watcher] of watchers) {
      if (known !== below && !known.startsWith(`${below}/`)) continue;
      watcher.close();
      watchers.delete(known);
    }
    if (below === '') onChange(undefined);
    else note(`${below}/`);
  }

  /** The folders of a large archive are thousands: readers are answered in between. */
  async function enterAll(): Promise<void> {
    const waiting = [''];
    for (let below = waiting.pop(); below !== undefined && !isStopped; below = waiting.pop()) {
      enter(below);
      for (const entry of entriesOf(path.join(/* turbopackIgnore: true */ folder, below))) {
        if (entry.isDirectory()) waiting.push(path.posix.join(below, entry.name));
      }
      await setImmediate();
    }
    // What has changed before its watcher stood was seen by nobody.
    if (!isStopped) onChange(undefined);
  }

  let isStopped = false;
  void enterAll();
  const interval = setInterval(() => onChange(undefined), RESCAN).unref();
  return {
    stop() {
      isStopped = true;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
      clearInterval(interval);
      clearTimeout(settling);
    },
  };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    // It has gone, or is a link that leads nowhere.
    return false;
  }
}
