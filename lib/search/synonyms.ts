import { wordsOf } from './searchable.ts';

/** The readers' words for what a site writes in another way: a search for one finds the other as well. */
export class Synonyms {
  /** All that readers say, in small letters. */
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

  /**
   * Looks for a synonym at the start of a list of terms, the longest that there is.
   * @returns how many terms it takes, and what the site calls it: one term and nothing when it is no synonym
   */
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
