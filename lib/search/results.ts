import { type Article, type CatalogSite, hasStemmer, LIVE, type Queries } from '../catalog-database.ts';
import { Highlighter, type Piece } from './highlight.ts';
import { type Expression, matchExpressions, type SearchRules } from './query.ts';
import { visible } from './searchable.ts';
import { didYouMean } from './spelling.ts';
import { Synonyms } from './synonyms.ts';

/** The answers to a search. */

export type SearchFilters = {
  topic?: string | undefined;
  /** The slug of a tag. */
  tag?: string | undefined;
  /** The id of an author. */
  author?: string | undefined;
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
  readonly #rules: SearchRules;
  readonly #highlighter: Highlighter;

  constructor(queries: Queries, site: Pick<CatalogSite, 'pageSize' | 'language' | 'synonyms'>) {
    const { pageSize, language, synonyms } = site;
    this.#queries = queries;
    this.#pageSize = pageSize;
    this.#rules = { isStemmed: hasStemmer(language), synonyms: new Synonyms(synonyms) };
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
    for (const expression of matchExpressions(query, this.#rules)) {
      const { match } = expression;
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
        return {
          items: this.#show(texts, expression),
          number,
          pages,
          total,
          isCapped: total === MAX_COUNTED,
        };
      }
      // There are matches, but not so many pages of them.
      if (number > 1 && this.#queries.row(`SELECT 1 FROM ${found} LIMIT 1`, { ...parameters, match }))
        return undefined;
    }
    return number === 1 ? { items: [], number, pages: 1, total: 0, isCapped: false } : undefined;
  }

  /** @see Catalog.didYouMean, the door to it */
  didYouMean(query: string): string | undefined {
    return didYouMean(this.#queries, query, this.#rules);
  }

  #show(found: { article: Article; text: string }[], { words }: Expression): Found[] {
    const texts = found.flatMap(({ article, text }) => [article.title, article.excerpt, text]);
    const { marked, passage } = this.#highlighter.markerFor(texts, words);
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
function matching({ topic, tag, author, from, to }: SearchFilters) {
  const filters = [
    { name: 'topic', value: topic, condition: 'articles.topic = :topic' },
    { name: 'from', value: from, condition: 'articles.month >= :from' },
    { name: 'to', value: to, condition: 'articles.month <= :to' },
    {
      name: 'tag',
      value: tag,
      condition: 'EXISTS (SELECT 1 FROM tags WHERE tags.id = articles.id AND tags.slug = :tag)',
    },
    {
      name: 'author',
      value: author,
      condition: 'EXISTS (SELECT 1 FROM bylines WHERE bylines.id = articles.id AND bylines.author = :author)',
    },
  ].flatMap(({ value, ...filter }) => (value === undefined ? [] : [{ ...filter, value }]));
  const conditions = ['search MATCH :match', LIVE, ...filters.map(({ condition }) => condition)];
  return {
    from: `search CROSS JOIN articles INDEXED BY articles_in_search ON articles.id = search.rowid
      WHERE ${conditions.join(' AND ')}`,
    parameters: Object.fromEntries(filters.map(({ name, value }) => [name, value])),
  };
}
