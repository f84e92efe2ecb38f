import { withoutHeapsOfMarks } from '../combining-marks.ts';

/** How the search sees a text. */

/** Characters that show nothing: a word has them where it may be parted, or from where it was copied. */
const INVISIBLE = /\u00ad|\u034f|\u180e|[\u200b-\u200f]|\u2060|\ufeff/g;
/** Scripts without blanks between words: each character is looked for by itself, and those of a question in a row. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu;
/** Latin letters and punctuation that are in the index as they are. */
const PLAIN =
  /^[\0-\xa9\xab\xac\xae-\xb1\xb4-\xb8\xbb\xbf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u2010\u2012-\u2023\u2030\u2039-\u203a\u20ac]*$/;

/** Where the characters are that compatibility normalization makes three or more of, up to the eighteen of U+FDFA. */
const EXPANDING =
  /[\xbc-\xbe\u2026-\u2057\u2100-\u218f\u222c-\u2230\u2474-\u24b5\u2a0c-\u2a76\u3200-\u33ff\ufb00-\ufdff\ufe19\u{1f100}-\u{1f2ff}]/gu;
const MIN_EXPANSION = 3;
/** So many of a text are expanded. A text of nothing else would be eight times its size, and a second of indexing. */
const MAX_EXPANDED = 5000;

/** The normal form NFKC, in which characters beyond the limit that would become many are left out. */
function compatible(text: string): string {
  let expanded = 0;
  const bounded = text.replace(EXPANDING, (character) => {
    const isLong = character.normalize('NFKC').length >= MIN_EXPANSION;
    return isLong && ++expanded > MAX_EXPANDED ? ' ' : character;
  });
  return bounded.normalize('NFKC');
}

/** A text or a question as the search knows it: what looks alike is alike, and what cannot be seen is not there. */
export function searchable(text: string): string {
  return PLAIN.test(text) ? text : visible(compatible(withoutHeapsOfMarks(text))).replace(UNSPACED, ' $& ');
}

/** A text without the characters that show nothing, and with the letters of its ligatures. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, '').replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'));
}

/** The words of a text as they are looked for, with a blank between them. */
export function wordsOf(text: string): string {
  return (searchable(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).join(' ');
}

export function isUnspaced(character: string): boolean {
  UNSPACED.lastIndex = 0;
  return UNSPACED.test(character);
}
