import { wordsOf } from './searchable.ts';
import type { Synonyms } from './synonyms.ts';

/** Letters of a word that is taken for unfinished, and how far such a word is shortened. */
const MIN_UNFINISHED = 3;
const MIN_SHORTENED = 4;
const MAX_CUT = 4;
const MAX_TERMS = 12;
/** Characters of a question that are looked at. */
export const MAX_QUERY_LENGTH = 200;

/** A word, or words that belong together. `isOpen`: its last word may be unfinished. */
export type Term = { text: string; isOpen: boolean };

/** A question to the full-text table, and the words that it looks for, any of which is marked in what it finds. */
export type Expression = { match: string; words: string };

/** How words are looked for: by their stems, if the index holds those, and by what readers call things. */
export type SearchRules = { isStemmed: boolean; synonyms: Synonyms };

const TOKEN = /(-?)"([^"]*)"|((?:(?!")\S)+)/g;

/**
 * What a reader typed, as terms: words between double quotes belong together, the last word may be unfinished, and what
 * follows a minus is `unwanted`. A word of one letter or two is taken as it is: what begins with it is most of the
 * archive.
 */
export function termsOf(query: string): { wanted: Term[]; unwanted: Term[] } {
  const found = query
    .slice(0, MAX_QUERY_LENGTH)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, MAX_QUERY_LENGTH)
    .matchAll(TOKEN);
  const terms = [...found]
    .flatMap(([token, minus, phrase, word = '']) => {
      const text = wordsOf(phrase ?? word);
      const isUnwanted = phrase === undefined ? token.startsWith('-') : minus === '-';
      return text ? [{ text, isUnwanted, isPhrase: phrase !== undefined }] : [];
    })
    .slice(0, MAX_TERMS);
  const last = terms.at(-1);
  const asTerm = (term: (typeof terms)[number]): Term => ({
    text: term.text,
    isOpen: term === last && !term.isPhrase && isLongEnough(term.text),
  });
  return {
    wanted: terms.filter(({ isUnwanted }) => !isUnwanted).map(asTerm),
    unwanted: terms.filter(({ isUnwanted }) => isUnwanted).map(asTerm),
  };
}

function isLongEnough(text: string): boolean {
  return [...(text.split(' ').at(-1) ?? '')].length >= MIN_UNFINISHED;
}

/**
 * Makes FTS5 expressions out of what a reader typed, to be tried in turn until one finds something: every term must
 * occur, or what the site calls it. Every term is quoted, so that no character of the query language gets through.
 *
 * The index holds stems ("medic" for "medication"), so an unfinished "medicat" is longer than what it should find; the
 * later expressions leave letters of it off.
 * @returns none when there is no word in it that is wanted
 */
export function matchExpressions(query: string, { isStemmed, synonyms }: SearchRules): Expression[] {
  const { wanted, unwanted } = termsOf(query);
  const last = wanted.at(-1);
  if (!last) return [];
  const without = unwanted.map(({ text }) => `"${text}"`).join(' OR ');
  return endingsOf(last, isStemmed).map((ending) => {
    const words = [...wanted.slice(0, -1).map(({ text }) => `"${text}"`), ending];
    const looked = alternatives(wanted, words, synonyms).join(' AND ');
    return { match: without ? `(${looked}) NOT (${without})` : looked, words: anyWord(looked) };
  });
}

/** Each run of terms that the readers have for a thing of the site, or what the site calls it. */
function alternatives(terms: Term[], words: string[], synonyms: Synonyms): string[] {
  const groups: string[] = [];
  for (let place = 0; place < terms.length; ) {
    const { length, meant } = synonyms.at(terms.slice(place).map(({ text }) => text));
    const run = words.slice(place, place + length);
    const typed = length > 1 ? `(${run.join(' AND ')})` : run.join('');
    const others = meant.map((text) => `"${text}"`);
    groups.push(others.length > 0 ? `(${[typed, ...others].join(' OR ')})` : typed);
    place += length;
  }
  return groups;
}

function endingsOf({ text, isOpen }: Term, isStemmed: boolean): string[] {
  if (!isOpen) return [`"${text}"`];
  const [, before = '', word = ''] = /^(.* )?(\S*)$/.exec(text) ?? [];
  const characters = [...word];
  const off = Math.min(isStemmed ? MAX_CUT : 0, Math.max(0, characters.length - MIN_SHORTENED));
  const shortened = (less: number) => characters.slice(0, characters.length - less).join('');
  return Array.from({ length: off + 1 }, (_, less) => `"${before}${shortened(less)}"*`);
}

/** An expression that finds what has any of the quoted words of another. */
function anyWord(expression: string): string {
  const terms = [...expression.matchAll(/"([^"]*)"(\*?)/g)];
  return terms
    .flatMap(([, text = '', star = '']) => `"${text.split(' ').join('" OR "')}"${star}`)
    .join(' OR ');
}
