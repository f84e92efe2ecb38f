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
/** Signs in a row that are looked through for the next word of an entry. */
const MAX_SIGNS = 40;

/** Signs that may themselves be letters. */
const SIGNS: ReadonlySet<string> = new Set('$€£¥¢|!@');

/** An entry of the list: its words, each in letters without stand-ins. */
export type ListedWord = { entry: string; words: string[][] };

/** @returns undefined for an entry without letters, which is in no text */
export function listedWord(entry: string): ListedWord | undefined {
  const words = lettersOf(entry)
    .replace(/[$€£¥¢|!@]/g, plain)
    .match(/[\p{L}\p{N}]+/gu);
  return words ? { entry, words: words.map((word) => [...word].map(plain)) } : undefined;
}

/** @returns those of the words that a text says */
export function saidIn(text: string, words: readonly ListedWord[]): ListedWord[] {
  // A word goes on in the next line, and not in the next paragraph.
  const letters = lettersOf(text).replace(/\s+/g, (blanks) => (/^[^\n]*\n[^\n]*$/.test(blanks) ? '\n' : ' '));
  const spelled = spell(letters);
  const hosts = letters
    .replace(/[。｡]/g, '.')
    .split(/[^\p{L}\p{N}.-]+/u)
    .filter((part) => /[\p{L}\p{N}]\.\p{L}{2}/u.test(part))
    .map((host) => [...host].map(plain));
  return words.filter((word) => isSaid(word, spelled) || hosts.some((host) => isInHost(word, host)));
}

/** The letter that a digit or a sign is used for. */
function plain(letter: string): string {
  return STAND_INS.get(letter) ?? letter;
}

/** A character of a text that may be a letter of a word, and what comes between it and the next one. */
type Spelled = {
  letter: string;
  /** A letter or a digit, and a letter alone: a sign is neither. */
  isWord: boolean;
  isLetter: boolean;
  /** Nothing between it and the one before. */
  isJoined: boolean;
  /** Blanks and ends of lines before it. */
  blanks: number;
  breaks: number;
};

/** A text by its letters, and the places of each. */
type Spelling = { letters: Spelled[]; places: ReadonlyMap<string, number[]> };

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{N}$/u;

function spell(text: string): Spelling {
  const letters: Spelled[] = [];
  let [isJoined, blanks, breaks] = [false, 0, 0];
  for (const character of text) {
    const isLetter = LETTER.test(character);
    const isWord = isLetter || DIGIT.test(character);
    if (isWord || SIGNS.has(character)) {
      letters.push({ letter: plain(character), isWord, isLetter, isJoined, blanks, breaks });
      [isJoined, blanks, breaks] = [true, 0, 0];
      continue;
    }
    isJoined = false;
    if (character === '\n') breaks++;
    else if (character === ' ') blanks++;
  }
  const places = Map.groupBy(letters.keys(), (place) => letters[place]?.letter ?? '');
  return { letters, places };
}

/** Whether the words of an entry follow each other anywhere, with no letter right before or behind them. */
function isSaid({ words }: ListedWord, { letters, places }: Spelling): boolean {
  const first = words[0]?.[0] ?? '';
  return (places.get(first) ?? []).some((place) => {
    if (letters[place]?.isJoined && letters[place - 1]?.isLetter) return false;
    return endsOf(words, letters, place).some((end) => isEnd(letters, end));
  });
}

/** Where the words of an entry end that begin at a place: a sign may be the first letter of a word, or stand before it. */
function endsOf(words: string[][], letters: Spelled[], start: number): number[] {
  const [word = [], ...others] = words;
  const end = endOfWord(word, letters, start);
  if (end === undefined || others.length === 0) return end === undefined ? [] : [end];
  const starts: number[] = [];
  for (let next = end; next < letters.length && next - end <= MAX_SIGNS; next++) {
    // There is something between two words, if only a sign.
    if (next > end || !letters[next]?.isJoined) starts.push(next);
    if (letters[next]?.isWord) break;
  }
  return starts.flatMap((next) => endsOf(others, letters, next));
}

/** @returns the place behind a word that begins there; undefined when another does */
function endOfWord(word: string[], letters: Spelled[], start: number): number | undefined {
  for (const [nth, letter] of word.entries()) {
    const place = start + nth;
    if (letters[place]?.letter !== letter) return undefined;
    if (nth > 0 && !belongTogether(letters, place, word.length)) return undefined;
  }
  return start + word.length;
}

/**
 * Whether a letter goes on with the one before: only signs are between them, or a blank beside a letter that is alone, which
 * is no word of many languages and what spaced-out words consist of, or the end of a line in a long word.
 */
function belongTogether(letters: Spelled[], place: number, length: number): boolean {
  const { blanks = 0, breaks = 0 } = letters[place] ?? {};
  if (blanks + breaks === 0) return true;
  if (blanks + breaks > 1) return false;
  if (breaks === 1) return length >= MIN_BROKEN_LENGTH;
  return !letters[place - 1]?.isJoined || !letters[place + 1]?.isJoined;
}

/** Whether a word may end there: in the plural too, and with a number behind it. */
function isEnd(letters: Spelled[], end: number): boolean {
  const isPart = (place: number, letter: string) =>
    letters[place]?.isJoined === true && letters[place].letter === letter;
  const isFree = (place: number) => !letters[place]?.isJoined || !letters[place].isLetter;
  if (isFree(end)) return true;
  if (isPart(end, 's') && isFree(end + 1)) return true;
  return isPart(end, 'e') && isPart(end + 1, 's') && isFree(end + 2);
}

function isInHost({ words }: ListedWord, host: string[]): boolean {
  const letters = words.flat();
  if (letters.length < MIN_HOST_PART_LENGTH) return false;
  return host.some((_, start) => {
    let place = start;
    for (const [nth, letter] of letters.entries()) {
      if (nth > 0 && host[place] === '-') place++;
      if (host[place++] !== letter) return false;
    }
    return true;
  });
}
