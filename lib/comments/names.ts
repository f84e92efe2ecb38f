import { messages } from '../messages.ts';
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

/** Capital letters that look like ours and whose small ones do not. */
const CAPITALS: Record<string, string> = {
  ...{
    Α: 'a',
    Β: 'b',
    Ε: 'e',
    Ζ: 'z',
    Η: 'h',
    Ι: 'l',
    Κ: 'k',
    Μ: 'm',
    Ν: 'n',
    Ο: 'o',
    Ρ: 'p',
    Τ: 't',
    Υ: 'y',
  },
  ...{ Χ: 'x', Ϲ: 'c', І: 'l', Ј: 'j', Ѕ: 's' },
};
/** Signs that stand for letters. */
const SIGNS: Record<string, string> = {
  '@': 'a',
  $: 's',
  '¢': 'c',
  '€': 'e',
  '£': 'l',
  '¥': 'y',
  '|': 'l',
  '!': 'l',
};

/** From so many characters on a name counts anywhere in another one. */
const MIN_PART_LENGTH = 8;

/**
 * @returns what of a name a reader sees, whatever its case, accents, width, blanks, punctuation and alphabet: the same
 * for names that look the same
 */
export function looksOf(name: string): string {
  return shapesOf(name).replaceAll(' ', '').replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('cl', 'd');
}

/** @returns the words of a text as a reader sees them, with one blank between each two */
export function wordLooks(text: string): string {
  return shapesOf(text.replace(/(?<![\p{L}\p{N}])[$€£¥¢|!@]+|[$€£¥¢|!@]+(?![\p{L}\p{N}])/gu, ' '));
}

function shapesOf(text: string): string {
  const small = fold(text.replace(/[\u0370-\u03ff\u0400-\u04ff]/g, (letter) => CAPITALS[letter] ?? letter));
  const visible = small
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[$€£¥¢|!@]/g, (sign) => SIGNS[sign] ?? sign);
  const words = visible.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return [...words].map((letter) => LOOK_ALIKES[letter] ?? letter).join('');
}

/** Alphabets with letters like ours. Beside Latin letters in one name they are there to deceive, or by mistake. */
const SIMILAR =
  /[\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hebrew}\p{sc=Tifinagh}\p{sc=Vai}\p{sc=Gothic}]/u;
/**
 * Letters that are seldom in a name and look like capitals or phonetic forms of ours. A person whose name has them waits
 * for a moderator each time.
 */
const SELDOM =
  /[\p{sc=Lisu}\p{sc=Cherokee}\p{sc=Coptic}\p{sc=Deseret}\p{sc=Osage}\p{sc=Canadian_Aboriginal}\p{sc=Old_Italic}\p{sc=Lycian}\p{sc=Lydian}\p{sc=Carian}\u0184\u0185\u0250-\u02af\u1d00-\u1dbf\ua720-\ua7ff\uab30-\uab6f]/u;

/** Whether a name is written so that it may be taken for another one: in mixed alphabets, or with signs for letters. */
export function isDeceptive(name: string): boolean {
  const isMixed = /\p{sc=Latin}/u.test(name) && SIMILAR.test(name);
  return (
    isMixed || SELDOM.test(name) || /[\p{L}\p{N}][\p{Sc}\p{Sm}@]|[\p{Sc}\p{Sm}@][\p{L}\p{N}]/u.test(name)
  );
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

/** Words that no reader is called. */
const OFFICES = messages.offices;

/**
 * @param reserved names of the newsroom: of the site, its desks, authors and moderators
 * @returns the one that a reader's name could be taken for
 */
export function reservedName(name: string, reserved: readonly string[]): string | undefined {
  const looks = looksOf(name);
  if (looks === '') return undefined;
  const words = shapesOf(name).split(' ').map(looksOf);
  const office = OFFICES.find((other) => words.includes(looksOf(other)));
  if (office !== undefined) return office;
  return [...reserved, ...OFFICES].find((other) => {
    const taken = looksOf(other);
    return taken !== '' && (looks === taken || (taken.length >= MIN_PART_LENGTH && looks.includes(taken)));
  });
}
