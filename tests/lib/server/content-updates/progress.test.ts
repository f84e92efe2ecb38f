import { describe, expect, it } from 'vitest';
import { progressOn } from '../../../../lib/server/content-updates/progress.ts';

/** A terminal that writes down what it is told, and the time on its clock. */
function terminal(isTTY = true) {
  const written: string[] = [];
  const clock = { now: 1000 };
  const show = progressOn({ isTTY, write: (text) => written.push(text) }, 'Reading', () => clock.now);
  return {
    show,
    written,
    at(time: number, done: number, total: number) {
      clock.now = time;
      show?.(done, total);
    },
  };
}

describe('progress on a terminal', () => {
  it('says in one line how much is done, how fast, and how long the rest will take', () => {
    const { at, written } = terminal();
    at(1000, 0, 10_000);
    at(2000, 500, 10_000);
    at(3000, 2000, 10_000);
    expect(written).toEqual([
      '\rReading: 500 of 10000, 500 a second, 19 s left\x1b[K',
      '\rReading: 2000 of 10000, 1000 a second, 8 s left\x1b[K',
    ]);
  });

  it('writes no more than four times a second', () => {
    const { at, written } = terminal();
    for (let time = 0; time <= 2000; time += 10) at(1000 + time, time, 10_000);
    expect(written).toHaveLength(8);
  });

  it('takes the line away with the last piece, once', () => {
    const { at, written } = terminal();
    at(1000, 0, 100);
    at(1300, 50, 100);
    at(1310, 99, 100);
    at(1320, 100, 100);
    expect(written.slice(1)).toEqual(['\r\x1b[K']);
  });

  it('shows nothing of a short work', () => {
    const { at, written } = terminal();
    at(1000, 0, 40);
    at(1249, 20, 40);
    at(1400, 39, 40);
    expect(written).toEqual([]);
  });

  it('counts the rate of a work that goes on where an earlier one ended from there', () => {
    const { at, written } = terminal();
    at(1000, 5000, 10_000);
    at(2000, 6000, 10_000);
    expect(written).toEqual(['\rReading: 6000 of 10000, 1000 a second, 4 s left\x1b[K']);
  });

  it('gives no time for the rest as long as nothing was done', () => {
    const { at, written } = terminal();
    at(1000, 0, 10);
    at(2000, 0, 10);
    expect(written).toEqual(['\rReading: 0 of 10\x1b[K']);
  });

  it('is nothing elsewhere, such as in a log', () => {
    expect(terminal(false).show).toBeUndefined();
  });
});
