/** How far the machine's clock was set forward of late, so that a jump ends no deadline early. */

export type Jumps = {
  /** @returns by how many milliseconds the clock was set forward within the last so many */
  forward(withinMs: number): number;
};

/** Less than this is a clock that is being set right. */
const MIN_JUMP_MS = 30_000;

/**
 * Compares the clock with one that cannot be set, whenever it is asked.
 * @param steady such as `performance.now`
 * @param maxLookBackMs for how long a jump is remembered
 */
export function watchJumps(clock: () => Date, steady: () => number, maxLookBackMs: number): Jumps {
  let seen: { at: number; by: number }[] = [];
  const offset = () => clock().getTime() - steady();
  let last = offset();
  return {
    forward(withinMs) {
      const now = steady();
      const by = offset() - last;
      if (Math.abs(by) >= MIN_JUMP_MS) {
        last += by;
        seen.push({ at: now, by });
      }
      seen = seen.filter(({ at }) => now - at < maxLookBackMs);
      const recent = seen.filter(({ at }) => now - at < withinMs);
      return Math.max(
        0,
        recent.reduce((sum, jump) => sum + jump.by, 0),
      );
    },
  };
}
