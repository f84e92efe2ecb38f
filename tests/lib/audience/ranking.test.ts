import { describe, expect, it } from 'vitest';
import { type Counts, rank as rankSums, sumUp } from '../../../lib/audience/ranking.ts';

const NOW = 500_000;
const rank = (slugs: string[], hours: Map<number, Counts>, now: number) =>
  rankSums(slugs, sumUp(slugs.length, hours, now));
const counts = (...views: number[]): Counts => ({
  articles: Uint32Array.from(views.keys()),
  views: Uint32Array.from(views),
});

describe('the ranking', () => {
  it('halves a view in six hours', () => {
    const { trending } = rank(
      ['a', 'b'],
      new Map([
        [NOW, counts(0, 1000)],
        [NOW - 6, counts(1000)],
      ]),
      NOW,
    );
    const [first, second] = trending;
    expect(first?.slug).toBe('b');
    expect(second?.score).toBeCloseTo((first?.score ?? 0) / 2, 10);
  });

  it('holds an article against its own week', () => {
    // One view an hour all week: exactly as usual, but for the one under every fraction.
    const week = new Map(Array.from({ length: 168 }, (_, age) => [NOW - age, counts(1000)]));
    expect(rank(['a'], week, NOW).trending[0]?.score).toBeCloseTo(1, 3);
  });

  it('looks 48 hours, 24 hours and one hour back', () => {
    const of = (age: number) => rank(['a'], new Map([[NOW - age, counts(9)]]), NOW);
    const found = [0, 1, 23, 24, 47, 48].map((age) => Object.values(of(age)).map((list) => list.length));
    expect(found).toEqual([
      [1, 1, 1],
      [1, 1, 0],
      [1, 1, 0],
      [1, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('has one order for equals', () => {
    const { today } = rank(['b', 'c', 'a'], new Map([[NOW, counts(3, 3, 3)]]), NOW);
    expect(today.map(({ slug }) => slug)).toEqual(['a', 'b', 'c']);
  });

  it('is the same from sums that are kept, with articles that came since', () => {
    const old = new Map([
      [NOW - 9, counts(40, 7)],
      [NOW - 100, counts(3, 3)],
    ]);
    const fresh = new Map([[NOW, counts(1, 2, 30)]]);
    const kept = sumUp(3, fresh, NOW, sumUp(2, old, NOW));
    expect(kept).toEqual(sumUp(3, new Map([...old, ...fresh]), NOW));
  });

  it('finds the best among very many', () => {
    const views = Array.from({ length: 20_000 }, (_, place) => (place * 7919) % 20_011);
    const slugs = views.map((_, place) => `a${place}`);
    const { today } = rank(slugs, new Map([[NOW, counts(...views)]]), NOW);
    expect(today.map((ranked) => ranked.views)).toEqual(views.toSorted((a, b) => b - a).slice(0, 100));
  });

  it('of nothing is nothing', () => {
    expect(rank([], new Map(), NOW)).toEqual({ trending: [], today: [], now: [] });
  });
});
