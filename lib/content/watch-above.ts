import { type FSWatcher, readlinkSync, watch } from 'node:fs';
import path from 'node:path';

/**
 * A watcher stays with its folder when that is moved or replaced. So the folders above the content, and above those that
 * links lead to, are watched for the names by which the way to the content goes on.
 */

/** A path may lead through links; more folders and links than this are no path. */
const MAX_STEPS = 100;

export class WatchersAbove {
  readonly #onChange: () => void;
  readonly #watchers = new Map<string, { watcher: FSWatcher; names: Set<string> }>();
  #isStopped = false;

  /** @param onChange told when the way to a watched place may lead elsewhere */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches what is above these places now, and no more what was. */
  set(places: string[]): void {
    const needed = new Set(places.flatMap((place) => wayTo(place).map(({ dir }) => dir)));
    for (const [dir, { watcher }] of this.#watchers) {
      if (needed.has(dir)) continue;
      watcher.close();
      this.#watchers.delete(dir);
    }
    for (const place of places) this.add(place);
  }

  /** Watches each folder that the way to a place leads through, for the name by which it goes on. */
  add(place: string): void {
    for (const { dir, name } of wayTo(place)) {
      const known = this.#watchers.get(dir);
      if (known) known.names.add(name);
      else this.#watch(dir, new Set([name]));
    }
  }

  stop(): void {
    this.#isStopped = true;
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(dir: string, names: Set<string>): void {
    try {
      const watcher = watch(dir, (event, changedName) => {
        if (this.#isStopped) return;
        // Also the folder itself tells that it goes, by its own name.
        const isItself = event === 'rename' && changedName === path.basename(dir);
        if (isItself) {
          this.#watchers.get(dir)?.watcher.close();
          this.#watchers.delete(dir);
        }
        if (isItself || changedName === null || names.has(changedName)) this.#onChange();
      });
      watcher.on('error', () => this.#watchers.delete(dir));
      watcher.unref();
      this.#watchers.set(dir, { watcher, names });
    } catch {
      // Not ours to watch: a change there is seen at the interval.
    }
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

export function linkTarget(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    // It is no link, or is not there.
    return undefined;
  }
}
