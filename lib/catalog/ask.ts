import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { tagSlug } from '../urls.ts';
import {
  type Article,
  type Author,
  articleFromRow,
  authorFromRow,
  readable,
  readOr,
  type Shown,
} from './rows.ts';

/** How the catalog's questions are put to the database: each knows what time it is and sees what a reader may see. */

/** What the catalog needs to know of the site. */
export type CatalogSite = {
  /** An IANA zone, such as `America/Denver`. */
  zone: string;
  topics: readonly { id: string }[];
  /** The author of an article that names none. */
  author: { id: string; name: string; picture?: { src: string; alt: string } };
  /** Articles on a list page. */
  pageSize: number;
  /** How far back the news sitemap goes. */
  newsWindowHours: number;
};

/** One page of a list. `number` and `pages` count from 1. */
export type ListPage = { items: Article[]; number: number; pages: number; total: number };

/** Enough to weigh an article against another: what the indexes hold of it. The date is in milliseconds since 1970. */
export type Near = { id: number; date: number };

export type Parameters = Record<string, string | number>;
export type Row = Record<string, SQLOutputValue>;
export type Ask = ReturnType<typeof makeAsk>;

/**
 * The one rule of what a reader may see, as SQL over the table `articles`: not a draft, its date has come, and it has
 * not expired. Every question about live articles is asked with it.
 */
export const LIVE = liveBy('articles.date');
/** The same rule beside a condition on the date: the plus keeps SQLite from going through all dates by the rule. */
export const LIVE_BESIDE = liveBy('+articles.date');

function liveBy(date: string): string {
  return `articles.draft = 0 AND ${date} <= :now AND (articles.expires IS NULL OR articles.expires > :now)`;
}

export const NEWEST = 'articles.date DESC, articles.id DESC';

const NAMES = ['slug', 'path', 'title', 'excerpt', 'date', 'updated', 'topic', 'featured', 'words', 'fields'];
/** What an `Article` is made from. */
export const COLUMNS = NAMES.map((name) => `articles.${name}`).join(', ');

export function makeAsk(
  database: DatabaseSync,
  clock: () => Date,
  site: Pick<CatalogSite, 'author' | 'pageSize'>,
  shown: Shown,
) {
  const siteAuthor: Author = { ...site.author, kind: 'desk' };
  const statements = new Map<string, ReturnType<typeof database.prepare>>();

  function prepared(sql: string) {
    const known = statements.get(sql);
    if (known) return known;
    const made = database.prepare(sql);
    // `:now` is bound for every question, also where one has no use for it.
    made.setAllowUnknownNamedParameters(true);
    statements.set(sql, made);
    return made;
  }

  const bound = (parameters: Parameters = {}) => ({ now: clock().getTime(), ...parameters });
  const rows = (sql: string, parameters?: Parameters): Row[] => prepared(sql).all(bound(parameters));
  const row = (sql: string, parameters?: Parameters): Row | undefined => prepared(sql).get(bound(parameters));

  /** Rows without names. Each row with names has a kind of its own for V8, which keeps kinds in old memory. */
  function lists(sql: string, parameters?: Parameters): unknown[][] {
    const statement = prepared(sql);
    statement.setReturnArrays(true);
    try {
      return statement.all(bound(parameters)).map((found) => Object.values(found));
    } finally {
      // The same question may be asked for rows with names: it is the same statement.
      statement.setReturnArrays(false);
    }
  }

  const ask = {
    rows,
    row,
    lists,

    /** @param sql a question for one number called `n` */
    count(sql: string, parameters?: Parameters): number {
      return Number(row(sql, parameters)?.n ?? 0);
    },

    /** Articles by SQL after `SELECT <columns> FROM`. */
    articles(from: string, parameters?: Parameters): Article[] {
      return readable(rows(`SELECT ${COLUMNS} FROM ${from}`, parameters), toArticles());
    },

    /** Articles by SQL after FROM, each with more columns of its row. */
    articlesWith(more: string, from: string, parameters?: Parameters): { article: Article; more: Row }[] {
      const toArticle = toArticles();
      const found = rows(`SELECT ${COLUMNS}, ${more} FROM ${from}`, parameters);
      return readable(found, (one) => ({ article: toArticle(one), more: one }));
    },

    /** The little that a choice among many articles needs, by SQL after `SELECT <columns> FROM`. */
    near(from: string, parameters?: Parameters): Near[] {
      const found = lists(`SELECT articles.id, articles.date FROM ${from}`, parameters);
      return found.map(([id, date]) => ({ id: Number(id), date: Number(date) }));
    },

    /** The first article by SQL after `SELECT <columns> FROM`. */
    first(from: string, parameters?: Parameters): Article | undefined {
      const found = row(`SELECT ${COLUMNS} FROM ${from} LIMIT 1`, parameters);
      return found && readOr(found, toArticles());
    },

    /**
     * One page of a list.
     * @param from SQL after FROM, with its conditions
     * @returns undefined for a page that does not exist; the first page always does
     */
    page(from: string, number: number, parameters: Parameters = {}, order = NEWEST): ListPage | undefined {
      const size = site.pageSize;
      const total = ask.count(`SELECT count(*) AS n FROM ${from}`, parameters);
      const pages = Math.max(1, Math.ceil(total / size));
      if (!Number.isInteger(number) || number < 1 || number > pages) return undefined;
      const offset = (number - 1) * size;
      const items = ask.articles(`${from} ORDER BY ${order} LIMIT :size OFFSET :offset`, {
        ...parameters,
        size,
        offset,
      });
      return { items, number, pages, total };
    },

    /** The row of an author's or a page's file. */
    leaf(kind: 'author' | 'page', slug: string): Row | undefined {
      return row('SELECT slug, path, fields, modified FROM leaves WHERE kind = :kind AND slug = :slug', {
        kind,
        slug,
      });
    },

    toAuthor: (found: Row): Author => authorFromRow(found, shown),

    /** @returns the author of that id: from its file, or the site itself. */
    author(id: string): Author | undefined {
      const found = ask.leaf('author', id);
      const author = found && readOr(found, ask.toAuthor);
      if (author) return author;
      return id === site.author.id ? siteAuthor : undefined;
    },
  };

  /** An article may name an author who has no file (yet): the name is then all that is known. */
  const authorNamed = (id: string): Author => ask.author(id) ?? { id, name: id, kind: 'person' };

  /** Makes the articles of one answer; each author is looked up once. */
  function toArticles() {
    const known = new Map<string, Author>();
    const authorOf = (id: string) => {
      const author = known.get(id) ?? authorNamed(id);
      known.set(id, author);
      return author;
    };
    return (found: Row) => articleFromRow(found, authorOf, site.author.id, tagSlug, shown, clock());
  }

  return ask;
}
