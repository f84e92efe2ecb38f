import { setTimeout as after } from 'node:timers/promises';

/** How background work lets readers go first. */

/** For each millisecond of work so many of rest. */
const REST = 2;
/** While pages are made the work waits, so many milliseconds at a time and no more than so many times for each piece. */
const QUIET = 250;
const MOST_WAITS = 8;

/**
 * @param pagesMade holds how many pages have been made; threads share it
 * @param pause waits so many milliseconds
 * @returns what rests after a piece of work that took so many milliseconds, and longer while pages are made
 */
export function restFor(
  pagesMade: Int32Array,
  pause: (ms: number) => Promise<unknown> = after,
): (worked: number) => Promise<void> {
  const made = () => Atomics.load(pagesMade, 0);
  let seen = made();
  return async (worked) => {
    await pause(REST * worked);
    for (let waits = 0; waits < MOST_WAITS && made() !== seen; waits++) {
      seen = made();
      await pause(QUIET);
    }
  };
}
