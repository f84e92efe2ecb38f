import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { tokenizerFor } from '../catalog-database.ts';
import { plainText } from '../markdown.ts';
import { typographic } from '../typography.ts';
import { isUnspaced } from './searchable.ts';

/** Where in a text the words of a search are. */

/** A piece of a text; `isMatch` when it is one of the words that were looked for. */
export type Piece = { text: string; isMatch: boolean };

/** Marks in the texts of one page of results what its search was for. */
export type Marker = {
  /** The whole text with the words marked. */
  marked(text: string): Piece[];
  /** The part of a Markdown text with most of the words; undefined when none is in it. */
  passage(markdown: string): Piece[] | undefined;
};

type Place = { start: number; end: number; word: string };

/** Characters of a passage, and of it at most before the first word that was found. */
const LENGTH = 240;
const BEFORE = 60;
/** Blocks of a text that are looked at more closely: a word may be in an address, which readers do not see. */
const MAX_BLOCKS = 3;
/** Characters of a block that are looked at on each side of a word. */
const REACH = 2000;
/** Letters that a word has in common with its stem at least. */
const MIN_SHARED = 2;
/** An expression that matches nowhere. */
const NOTHING = '(?!)';

/** Marks words in texts. Which words are forms of one is asked of a full-text table, so that its rules are the only ones. */
export class Highlighter {
  readonly #database = new DatabaseSync(':memory:');
  readonly #insert: StatementSync;
  readonly #matching: StatementSync;
  readonly #stems: StatementSync;

  /** @param language a BCP 47 tag, by which words are brought to their stems */
  constructor(language: string) {
    const tokenizer = tokenizerFor(language);
    this.#database.exec(
      `CREATE VIRTUAL TABLE words USING fts5 (word, detail = none, tokenize = "${tokenizer}")`,
    );
    this.#database.exec("CREATE VIRTUAL TABLE stems USING fts5vocab (words, 'instance')");
    this.#insert = this.#database.prepare('INSERT INTO words (rowid, word) VALUES (?, ?)');
    this.#matching = this.#database.prepare('SELECT rowid AS place FROM words WHERE words MATCH ?');
    this.#stems = this.#database.prepare('SELECT doc AS place, term FROM stems');
  }

  /**
   * @param texts all that will be marked
   * @param wanted an FTS5 expression for any of the words to be marked
   */
  markerFor(texts: string[], wanted: string): Marker {
    const beginnings = this.#likelyBeginnings(wanted);
    const candidatesIn = (text: string) => wordsWith(beginnings, fold(text));
    const candidates = new Map(texts.map((text) => [text, candidatesIn(text)]));
    const words = new Set([...candidates.values()].flat().map(({ word }) => word));
    const forms = this.#formsAmong([...words], wanted);
    const placesIn = (text: string) =>
      (candidates.get(text) ?? candidatesIn(text)).filter(({ word }) => forms.has(word));
    const marked = (text: string) => markedAt(text, placesIn(text));
    return {
      marked,
      passage(markdown) {
        for (const block of blocksOf(markdown, placesIn(markdown))) {
          const text = plainText(block);
          const place = densest(placesIn(text));
          if (place) return marked(cutAround(text, place));
        }
        return undefined;
      },
    };
  }

  /** Asks a question of the table while these words are in it. */
  #among<Answer>(words: string[], ask: () => Answer): Answer {
    this.#database.exec('BEGIN');
    try {
      for (const [place, word] of words.entries()) this.#insert.run(place, word);
      return ask();
    } finally {
      this.#database.exec('ROLLBACK');
    }
  }

  #formsAmong(words: string[], wanted: string): Set<string> {
    const found = this.#among(words, () => this.#matching.all(wanted));
    return new Set(found.flatMap(({ place }) => words[Number(place)] ?? []));
  }

  /**
   * Matches beginnings of words that may be forms of those in an expression: of a word's stem only the last letter is
   * ever another than in the word itself ("studi" of "study").
   */
  #likelyBeginnings(wanted: string): RegExp {
    const words = [...wanted.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
    const beginnings = this.#among(words, () => this.#stems.all()).map(({ place, term }) => {
      const shared = Math.max(MIN_SHARED, [...String(term)].length - 1);
      return [...fold(words[Number(place)] ?? '')].slice(0, shared).join('');
    });
    return new RegExp([...new Set(beginnings)].join('|') || NOTHING, 'gi');
  }
}

