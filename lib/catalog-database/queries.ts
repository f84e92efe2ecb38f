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

/** The questions that all parts of the catalog put to the database, and the one rule of what a reader may see. */

/** What the catalog needs to know of the site. */
export type CatalogSite = {
  /** An IANA zone, such as `America/Denver`. */
  zone: string;
  /** A BCP 47 tag, such as `en-US`: it decides how the search finds the stems of words. */
  language: string;
  topics: readonly { id: string }[];
  /** The author of an article that names none. */
  author: { id: string; name: string; picture?: { src: string; alt: string } };
  /** Articles on a list page. */
  pageSize: number;
  /** How far back the news sitemap goes. */
  newsWindowHours: number;
  /** What the site calls a thing, with what its readers call it. */
  synonyms?: Readonly<Record<string, readonly string[]>>;
};

/** One page of a list. `number` and `pages` count from 1. */
export type ListPage = { items: Article[]; number: number; pages: number; total: number };

/** Enough to weigh an article against another: what the indexes hold of it. The date is in milliseconds since 1970. */
export type Candidate = { id: number; date: number };

export type Parameters = Record<string, string | number>;
export type Row = Record<string, SQLOutputValue>;

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

type Statement = ReturnType<DatabaseSync['prepare']>;

export type QueryOptions = {
  database: DatabaseSync;
  /** The time as of which each question is answered. */
  clock: () => Date;
  site: Pick<CatalogSite, 'author' | 'pageSize'>;
  shown: Shown;
};

/** Puts questions to the database: `:now` is bound in each, and what comes back is parsed. */
export class Queries {
  readonly #database: DatabaseSync;
  readonly #clock: () => Date;
  readonly #site: QueryOptions['site'];
  readonly #shown: Shown;
  readonly #statements = new Map<string, Statement>();

  constructor({ database, clock, site, shown }: QueryOptions) {
    this.#database = database;
    this.#clock = clock;
    this.#site = site;
    this.#shown = shown;
  }

  rows(sql: string, parameters?: Parameters): Row[] {
    return this.#prepared(sql).all(this.#bound(parameters));
  }

  row(sql: string, parameters?: Parameters): Row | undefined {
    return this.#prepared(sql).get(this.#bound(parameters));
  }

  /** Rows without names. Each row with names has a kind of its own for V8, which keeps kinds in old memory. */
  lists(sql: string, parameters?: Parameters): unknown[][] {
    const statement = this.#prepared(sql);
    statement.setReturnArrays(true);
    try {
      return statement.all(this.#bound(parameters)).map((found) => Object.values(found));
    } finally {
      // The same question may be asked for rows with names: it is the same statement.
      statement.setReturnArrays(false);
    }
  }

  /** @param sql a question for one number called `n` */
  count(sql: string, parameters?: Parameters): number {
    return Number(this.row(sql, parameters)?.n ?? 0);
  }

  /** Articles by SQL after `SELECT <columns> FROM`. */
  articles(from: string, parameters?: Parameters): Article[] {
    return readable(this.rows(`SELECT ${COLUMNS} FROM ${from}`, parameters), this.#articleReader());
  }

  /** Articles by SQL after FROM, each with more columns of its row. */
  articlesWith(more: string, from: string, parameters?: Parameters): { article: Article; more: Row }[] {
    const toArticle = this.#articleReader();
    const found = this.rows(`SELECT ${COLUMNS}, ${more} FROM ${from}`, parameters);
    return readable(found, (one) => ({ article: toArticle(one), more: one }));
  }

  /** The first article by SQL after `SELECT <columns> FROM`. */
  first(from: string, parameters?: Parameters): Article | undefined {
    const found = this.row(`SELECT ${COLUMNS} FROM ${from} LIMIT 1`, parameters);
    return found && readOr(found, this.#articleReader());
  }

  /** The little that a choice among many articles needs, by SQL after `SELECT <columns> FROM`. */
  candidates(from: string, parameters?: Parameters): Candidate[] {
    const found = this.lists(`SELECT articles.id, articles.date FROM ${from}`, parameters);
    return found.map(([id, date]) => ({ id: Number(id), date: Number(date) }));
  }

  /**
   * One page of a list.
   * @param from SQL after FROM, with its conditions
   * @returns undefined for a page that does not exist; the first page always does
   */
  page(from: string, number: number, parameters: Parameters = {}, order = NEWEST): ListPage | undefined {
    const size = this.#site.pageSize;
    const total = this.count(`SELECT count(*) AS n FROM ${from}`, parameters);
    const pages = Math.max(1, Math.ceil(total / size));
    if (!Number.isInteger(number) || number < 1 || number > pages) return undefined;
    const offset = (number - 1) * size;
    const ordered = `${from} ORDER BY ${order} LIMIT :size OFFSET :offset`;
    return { items: this.articles(ordered, { ...parameters, size, offset }), number, pages, total };
  }

  /** The row of an author's or a page's file. */
  profile(kind: 'author' | 'page', slug: string): Row | undefined {
    return this.row('SELECT slug, path, fields FROM profiles WHERE kind = :kind AND slug = :slug', {
      kind,
      slug,
    });
  }

  /** @throws ZodError or SyntaxError for a row that cannot be read */
  toAuthor(found: Row): Author {
    return authorFromRow(found, this.#shown);
  }

  /** @returns the author of that id: from its file, or the site itself */
  author(id: string): Author | undefined {
    const found = this.profile('author', id);
    const author = found && readOr(found, (row) => this.toAuthor(row));
    if (author) return author;
    return id === this.#site.author.id ? { ...this.#site.author, kind: 'desk' } : undefined;
  }

  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#database.prepare(sql);
    // `:now` is bound for every question, also where one has no use for it.
    made.setAllowUnknownNamedParameters(true);
    this.#statements.set(sql, made);
    return made;
  }

  #bound(parameters: Parameters = {}): Parameters {
    return { now: this.#clock().getTime(), ...parameters };
  }

  /** Reads the articles of one answer; each author is looked up once. */
  #articleReader(): (row: Row) => Article {
    const known = new Map<string, Author>();
    const authorOf = (id: string) => {
      // An article may name an author who has no file (yet): the name is then all that is known.
      const author = known.get(id) ?? this.author(id) ?? { id, name: id, kind: 'person', hasNoPage: true };
      known.set(id, author);
      return author;
    };
    const now = this.#clock();
    return (row) => articleFromRow(row, authorOf, this.#site.author.id, tagSlug, this.#shown, now);
  }
}
