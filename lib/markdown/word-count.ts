import { withoutTags } from './plain-text.ts';

/**
 * What a sign does to a word, as bits: the last says whether a word goes on after it where it came outside of one, the
 * one before it the same where it came within one. The third tells what is known from the zeros that are not.
 */
const ENDS = 0b100;
/** A character of a script without blanks: it ends what came before, and is counted by itself. */
const UNSPACED = 0b1100;
const JOINS = 0b110;
const BEGINS = 0b111;

/** By UTF-16 unit. The first halves of pairs stay unknown: what they do depends on the second. */
const known = new Uint8Array(0x10000);

/**
 * The words of a Markdown text as a reader meets them, near enough for a reading time: letters and digits, and the
 * apostrophes and hyphens that follow them. Every sign of an archive passes here: a regular expression that is asked for
 * one word after the other takes twice as long, and so does a condition a sign, which the processor guesses wrongly at
 * each end of a word.
 */
export function countWords(markdown: string): number {
  const text = withoutTags(markdown);
  let words = 0;
  let unspaced = 0;
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    const does = known[text.charCodeAt(at)] || effectAt(text, at);
    const inside = (does >> before) & 1;
    words += inside & (before ^ 1);
    unspaced += does >> 3;
    before = inside;
  }
  return words + Math.round(unspaced * WORDS_PER_CHARACTER);
}

/** Readers take some 300 characters of Chinese or Japanese a minute, and 230 words of English. */
const WORDS_PER_CHARACTER = 230 / 300;
const SCRIPTS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

function effectAt(text: string, at: number): number {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  // The second half of a pair leaves things as the pair has put them.
  const isJoint = /['’\-\uDC00-\uDFFF]/.test(sign.at(0) ?? '');
  const isUnspaced = /\p{L}/u.test(sign) && SCRIPTS.test(sign);
  const does = isUnspaced ? UNSPACED : /[\p{L}\p{N}]/u.test(sign) ? BEGINS : isJoint ? JOINS : ENDS;
  if (!/[\uD800-\uDBFF]/.test(sign)) known[text.charCodeAt(at)] = does;
  return does;
}
