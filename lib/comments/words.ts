import { CAPITALS, LOOK_ALIKES, STAND_INS } from './look-alikes.ts';
import { withoutAccents } from './text.ts';

/** Listed words in a text, however they are written. Pure, and linear in the text (decision 25). */

/** Modifier letters that look like apostrophes and dots, and the two letters that do. */
const MARK_LETTERS = /[\p{Lm}\ua78c\ua78f]/gu;

/**
 * @returns a text in our small letters, as a reader sees it, whatever its case, accents, width and alphabet; its digits,
 * signs and blanks stay
 */
export function lettersOf(text: string): string {
  const ours = text.replace(/[\u0370-\u03ff\u0400-\u04ff]/g, (letter) => CAPITALS.get(letter) ?? letter);
  // A letter in parentheses would fall apart.
  const whole = ours.replace(/[\u249c-\u24b5\u{1f110}-\u{1f129}]/gu, (sign) => LOOK_ALIKES.get(sign) ?? sign);
  const small = withoutAccents(whole)
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(MARK_LETTERS, "'");
  return small.replace(/i|[^\p{ASCII}]/gu, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}

/** From so many letters on a word is looked for over the end of a line, and within the name of a host. */
const MIN_BROKEN_LENGTH = 6;
const MIN_HOST_PART_LENGTH = 5;

const SIGNS = '$€£¥¢|!@';
/** What may stand between two letters of a word: it is no blank, and no sign that may itself be a letter. */
const GLUE = `[^\\p{L}\\p{N}\\s${SIGNS}]*`;
const LETTER = `[\\p{L}\\p{N}${SIGNS}]`;
/** A letter alone before a blank, or after one: no word of many languages, and what spaced-out words consist of. */
const AFTER_ONE = `(?<=(?<!${LETTER})${LETTER})${GLUE} ${GLUE}`;
const BEFORE_ONE = `${GLUE} ${GLUE}(?=${LETTER}(?!${LETTER}))`;
const BREAK = `${GLUE}\\n${GLUE}`;

/** The characters that look like each letter. */
const CLASSES = Map.groupBy(STAND_INS.keys(), (sign) => STAND_INS.get(sign) ?? '');

export type ListedWord = {
  entry: string;
  /** Finds it among words. */
  inText: RegExp;
  /** Finds it in the name of a host; undefined for one that is too short. */
  inHost: RegExp | undefined;
};

/** @returns undefined for an entry without letters, which is in no text */
export function listedWord(entry: string): ListedWord | undefined {
  const words = lettersOf(entry)
    .replace(/[$€£¥¢|!@]/g, (sign) => STAND_INS.get(sign) ?? sign)
    .match(/[\p{L}\p{N}]+/gu);
  if (!words) return undefined;
  const phrase = words.map(wordPattern).join('[^\\p{L}\\p{N}]+');
  // In the plural too, and with a number behind it.
  const inText = new RegExp(`(?<!\\p{L})${phrase}(?:${classOf('e')}?${classOf('s')})?(?!\\p{L})`, 'u');
  const letters = [...words.join('')];
  const inHost =
    letters.length < MIN_HOST_PART_LENGTH ? undefined : new RegExp(letters.map(classOf).join('-?'), 'u');
  return { entry, inText, inHost };
}

function wordPattern(word: string): string {
  const letters = [...word];
  const gaps = [AFTER_ONE, BEFORE_ONE, ...(letters.length >= MIN_BROKEN_LENGTH ? [BREAK] : []), GLUE];
  return letters.map(classOf).join(`(?:${gaps.join('|')})`);
}

function classOf(letter: string): string {
  const same = STAND_INS.get(letter) ?? letter;
  return `[${[same, ...(CLASSES.get(same) ?? [])].join('')}]`;
}

/** @returns those of the words that a text says */
export function saidIn(text: string, words: readonly ListedWord[]): ListedWord[] {
  // A word goes on in the next line, and not in the next paragraph.
  const letters = lettersOf(text).replace(/\s+/g, (blanks) => (/^[^\n]*\n[^\n]*$/.test(blanks) ? '\n' : ' '));
  const hosts = letters
    .replace(/[。｡]/g, '.')
    .split(/[^\p{L}\p{N}.-]+/u)
    .filter((part) => /[\p{L}\p{N}]\.\p{L}{2}/u.test(part));
  return words.filter(
    ({ inText, inHost }) => inText.test(letters) || (inHost && hosts.some((host) => inHost.test(host))),
  );
}
