import { withoutHeapsOfMarks } from '../combining-marks.ts';

/** Characters that show nothing: a word has them where it may be parted, or from where it was copied. */
const INVISIBLE = /\u00ad|\u034f|\u180e|[\u200b-\u200f]|\u2060|\ufeff/g;
/** Scripts without blanks between words: each character is looked for by itself, and those of a question in a row. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
/** Latin letters and punctuation that are in the index as they are. */
const PLAIN =
  /^[\0-\xa9\xab\xac\xae-\xb1\xb4-\xb8\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u2010\u2012-\u2023\u2030\u2039-\u203a\u20ac]*$/;

/** A text or a question as the search knows it: what looks alike is alike, and what cannot be seen is not there. */
export function searchable(text: string): string {
  return PLAIN.test(text)
    ? text
    : visible(withoutHeapsOfMarks(text).normalize('NFKC')).replace(UNSPACED, ' $& ');
}

/** A text without the characters that show nothing, and with the letters of its ligatures. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'));
}

export function isUnspaced(character: string): boolean {
  UNSPACED.lastIndex = 0;
  return UNSPACED.test(character);
}

/** Letters of a word that is taken for unfinished, and how far such a word is shortened. */
const MIN_UNFINISHED = 3;
const MIN_SHORTENED = 4;
const MAX_CUT = 4;
const MAX_TERMS = 12;
/** Characters of a question that are looked at. */
export const MAX_QUERY_LENGTH = 200;

/** A word, or words that belong together. `isOpen`: its last word may be unfinished. */
export type Term = { text: string; isOpen: boolean };

/**
 * What a reader typed, as terms: words between double quotes belong together, and the last word may be unfinished. A
 * word of one letter or two is taken as it is: what begins with it is most of the archive.
 * @returns none when there is no word in it
 */
export function termsOf(query: string): Term[] {
  const found = query
    .slice(0, MAX_QUERY_LENGTH)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, MAX_QUERY_LENGTH)
    .matchAll(/"([^"]*)"|([^\s"]+)/g);
  const terms = [...found].flatMap(([, phrase, word]) => {
    const words = searchable(phrase ?? word ?? '').match(/[\p{L}\p{N}\p{M}]+/gu);
    return words ? [{ words, isPhrase: phrase !== undefined }] : [];
  });
  const kept = terms.slice(0, MAX_TERMS);
  return kept.map(({ words, isPhrase }, place) => ({
    text: words.join(' '),
    isOpen: place === kept.length - 1 && !isPhrase && [...(words.at(-1) ?? '')].length >= MIN_UNFINISHED,
  }));
}

/**
 * Makes FTS5 expressions out of what a reader typed, to be tried in turn until one finds something: every term must
 * occur. Every term is quoted, so that no character of the query language gets through.
 *
 * The index holds stems ("medic" for "medication"), so an unfinished "medicat" is longer than what it should find; the
 * later expressions leave letters of it off.
 * @param isStemmed whether the index holds stems; otherwise it holds the words themselves
 * @returns none when there is no word in it
 */
export function matchExpressions(query: string, isStemmed = true): string[] {
  const terms = termsOf(query);
  const last = terms.pop();
  if (!last) return [];
  const kept = terms.map(({ text }) => `"${text}"`);
  return endingsOf(last, isStemmed).map((end) => [...kept, end].join(' '));
}

function endingsOf({ text, isOpen }: Term, isStemmed: boolean): string[] {
  if (!isOpen) return [`"${text}"`];
  const [, before = '', word = ''] = /^(.* )?(\S*)$/.exec(text) ?? [];
  const characters = [...word];
  const off = Math.min(isStemmed ? MAX_CUT : 0, Math.max(0, characters.length - MIN_SHORTENED));
  const shortened = (less: number) => characters.slice(0, characters.length - less).join('');
  return Array.from({ length: off + 1 }, (_, less) => `"${before}${shortened(less)}"*`);
}

/** An expression that finds what has any of the words, alone, of one that `matchExpressions` made. */
export function anyWord(expression: string): string {
  const terms = [...expression.matchAll(/"([^"]*)"(\*?)/g)];
  return terms
    .flatMap(([, text = '', star = '']) => `"${text.split(' ').join('" OR "')}"${star}`)
    .join(' OR ');
}
