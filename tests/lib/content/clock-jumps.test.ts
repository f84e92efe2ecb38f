import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchClock } from '../../../lib/content/clock-jumps.ts';

const DAY_MS = 24 * 3_600_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A clock and a steady one that go on together, until the first of them is set. */
function watched() {
  let [time, steady, jumps] = [Date.parse('2026-03-01'), 0, 0];
  const end = watchClock({
    clock: () => new Date(time),
    steadyClock: () => steady,
    onJump: () => jumps++,
  });
  return {
    end,
    jumps: () => jumps,
    set: (by: number) => (time += by),
    pass(ms: number, step = 100) {
      for (let passed = 0; passed < ms; passed += step) {
        time += step;
        steady += step;
        vi.advanceTimersByTime(step);
      }
    },
  };
}

describe('a jump of the clock', () => {
  it.each([-400 * DAY_MS, -6000, 6000, 400 * DAY_MS])('is noticed within a second, once: %i ms', (by) => {
    const { jumps, set, pass, end } = watched();
    pass(3000);
    expect(jumps()).toBe(0);
    set(by);
    pass(1000);
    expect(jumps()).toBe(1);
    pass(60_000);
    expect(jumps()).toBe(1);
    end();
  });

  it('is not a clock that is corrected by little', () => {
    const { jumps, set, pass, end } = watched();
    for (let times = 0; times < 20; times++) {
      set(-400);
      pass(1000);
    }
    expect(jumps()).toBe(0);
    end();
  });

  it('is not a thread that was busy', () => {
    const { jumps, pass, end } = watched();
    pass(60_000, 20_000);
    expect(jumps()).toBe(0);
    end();
  });

  it('is not noticed after the end', () => {
    const { jumps, set, pass, end } = watched();
    end();
    set(-DAY_MS);
    pass(2000);
    expect(jumps()).toBe(0);
  });
});
