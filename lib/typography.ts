import { primaryOf } from './language.ts';
import { site } from './site.ts';

/** How a language sets quotes and apostrophes. */
type Rules = {
  /** Opening and closing, then the same within a quotation. */
  quotes: readonly [string, string, string, string];
  /** Words that begin with an apostrophe. */
  shortened?: RegExp;
  /** A year without its century, or a decade. */
  year: RegExp;
  /** Whether feet and inches have marks of their own; English sets them like quotes that close. */
  hasPrimes: boolean;
};

const YEAR = /\d\d(?![\p{L}\p{N}])/uy;

const RULES: Readonly<Record<string, Rules>> = {
  en: {
    quotes: ['“', '”', '‘', '’'],
    shortened:
      /(?:tis|twas|twere|twill|twould|tisn|twasn|em|til|cause|cuz|bout|n|nuff|fraid|gainst|neath|tude)(?![\p{L}\p{N}])/iuy,
    year: /\d\ds?(?![\p{L}\p{N}])/uy,
    hasPrimes: false,
  },
  de: {
    quotes: ['„', '“', '‚', '‘'],
    shortened: /(?:s|n|ne|nen|nem|ner|ran|raus|rein|rauf|rum|runter|rüber)(?![\p{L}\p{N}])/iuy,
    year: /\d\d(?:er)?(?![\p{L}\p{N}])/uy,
    hasPrimes: true,
  },
  es: { quotes: ['«', '»', '“', '”'], year: YEAR, hasPrimes: true },
};
const OTHERS: Rules = { quotes: ['“', '”', '‘', '’'], year: YEAR, hasPrimes: true };

const rulesOf = (language: string) => RULES[primaryOf(language)] ?? OTHERS;
const ofSite = rulesOf(site.language);

/**
 * Sets straight quotes and apostrophes as a printer would: "it's" becomes “it’s”. One character is put for one, in one
 * pass. A mark opens before a word and after none; what can be either closes what is open.
 * @param language the site's own unless it is given
 */
export function typographic(text: string, language?: string): string {
  if (!/["']/.test(text)) return text;
  const rules = language === undefined ? ofSite : rulesOf(language);
  const [open, close, openInner, closeInner] = rules.quotes;
  // What each mark is in English: the same character opens in one language and closes in another.
  const read = readAs(text, rules);
  const set = text.split('');
  const lastEnd = lastSingleEnd(text);
  let isOpen = false;
  let isInnerOpen = false;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    // A mark before it has been set already.
    const before = at > 0 ? (read[at - 1] ?? '') : '';
    const isMeasure = rules.hasPrimes && /\d/.test(before);
    if (mark === '"') {
      const wasOpen = isOpen;
      isOpen = opensDouble(before, text[at + 1] ?? '', text[at + 2] ?? '', isOpen);
      read[at] = isOpen ? '“' : '”';
      set[at] = isOpen ? open : isMeasure && !wasOpen ? '″' : close;
    } else if (mark === "'") {
      const opens: boolean = opensSingle(text, at, before, lastEnd, rules);
      const closes: boolean = isInnerOpen && !isWord(text[at + 1] ?? '');
      read[at] = opens ? '‘' : '’';
      set[at] = opens ? openInner : closes ? closeInner : isMeasure ? '′' : '’';
      isInnerOpen = opens || (isInnerOpen && !closes);
    }
  }
  return set.join('');
}

const ENGLISH = ['“', '”', '‘', '’'] as const;

/** The characters of a text, its quotes as English has them. */
function readAs(text: string, { quotes }: Rules): string[] {
  const characters = text.split('');
  if (quotes[1] !== '“') return characters;
  return characters.map((character) => ENGLISH[quotes.indexOf(character)] ?? character);
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

function opensSingle(text: string, at: number, before: string, lastEnd: number, rules: Rules): boolean {
  const next = text[at + 1] ?? '';
  if (isBlank(next) || isWord(before)) return false;
  if (!isBlank(before) && !OPENERS.test(before)) return false;
  for (const apostrophe of [rules.year, rules.shortened]) {
    if (!apostrophe) continue;
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
