import { describe, expect, it } from 'vitest';
import { lettersOf, listedWord, saidIn } from '../../../lib/comments/words.ts';

/** Characters from one code point to another. */
function charactersOf([first, last]: [number, number]): string[] {
  return Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place));
}

/** Letters for sounds that look like none of ours. */
const UNLIKE = 'ƾǂɁɂʔʕʖʡʢʬʭᴥᵜꜤꜥ\ua7ce\ua7cf𐞳𐞴𐞸𝼎';

describe('lettersOf', () => {
  it.each<[string, [number, number]]>([
    ['Latin-1 to Extended-B', [0xc0, 0x24f]],
    ['IPA Extensions', [0x250, 0x2af]],
    ['Phonetic Extensions', [0x1d00, 0x1dbf]],
    ['Latin Extended Additional', [0x1e00, 0x1eff]],
    ['Letterlike Symbols', [0x2100, 0x214f]],
    ['Number Forms', [0x2180, 0x2188]],
    ['Latin Extended-C', [0x2c60, 0x2c7f]],
    ['Latin Extended-D', [0xa720, 0xa7ff]],
    ['Latin Extended-E', [0xab30, 0xab6f]],
    ['Fullwidth Forms', [0xff21, 0xff5a]],
    ['Latin Extended-F', [0x10780, 0x107bf]],
    ['Latin Extended-G', [0x1df00, 0x1dfff]],
  ])('reads every Latin letter of %s as ours', (_, block) => {
    const letters = charactersOf(block).filter((character) => /(?=\p{sc=Latin})\p{L}/u.test(character));
    const unread = letters.filter((letter) => !/^(?:[a-hj-z·']+)$/.test(lettersOf(letter)));
    expect(unread.filter((letter) => !UNLIKE.includes(letter))).toEqual([]);
  });

  it.each([0x249c, 0x24b6, 0x24d0, 0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6, 0x1d400, 0xff21])(
    'reads the alphabet from U+%x on as ours',
    (first) =>
      expect(
        charactersOf([first, first + 25])
          .map(lettersOf)
          .join(''),
      ).toBe('abcdefghljklmnopqrstuvwxyz'),
  );

  it('reads Cherokee letters that look like ours, in both cases', () => {
    expect(lettersOf('ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᏀᏃᏟᏢᏦᏴ')).toBe('drtlyajewmhgzcpkb');
    expect(lettersOf('ꭰꭱꭲꭵꭹꭺꭻꭼꮃꮇꮋꮐꮓꮯꮲꮶᏼ')).toBe('drtlyajewmhgzcpkb');
  });
});

it('five hundred words are looked for in a comment without a pause for readers', () => {
  const words = Array.from(
    { length: 500 },
    (_, place) =>
      listedWord(`unwanted ${String.fromCharCode(97 + (place % 26), 97 + Math.floor(place / 26))}x`) ?? [],
  ).flat();
  const before = process.cpuUsage();
  expect(saidIn('It’s 5,000 characters 🙂. '.repeat(200), words)).toEqual([]);
  expect(saidIn('Buy an unwanted r-ax now', words).map(({ entry }) => entry)).toEqual(['unwanted rax']);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(500);
});
