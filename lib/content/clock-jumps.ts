/** Between two looks at the clock. */
const INTERVAL_MS = 500;
/** Less than this is a clock that is being corrected, or a thread that was busy. */
const MIN_JUMP_MS = 5000;

export type ClockJumpsOptions = {
  clock: () => Date;
  /** A monotonic clock, in milliseconds. */
  steadyClock: () => number;
  /** The clock was set forward or back, or the machine has slept. */
  onJump(): void;
};

/**
 * Watches the machine's clock for jumps. A timer counts in steady time, so it cannot notice them.
 * @returns what ends the watching
 */
export function watchClock({ clock, steadyClock, onJump }: ClockJumpsOptions): () => void {
  const offset = () => clock().getTime() - steadyClock();
  let last = offset();
  const interval = setInterval(() => {
    const before = last;
    last = offset();
    if (Math.abs(last - before) >= MIN_JUMP_MS) onJump();
  }, INTERVAL_MS).unref();
  return () => clearInterval(interval);
}
