import type { OnProgress } from '../../pace.ts';

/** What `process.stderr` is here. */
export type Terminal = { isTTY?: boolean; write(text: string): unknown };

/** Between two lines. */
const INTERVAL_MS = 250;

const CLEAR_TO_END = '\x1b[K';

/**
 * Shows a long work in one line of a terminal: how much is done, how fast, and how long the rest will take. The line
 * goes when all is done; of a short work there is none.
 * @param now a monotonic clock, in milliseconds
 * @returns what the work tells, before each of its pieces, how many it has done; undefined elsewhere than on a
 *   terminal, where this would only fill a log
 */
export function progressOn(terminal: Terminal, work: string, now: () => number): OnProgress | undefined {
  if (!terminal.isTTY) return undefined;
  // From the first word of it: threads that read have to start before, and a work may go on where an earlier one ended.
  let first: { at: number; done: number } | undefined;
  let shown: number | undefined;
  return (done, total) => {
    const at = now();
    first ??= { at, done };
    if (done >= total - 1) {
      if (shown !== undefined) terminal.write(`\r${CLEAR_TO_END}`);
      shown = undefined;
      return;
    }
    if (at - (shown ?? first.at) < INTERVAL_MS) return;
    shown = at;
    const rate = ((done - first.done) / (at - first.at)) * 1000;
    const left = rate > 0 ? `, ${Math.round(rate)} a second, ${Math.ceil((total - done) / rate)} s left` : '';
    terminal.write(`\r${work}: ${done} of ${total}${left}${CLEAR_TO_END}`);
  };
}
