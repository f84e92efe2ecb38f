/**
 * Sets straight quotes and apostrophes as a printer would: "it's" becomes “it’s”. One character is put for one, in one
 * pass. A mark opens before a word and after none; what can be either closes what is open.
 */
export function typographic(text: string): string {
  if (!/["']/.test(text)) return text;
  const characters = text.split('');
  const lastEnd = lastSingleEnd(text);
  let isOpen = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    // A mark before it has been set already.
    const before = at > 0 ? (characters[at - 1] ?? '') : '';
    if (mark === '"') {
      isOpen = opensDouble(before, text[at + 1] ?? '', text[at + 2] ?? '', isOpen);
      characters[at] = isOpen ? '“' : '”';
    } else if (mark === "'") {
      characters[at] = opensSingle(text, at, before, lastEnd) ? '‘' : '’';
    }
  }
  return characters.join('');
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** Half of a character beyond the first 65,536 counts as a word: an emoji, or a letter of a rare script. */
const isWord = (character: string) => WORD.test(character) || /[\uD800-\uDFFF]/.test(character);
const isBlank = (character: string) => character === '' || /\s/.test(character);
/** What a mark may follow and still open. */
const OPENERS = /[([{<«‹“‘„‚/=\-‐‑–—|*_~¿¡]/;
/** Characters before a word: a currency, a sign of a number or of a name, an opening bracket. */
const LEADERS = /[\p{Sc}#@§&¿¡([{<«‹“‘„+\-–—…~*_\\/]/u;
/** Scripts that are written without blanks. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef]/u;

function opensDouble(before: string, next: string, afterNext: string, isOpen: boolean): boolean {
  if (UNSPACED.test(before) || UNSPACED.test(next)) return !isOpen;
  if (isBlank(next)) return false;
  if (isBlank(before)) return true;
  if (isWord(before)) return false;
  const leadsOn = isWord(next) || LEADERS.test(next) || (/['".]/.test(next) && !isBlank(afterNext));
  if (OPENERS.test(before)) return leadsOn || !isOpen;
  return isWord(next) && !isOpen;
}

/** Words that begin with an apostrophe. */
const SHORTENED =
  /(?:tis|twas|twere|twill|twould|tisn|twasn|em|til|cause|cuz|bout|n|nuff|fraid|gainst|neath|tude)(?![\p{L}\p{N}])/iuy;
/** A year without its century, or a decade. */
const YEAR = /\d\ds?(?![\p{L}\p{N}])/uy;

function opensSingle(text: string, at: number, before: string, lastEnd: number): boolean {
  const next = text[at + 1] ?? '';
  if (isBlank(next) || isWord(before)) return false;
  if (!isBlank(before) && !OPENERS.test(before)) return false;
  for (const apostrophe of [YEAR, SHORTENED]) {
    apostrophe.lastIndex = at + 1;
    if (!apostrophe.test(text)) continue;
    // The word alone may be in quotes; "rock 'n' roll" is not.
    return text[apostrophe.lastIndex] === "'" && !/^n'/i.test(text.slice(at + 1, at + 3));
  }
  const leadsOn = isWord(next) || LEADERS.test(next) || (/[".]/.test(next) && !isBlank(text[at + 2] ?? ''));
  if (!leadsOn) return false;
  // What nothing closes is an apostrophe, but for speech that goes on in the next paragraph.
  return at < lastEnd || (at === 0 && !/\p{Ll}/u.test(next));
}

/** The last place where a single quote may close. */
function lastSingleEnd(text: string): number {
  for (let at = text.lastIndexOf("'"); at > 0; at = text.lastIndexOf("'", at - 1)) {
    if (!isBlank(text[at - 1] ?? '') && !isWord(text[at + 1] ?? '')) return at;
  }
  return -1;
}
