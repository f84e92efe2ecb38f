import { fold } from './text.ts';

/** Names as a reader sees them: whether one could be taken for another. Pure. */

/** Letters of other alphabets, and digits, that look like one of ours. */
const LOOK_ALIKES: Record<string, string> = {
  ...{
    а: 'a',
    в: 'b',
    с: 'c',
    ԁ: 'd',
    е: 'e',
    ѐ: 'e',
    ғ: 'f',
    һ: 'h',
    н: 'h',
    і: 'l',
    ӏ: 'l',
    ј: 'j',
    к: 'k',
  },
  ...{
    м: 'm',
    о: 'o',
    р: 'p',
    ԛ: 'q',
    г: 'r',
    ѕ: 's',
    т: 't',
    υ: 'u',
    ѵ: 'v',
    ԝ: 'w',
    х: 'x',
    у: 'y',
    ү: 'y',
  },
  ...{
    α: 'a',
    β: 'b',
    ϲ: 'c',
    ε: 'e',
    η: 'n',
    ι: 'l',
    κ: 'k',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    σ: 'o',
    τ: 't',
    χ: 'x',
    γ: 'y',
  },
  ...{
    ı: 'l',
    ł: 'l',
    ø: 'o',
    đ: 'd',
    ħ: 'h',
    ŧ: 't',
    ß: 'b',
    æ: 'ae',
    œ: 'oe',
    ɑ: 'a',
    ɡ: 'g',
    ո: 'n',
    օ: 'o',
    ս: 'u',
  },
  ...{ i: 'l', '1': 'l', '0': 'o', '3': 'e', '5': 's', '8': 'b' },
};

/** From so many characters on a name counts wherever it stands in another one. */
const MIN_PART_LENGTH = 8;

/**
 * @returns what of a name a reader sees, whatever its case, accents, width, blanks, punctuation and alphabet: the same
 * for names that look the same
 */
export function looksOf(name: string): string {
  const letters = fold(name)
    .replace(/[|!]/g, 'l')
    .replace(/[^\p{L}\p{N}]+/gu, '');
  const plain = [...letters].map((letter) => LOOK_ALIKES[letter] ?? letter).join('');
  return plain.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('cl', 'd');
}

/** Whether two names look the same. A name without letters is like no other. */
export function isSameName(one: string, other: string): boolean {
  const looks = looksOf(one);
  return looks !== '' && looks === looksOf(other) && badgesOf(one) === badgesOf(other);
}

/** Check marks, stars and shields, by which a name seems to have been verified. */
function badgesOf(name: string): string {
  return name.replace(/[^\p{S}\p{Extended_Pictographic}]/gu, '');
}

/** What nobody is called who is not of the newsroom. */
const OFFICES = [
  'admin',
  'administrator',
  'editor',
  'editors',
  'moderator',
  'newsroom',
  'staff',
  'webmaster',
];

/**
 * @param reserved names of the newsroom: of the site, its desks, authors and moderators
 * @returns the one that a reader's name could be taken for
 */
export function reservedName(name: string, reserved: readonly string[]): string | undefined {
  const looks = looksOf(name);
  if (looks === '') return undefined;
  return [...reserved, ...OFFICES].find((other) => {
    const taken = looksOf(other);
    return taken !== '' && (looks === taken || (taken.length >= MIN_PART_LENGTH && looks.includes(taken)));
  });
}
