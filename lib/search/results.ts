import { type Article, type CatalogSite, hasStemmer, LIVE, type Queries } from '../catalog-database.ts';
import { Highlighter, type Piece } from './highlight.ts';
import { matchExpressions, visible } from './query.ts';

/** The answers to a search. */

export type SearchFilters = {
  topic?: string | undefined;
  /** The first and the last month, `yyyy-mm` in the site's zone. */
  from?: string | undefined;
  to?: string | undefined;
  /** The best match first, unless it says newest. */
  order?: 'relevance' | 'newest' | undefined;
};

/** An article that was found. `passage` is the part of its text where the words stand, or its excerpt. */
export type Found = Article & { marked: { title: Piece[]; passage: Piece[] } };

/** One page of what was found. `isCapped`: there is more, and `total` is the most that is counted. */
export type SearchPage = {
  items: Found[];
  number: number;
  pages: number;
  total: number;
  isCapped: boolean;
};

/**
 * Matches that are counted and weighed, the newest of them. Weighing takes about a microsecond a match, and words
 * that are in a third of a large archive have tens of thousands: what lies beyond is reached by a topic, a year or
 * another word.
 */
const MAX_COUNTED = 4000;

/** Full-text search of live articles, with the words marked in what is found. */
export class Search {
  readonly #queries: Queries;
  readonly #pageSize: number;
  readonly #isStemmed: boolean;
  readonly #highlighter: Highlighter;

  constructor(queries: Queries, { pageSize, language }: Pick<CatalogSite, 'pageSize' | 'language'>) {
    this.#queries = queries;
    this.#pageSize = pageSize;
    this.#isStemmed = hasStemmer(language);
    this.#highlighter = new Highlighter(language);
  }

  /** @see Catalog.search, the door to it */
  search(query: string, number: number, filters: SearchFilters): SearchPage | undefined {
    if (!Number.isInteger(number) || number < 1) return undefined;
    const { from: found, parameters } = matching(filters);
    const weight = filters.order === 'newest' ? '0' : 'bm25(search, 10, 5, 6, 1)';
    const newest = `SELECT articles.id, ${weight} AS weight FROM ${found} ORDER BY search.rowid DESC LIMIT :most`;
    const best = `SELECT id, weight, count(*) OVER () AS total FROM (${newest})
      ORDER BY weight, id DESC LIMIT :size OFFSET :offset`;
    const size = this.#pageSize;
    for (const match of matchExpressions(query, this.#isStemmed)) {
      const rows = this.#queries.articlesWith(
        'total, body',
        `(${best}) AS best CROSS JOIN articles ON articles.id = best.id CROSS JOIN bodies ON bodies.id = best.id
         ORDER BY weight, articles.id DESC`,
        { ...parameters, match, most: MAX_COUNTED, size, offset: (number - 1) * size },
      );
      const [first] = rows;
      if (first) {
        const total = Number(first.more.total);
        const texts = rows.map(({ article, more }) => ({ article, text: visible(String(more.body)) }));
        const pages = Math.ceil(total / size);
        return { items: this.#show(texts, match), number, pages, total, isCapped: total === MAX_COUNTED };
      }
      // There are matches, but not so many pages of them.
      if (number > 1 && this.#queries.row(`SELECT 1 FROM ${found} LIMIT 1`, { ...parameters, match }))
        return undefined;
    }
    return number === 1 ? { items: [], number, pages: 1, total: 0, isCapped: false } : undefined;
  }

  #show(found: { article: Article; text: string }[], match: string): Found[] {
    const texts = found.flatMap(({ article, text }) => [article.title, article.excerpt, text]);
    const { marked, passage } = this.#highlighter.markerFor(texts, match);
    return found.map(({ article, text }) => ({
      ...article,
      marked: { title: marked(article.title), passage: passage(text) ?? marked(article.excerpt) },
    }));
  }
}

/**
 * SQL after FROM for what matches and passes the filters. CROSS JOIN keeps SQLite from asking the full-text table once
 * for each article, and the named index from reading each article to see whether it is live.
 */
function matching({ topic, from, to }: SearchFilters) {
  const conditions = [
    'search MATCH :match',
    LIVE,
    ...(topic === undefined ? [] : ['articles.topic = :topic']),
    ...(from === undefined ? [] : ['articles.month >= :from']),
    ...(to === undefined ? [] : ['articles.month <= :to']),
  ];
  return {
    from: `search CROSS JOIN articles INDEXED BY articles_in_search ON articles.id = search.rowid
      WHERE ${conditions.join(' AND ')}`,
    parameters: {
      ...(topic !== undefined && { topic }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    },
  };
}
