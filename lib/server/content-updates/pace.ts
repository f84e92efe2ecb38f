import { setTimeout as after } from 'node:timers/promises';

/** How background work lets readers go first. */

/** Milliseconds of rest for each millisecond of work. */
const REST_RATIO = 2;
/** While pages are made the work waits, and after each piece no more than so many times. */
const WAIT_MS = 250;
const MAX_WAITS = 8;

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
    await pause(REST_RATIO * worked);
    for (let waits = 0; waits < MAX_WAITS && made() !== seen; waits++) {
      seen = made();
      await pause(WAIT_MS);
    }
  };
}
