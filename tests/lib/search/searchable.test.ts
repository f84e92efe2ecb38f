import { describe, expect, it } from 'vitest';
import { searchable } from '../../../lib/search/searchable.ts';

describe('searchable', () => {
  it('finds a square unit, a ligature and a fraction by their letters', () => {
    expect(searchable('5 ㎏ of ﬃ, ⅓ ™')).toBe('5 kg of ffi, 1⁄3 TM');
    expect(searchable('㌖').replaceAll(' ', '')).toBe('キロメートル');
  });

  it('keeps a text of characters that become many within some times its length', () => {
    for (const character of ['\u3316', '\ufdfa', '\u3234', '\u215b', '\u{1f110}'])
      expect(searchable(character.repeat(300_000)).length, character).toBeLessThan(1_500_000);
  });

  it('keeps the words around characters that are left out', () => {
    const words = searchable(`before ${'㌖'.repeat(20_000)} after`);
    expect(words.startsWith('before ')).toBe(true);
    expect(words.endsWith(' after')).toBe(true);
  });
});
