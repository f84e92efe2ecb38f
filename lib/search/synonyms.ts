import { type ReadersWords, wordsOf } from './query.ts';

/** The readers' words for what a site writes in another way: a search for one finds the other as well. */
export class Synonyms implements ReadersWords {
  readonly words: ReadonlySet<string>;
  readonly #meanings = new Map<string, string[]>();
  readonly #longest: number;

  /** @param table what the site calls a thing, with what its readers call it */
  constructor(table: Readonly<Record<string, readonly string[]>> = {}) {
    for (const [meant, readersWords] of Object.entries(table)) {
      for (const said of readersWords.map(folded)) {
        this.#meanings.set(said, [...(this.#meanings.get(said) ?? []), wordsOf(meant)]);
      }
    }
    const all = [...this.#meanings.keys()];
    this.words = new Set(all.flatMap((said) => said.split(' ')));
    this.#longest = Math.max(1, ...all.map((said) => said.split(' ').length));
  }

  at(terms: string[]): { length: number; meant: string[] } {
    for (let length = Math.min(this.#longest, terms.length); length > 0; length--) {
      const meant = this.#meanings.get(folded(terms.slice(0, length).join(' ')));
      if (meant) return { length, meant };
    }
    return { length: 1, meant: [] };
  }
}

function folded(text: string): string {
  return wordsOf(text).toLowerCase();
}
