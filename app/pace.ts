import { setTimeout } from 'node:timers/promises';

/** How work that nobody waits for lets the readers go first. */

/** For each millisecond of work so many of rest. */
const REST = 2;
/** While pages are made the work waits, this long at a time and no more than so many times for each piece of it. */
const QUIET = 250;
const MOST_WAITS = 8;

/**
 * @param pagesMade holds how many pages have been made; threads share it
 * @returns what rests after a piece of work that took so many milliseconds, and longer while pages are made
 */
export function restFor(pagesMade: Int32Array): (worked: number) => Promise<void> {
  const made = () => Atomics.load(pagesMade, 0);
  let seen = made();
  return async (worked) => {
    await setTimeout(REST * worked);
    for (let waits = 0; waits < MOST_WAITS && made() !== seen; waits++) {
      seen = made();
      await setTimeout(QUIET);
    }
  };
}