/** The same text, character for character, without accents. */
function fold(text: string): string {
  return text.replace(/[\xb2\xb3\xb9\u00c0-\u024f\u1e00-\u1eff\u2070-\u209c\uff10-\uff5a]/g, (character) =>
    character.normalize('NFKD').charAt(0),
  );
}

const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;
const REST_OF_WORD = /[\p{L}\p{N}\p{M}]*/uy;

/**
 * The words of a text with one of these beginnings. The beginnings are looked for first and their surroundings then: one
 * expression for whole words, which asks of every character what it is, takes five times as long.
 */
function wordsWith(beginnings: RegExp, text: string): Place[] {
  return [...text.matchAll(beginnings)].flatMap(({ 0: found, index: start }) => {
    const [character = ''] = found;
    if (isUnspaced(character)) return [{ start, end: start + character.length, word: character }];
    if (ENDS_IN_WORD.test(text.slice(Math.max(0, start - 2), start))) return [];
    REST_OF_WORD.lastIndex = start;
    const [word = ''] = REST_OF_WORD.exec(text) ?? [];
    return [{ start, end: start + word.length, word: word.toLowerCase() }];
  });
}

function markedAt(text: string, places: Place[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { start, end } of places) {
    const last = pieces.at(-1);
    if (start > done) pieces.push({ text: text.slice(done, start), isMatch: false });
    // Characters that are words by themselves, in a row, are marked as one.
    if (start === done && last?.isMatch) last.text += text.slice(start, end);
    else pieces.push({ text: text.slice(start, end), isMatch: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), isMatch: false });
  return pieces;
}

/** The blocks of a Markdown text that have the words, those with most of them first. */
function blocksOf(markdown: string, places: Place[]): string[] {
  const blocks = new Map<number, { end: number; words: Set<string> }>();
  for (const place of places) {
    const reached = Math.max(place.start - REACH, 0);
    const start = reached + markdown.slice(reached, place.start).lastIndexOf('\n\n') + 1;
    const known = blocks.get(start);
    known?.words.add(place.word);
    if (known || blocks.size > MAX_BLOCKS * MAX_BLOCKS) continue;
    const next = markdown.indexOf('\n\n', place.end);
    const end = Math.min(next < 0 ? markdown.length : next, place.end + REACH);
    blocks.set(start, { end, words: new Set([place.word]) });
  }
  return [...blocks]
    .sort(([, a], [, b]) => b.words.size - a.words.size)
    .slice(0, MAX_BLOCKS)
    .map(([start, { end }]) => markdown.slice(start, end));
}

/** The first of the places from which most different words are within a passage. */
function densest(places: Place[]): Place | undefined {
  let best: Place | undefined;
  let most = 0;
  for (const place of places) {
    const reach = place.start + LENGTH - BEFORE;
    const near = places.filter(({ start, end }) => start >= place.start && end <= reach);
    const { size } = new Set(near.map(({ word }) => word));
    if (size > most) [best, most] = [place, size];
  }
  return best;
}

/** A passage of whole words around a place, with dots where the text goes on. */
function cutAround(text: string, place: Place): string {
  const from = wordStart(text, place.start - BEFORE);
  const to = wordEnd(text, Math.max(from + LENGTH, place.end));
  return `${from > 0 ? '… ' : ''}${typographic(text.slice(from, to))}${to < text.length ? ' …' : ''}`;
}

/** The start of the first whole word at or after a place; a word of enormous length is cut. */
function wordStart(text: string, place: number): number {
  if (place <= 0) return 0;
  const space = text.indexOf(' ', place - 1);
  return space < 0 || space >= place + BEFORE ? place : space + 1;
}

/** The end of the last whole word before a place; a word of enormous length is cut. */
function wordEnd(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const space = text.lastIndexOf(' ', place);
  return space < place - BEFORE ? place : space;
}
