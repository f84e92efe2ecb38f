import { messages } from '../messages.ts';
import { STAND_INS } from './look-alikes.ts';
import { lettersOf } from './words.ts';

/** Names as a reader sees them: whether one could be taken for another. Pure. */

/** From so many characters on a name counts anywhere in another one. */
const MIN_PART_LENGTH = 8;

/**
 * @returns what of a name a reader sees, whatever its case, accents, width, blanks, punctuation and alphabet: the same
 * for names that look the same
 */
export function looksOf(name: string): string {
  return shapesOf(name).replaceAll(' ', '').replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('cl', 'd');
}

function shapesOf(text: string): string {
  const words = lettersOf(text).replace(/[\d$€£¥¢|!@]/g, (sign) => STAND_INS.get(sign) ?? sign);
  return words.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
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

/**
 * Whether two names are the same to every reader. Names that only look alike are not: what `looksOf` holds together is
 * right for a warning, and too much for a trust.
 */
export function isSameName(one: string, other: string): boolean {
  const name = asRead(one);
  return name !== '' && name === asRead(other);
}

function asRead(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
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
