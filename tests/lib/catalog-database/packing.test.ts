import { describe, expect, it } from 'vitest';
import { makePacker, makeUnpacker } from '../../../lib/catalog-database/packing.ts';
import { dice } from '../server/page-cache/fixtures.ts';

/** A text of so many signs of all widths. */
function textOf(length: number, seed: number): string {
  const random = dice(seed);
  const signs = ['a', 'e', ' ', '\n', 'é', '’', '🌿', '\u0000'];
  return Array.from({ length }, () => signs[Math.floor(random() * signs.length)]).join('');
}

function packed(texts: string[]) {
  const packer = makePacker();
  const places = texts.map((text) => packer.add(text));
  return { places, packs: packer.finish() };
}

/** The texts as they come out of their packs. */
function unpackedFrom({ places, packs }: ReturnType<typeof packed>): string[] {
  const unpack = makeUnpacker();
  return places.map(({ pack, start, length }) => unpack(packs[pack], start, length));
}

describe('packed texts', () => {
  it.each([
    [[0]],
    [[1, 0, 0, 1]],
    [[5000, 5000, 5000, 5000, 5000]],
    [[100, 300_000, 100]],
    [[24_000, 24_000]],
    [Array.from({ length: 300 }, (_, place) => place * 7)],
  ])('of %j signs come out as they went in', (lengths) => {
    const texts = lengths.map(textOf);
    expect(unpackedFrom(packed(texts))).toEqual(texts);
  });

  it('share a pack with their neighbours, as long as it is small', () => {
    const { places, packs } = packed(['a', 'b', 'x'.repeat(100_000), 'c', 'd'].map((text) => text.repeat(3)));
    expect(places.map(({ pack }) => pack)).toEqual([0, 0, 1, 2, 2]);
    expect(packs).toHaveLength(3);
  });

  it('take less room together than alone', () => {
    const texts = Array.from({ length: 4 }, () =>
      'The same words stand in all of them, and more of these. '.repeat(9),
    );
    const size = (packs: Uint8Array[]) => packs.reduce((sum, { length }) => sum + length, 0);
    const alone = texts.reduce((sum, text) => sum + size(packed([text]).packs), 0);
    expect(size(packed(texts).packs)).toBeLessThan(alone / 2);
  });

  it('come out in any order, of packs that are alike', () => {
    const texts = ['first', 'other', 'third'];
    const alone = texts.map((text) => packed([text]));
    const unpack = makeUnpacker();
    for (const number of [0, 1, 0, 2, 2, 1, 0])
      expect(unpack(alone[number]?.packs[0], 0, 5)).toBe(texts[number]);
  });

  it('that are damaged, or are none, are refused', () => {
    const { packs } = packed(['text'.repeat(100)]);
    const unpack = makeUnpacker();
    expect(() => unpack(packs[0]?.slice(0, 12), 0, 4)).toThrow();
    expect(() => unpack(Buffer.from('text'), 0, 4)).toThrow();
    expect(() => unpack('text', 0, 4)).toThrow('not the place of a text');
    expect(() => unpack(packs[0], null, 4)).toThrow('not the place of a text');
  });
});
