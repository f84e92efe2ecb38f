import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../../../lib/server/forms/views.ts';

describe('rateLimit', () => {
  it('lets a sender send many at once, and then so many a second', () => {
    let now = 0;
    const isTooFast = rateLimit(() => now);
    const taken = (sender: string, count: number) =>
      Array.from({ length: count }, () => isTooFast(sender)).filter((isTooMany) => !isTooMany).length;
    expect(taken('a', 300)).toBe(200);
    expect(taken('b', 300)).toBe(200);
    now += 1000;
    expect(taken('a', 300)).toBe(50);
    now += 60_000;
    expect(taken('a', 300)).toBe(200);
  });

  it('remembers no more senders than it may', () => {
    const isTooFast = rateLimit(() => 0);
    for (let count = 0; count < 200; count++) isTooFast('first');
    expect(isTooFast('first')).toBe(true);
    for (let sender = 0; sender < 10_000; sender++) isTooFast(String(sender));
    expect(isTooFast('first')).toBe(false);
  });
});
