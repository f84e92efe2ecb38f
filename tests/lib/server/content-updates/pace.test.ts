import { describe, expect, it } from 'vitest';
import { restFor } from '../../../../lib/server/content-updates/pace.ts';

/** Rests after some work. @param onPause what happens during each pause @returns how long each pause was */
function resting(onPause: (pages: Int32Array) => void = () => undefined) {
  const pages = new Int32Array(new SharedArrayBuffer(4));
  let pauses: number[] = [];
  const rest = restFor(pages, async (ms) => {
    pauses.push(ms);
    onPause(pages);
  });
  return {
    pages,
    async after(worked: number) {
      pauses = [];
      await rest(worked);
      return pauses;
    },
  };
}

const isMade = (pages: Int32Array) => void Atomics.add(pages, 0, 1);

describe('a rest', () => {
  it('is twice as long as the work while no page is made', async () => {
    const { after } = resting();
    expect(await after(40)).toEqual([80]);
    expect(await after(10)).toEqual([20]);
  });

  it('goes on until no page has been made for a quarter of a second', async () => {
    const { pages, after } = resting();
    isMade(pages);
    expect(await after(10)).toEqual([20, 250]);
    expect(await after(10)).toEqual([20]);
  });

  it('ends after two seconds though pages are made all the time', async () => {
    const { after } = resting(isMade);
    expect(await after(10)).toEqual([20, ...Array.from({ length: 8 }, () => 250)]);
  });
});
