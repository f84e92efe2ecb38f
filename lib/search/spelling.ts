import type { DatabaseSync } from 'node:sqlite';
import { LIVE, type Queries } from '../catalog-database.ts';
import { withoutHeapsOfMarks } from '../combining-marks.ts';
import { editDistance } from '../edit-distance.ts';
import { MAX_QUERY_LENGTH, matchExpressions, type SearchRules, termsOf } from './query.ts';

/** What a reader probably meant by a word that no article has. */

/** Letters of the longest word that is looked at; shorter ones than four letters are near to too many others. */
const MAX_LENGTH = 30;
/** From this length on a word may hold two mistakes. */
const LONG_WORD = 6;
/** How many of the nearest words are counted in the articles. */
const MAX_CANDIDATES = 8;
/** How many words with the same beginning are looked for in the articles. */
const MAX_BEGINNINGS = 20;
/** Up to this count the more frequent of two equally near words is preferred. */
const MAX_COUNTED = 1000;

const WORD = /(?<![\p{L}\p{N}])\p{L}{4,30}(?![\p{L}\p{N}\p{M}])/gu;

/** The words of a text, in small letters, that a reader may misspell. */
export function spellableWords(text: string): string[] {
  return withoutHeapsOfMarks(text).normalize('NFC').toLowerCase().match(WORD) ?? [];
}

/** Puts the words with those that are known, inside the caller's transaction. */
export function learnWords(database: DatabaseSync, words: Iterable<string>): void {
  const insert = database.prepare(
    `INSERT OR IGNORE INTO words (initial, length, word)
     SELECT substr(value, 1, 1), length(value), value FROM json_each(?)`,
  );
  insert.run(JSON.stringify([...words]));
}

/** @see Catalog.didYouMean, the door to it */
export function didYouMean(queries: Queries, query: string, rules: SearchRules): string | undefined {
  const { wanted: terms } = termsOf(query);
  const readersWords = rules.synonyms.words;
  const open = terms.at(-1)?.isOpen ? terms.at(-1)?.text.split(' ').at(-1)?.toLowerCase() : undefined;
  const unknown = terms
    .flatMap(({ text }) => spellableWords(text))
    .filter((word) => !readersWords.has(word) && count(queries, `"${word}"`, 1) === 0)
    .filter((word) => !(word === open && isBeginning(queries, word)));
  const corrections = new Map(unknown.flatMap((word) => pair(word, corrected(queries, word, readersWords))));
  const meant = query.slice(0, MAX_QUERY_LENGTH).normalize('NFC');
  const better = meant.replace(WORD, (word) => corrections.get(word.toLowerCase()) ?? word);
  return better !== meant && finds(queries, better, rules) ? better : undefined;
}

function finds(queries: Queries, query: string, rules: SearchRules): boolean {
  return matchExpressions(query, rules).some(({ match }) => count(queries, match, 1) > 0);
}

/** How many live articles match, counted no further than needed. */
function count(queries: Queries, match: string, most: number): number {
  return queries.count(
    `SELECT count(*) AS n FROM (
       SELECT 1 FROM search CROSS JOIN articles INDEXED BY articles_in_search ON articles.id = search.rowid
       WHERE search MATCH :match AND ${LIVE} LIMIT :most)`,
    { match, most },
  );
}

/** Whether a word of a live article begins so. The words of others are known too, but nothing here may tell of them. */
function isBeginning(queries: Queries, word: string): boolean {
  const found = queries.rows(
    `SELECT word FROM words WHERE initial = substr(:word, 1, 1) AND length BETWEEN length(:word) AND :longest
       AND substr(word, 1, length(:word)) = :word LIMIT :most`,
    { word, longest: MAX_LENGTH, most: MAX_BEGINNINGS },
  );
  return found.some((row) => count(queries, `"${String(row.word)}"`, 1) > 0);
}

function corrected(queries: Queries, word: string, readersWords: ReadonlySet<string>): string | undefined {
  const near = [...similar(queries, word), ...readersWords]
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance <= slipsIn(word))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_CANDIDATES)
    .map((entry) => ({ ...entry, count: count(queries, `"${entry.candidate}"`, MAX_COUNTED) }))
    .filter((entry) => entry.count > 0 || readersWords.has(entry.candidate))
    .sort((a, b) => a.distance - b.distance || b.count - a.count);
  return near[0]?.candidate;
}

/** Words of nearly that length with the same first letter, or with the first two swapped. */
function similar(queries: Queries, word: string): string[] {
  const [first = '', second = ''] = word;
  const rows = queries.rows(
    `SELECT word FROM words WHERE initial IN (:first, :second)
       AND length BETWEEN length(:word) - :slips AND length(:word) + :slips`,
    { word, first, second, slips: slipsIn(word) },
  );
  return rows.map((found) => String(found.word));
}

function pair(word: string, correction: string | undefined): [string, string][] {
  return correction === undefined ? [] : [[word, correction]];
}

/** How many mistakes a word may hold and still be known for what it is. */
function slipsIn(word: string): number {
  return word.length < LONG_WORD ? 1 : 2;
}
