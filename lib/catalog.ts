import type { DatabaseSync } from 'node:sqlite';
import * as bySlug from './catalog/by-slug.ts';
import * as lists from './catalog/lists.ts';
import { diversify, rankRelated } from './catalog/related.ts';
import { isTopic, leadsSomewhere } from './catalog/site-links.ts';
import * as status from './catalog/status.ts';
import { RenderedTexts, Texts } from './catalog/texts.ts';
import {
  type Article,
  type Author,
  type CatalogSite,
  LIVE,
  LIVE_BESIDE,
  type ListPage,
  NEWEST,
  openToRead,
  type Picture,
  pageFromRow,
  Queries,
  readOr,
  type StoredText,
  type Tag,
} from './catalog-database.ts';
import type { Text } from './markdown.ts';
import { type Media, openMedia } from './media.ts';
import type { Problem } from './problem.ts';
import { pendingSearch, Search, type SearchFilters, type SearchPage } from './search.ts';

export type { Counted, StaticPage } from './catalog/lists.ts';
export type { StatusCounts } from './catalog/status.ts';
export { RenderedTexts } from './catalog/texts.ts';
export {
  type Article,
  type Author,
  isDatabaseError,
  type ListPage,
  type Picture,
  type Source,
  type Tag,
} from './catalog-database.ts';
export type { Heading, Text } from './markdown.ts';
export type { Found, Piece, SearchFilters, SearchPage } from './search.ts';

/** Every question about articles, authors and pages, answered from the catalog that `content.ts` makes of the files. */

export type CatalogOptions = {
  contentDir: string;
  cacheDir: string;
  site: CatalogSite;
  /** Origin of the site, such as `https://example.org`. */
  url: string;
  /** Says what time it is; it decides which articles are live. */
  clock: () => Date;
  /** What several catalogs of the same content and site in one thread may share. */
  rendered?: RenderedTexts;
};

/** Related articles that are read at once: as many as a page shows, and some of which there may be too many. */
const RELATED_BATCH = 6;
/** The newest of the same tag, of the same topic and of all that are weighed as related. */
const WEIGHED = { tag: 60, topic: 40, newest: 20 };

/**
 * Opens the catalog to read it, as pages do: its file must be there, and nothing is written.
 * @throws CatalogUnreadable for a file that is missing, of another version or damaged
 */
export function openCatalog(options: CatalogOptions): Catalog {
  return new Catalog(openToRead(options), options);
}

/**
 * An article that was live and whose time is over, by its slug or by an alias that is no other article's slug. One that
 * ended before it began never was live.
 */
const ENDED = `articles
  WHERE id = coalesce(
      (SELECT id FROM articles WHERE slug = :slug),
      (SELECT id FROM aliases WHERE alias = :slug))
    AND draft = 0 AND date <= :now AND expires <= :now AND expires >= date`;

export class Catalog {
  /** The pictures and other files of the content. */
  readonly media: Media;
  readonly #database: DatabaseSync;
  readonly #site: CatalogSite;
  readonly #clock: () => Date;
  readonly #queries: Queries;
  readonly #texts: Texts;
  readonly #search: Search;
  #snapshotTime: Date | undefined;

  /** @param database an open connection to the catalog's file */
  constructor(database: DatabaseSync, options: CatalogOptions) {
    const { contentDir, cacheDir, site, url, clock, rendered = new RenderedTexts() } = options;
    this.#database = database;
    this.#site = site;
    this.#clock = clock;
    this.media = openMedia(contentDir, cacheDir);
    this.#queries = new Queries({
      database,
      clock: () => this.#now(),
      site,
      shown: (picture) => this.#shown(picture),
    });
    const place = { contentDir, cacheDir, site: siteOf(site), url };
    this.#texts = new Texts(
      { ...{ queries: this.#queries, media: this.media, site, url, place }, clock: () => this.#now() },
      rendered,
    );
    this.#search = new Search(this.#queries, site);
  }

  /** @returns the live article of that slug */
  article(slug: string): Article | undefined {
    return bySlug.article(this.#queries, slug);
  }

  /** @returns the slug of the live article that had this slug before; undefined while a live article has it */
  aliasTarget(alias: string): string | undefined {
    return bySlug.aliasTarget(this.#queries, alias);
  }

  /**
   * Whether an article with that slug or alias was live once and is no more: it has expired or was withdrawn, or its file has been
   * taken away, with no other in its place.
   */
  isGone(slug: string): boolean {
    const found = this.#queries.row(
      `SELECT 1 FROM gone WHERE slug = :slug
         AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.slug = :slug)
         AND NOT EXISTS (SELECT 1 FROM aliases WHERE alias = :slug)
       UNION ALL SELECT 1 FROM ${ENDED}`,
      { slug },
    );
    return found !== undefined;
  }

  /** @returns why the editor has withdrawn an article that is gone; undefined for one that is gone for another reason */
  withdrawal(slug: string): string | undefined {
    const found = this.#queries.row(`SELECT json_extract(fields, '$.withdrawn') AS reason FROM ${ENDED}`, {
      slug,
    });
    return typeof found?.reason === 'string' ? found.reason : undefined;
  }

  /** @returns the author of that id: from its file, or the site itself */
  author(id: string): Author | undefined {
    return this.#queries.author(id);
  }

  /** @returns the static page of that slug */
  page(slug: string): lists.StaticPage | undefined {
    const found = this.#queries.profile('page', slug);
    const read = found && readOr(found, pageFromRow);
    return read && { slug, ...read.fields };
  }

  /** Renders a live article's text; undefined when the article is not live any more. */
  text(article: Article): Promise<Text | undefined> {
    return this.#texts.ofArticle(article);
  }

  /** What the author's file says, rendered; undefined when there is no file. */
  authorText(id: string): Promise<Text | undefined> {
    return this.#texts.ofProfile('author', id);
  }

  /** A static page's text, rendered; undefined when there is no such page. */
  pageText(slug: string): Promise<Text | undefined> {
    return this.#texts.ofProfile('page', slug);
  }

  /** Renders a text that may not be live, and looks for mistakes in it. @param sources how many numbered sources it has */
  proofread(text: StoredText, sources: number): Promise<Text> {
    return this.#texts.render({ text, sources, isProofread: true });
  }

  /** All live articles, the newest first. @returns undefined for a page that does not exist */
  latest(number = 1): ListPage | undefined {
    return lists.latest(this.#queries, number);
  }

  /** @returns the newest live articles, at most that many */
  newest(most: number): Article[] {
    return lists.newest(this.#queries, most);
  }

  /** @returns the newest of the articles that editors feature, at most that many */
  featured(most: number): Article[] {
    return lists.featured(this.#queries, most);
  }

  /** The live articles of a topic, the newest first; the first page may be empty. */
  topic(id: string, number = 1): ListPage | undefined {
    return isTopic(this.#site, id) ? lists.ofTopic(this.#queries, id, number) : undefined;
  }

  /** The parts of a series, the first one first; at most so many. */
  series(name: string, most: number): Article[] {
    return lists.ofSeries(this.#queries, name, most);
  }

  /** The newest of a topic, at most that many. */
  newestOfTopic(id: string, most: number): Article[] {
    return lists.newestOfTopic(this.#queries, id, most);
  }

  /** How many live articles each of the site's topics has, in the site's order. */
  topicCounts(): lists.Counted<{ id: string }>[] {
    return lists.topicCounts(this.#queries, this.#site.topics);
  }

  /** @returns the tag as most of its live articles write it; undefined when no live article has it */
  tag(slug: string): Tag | undefined {
    return lists.tag(this.#queries, slug);
  }

  /** The tags of live articles, those of most articles first, each as most of its articles write it. */
  tags(): lists.Counted<Tag>[] {
    return lists.tags(this.#queries);
  }

  /** The live articles with a tag, the newest first; undefined when there is none. */
  tagged(slug: string, number = 1): ListPage | undefined {
    return lists.tagged(this.#queries, slug, number);
  }

  /** The live articles of an author, the newest first; the first page may be empty. */
  writtenBy(id: string, number = 1): ListPage | undefined {
    return this.author(id) && lists.writtenBy(this.#queries, id, number);
  }

  /** All authors with a file, and the site itself. */
  authors(): Author[] {
    return lists.authors(this.#queries, this.#site.author.id);
  }

  /** The live articles of a month (`yyyy-mm` in the site's zone), the newest first; undefined when there is none. */
  month(month: string, number = 1): ListPage | undefined {
    return lists.ofMonth(this.#queries, month, number);
  }

  /** The months that have live articles, the newest first. */
  months(): lists.Counted<{ month: string }>[] {
    return lists.months(this.#queries);
  }

  /** The years from the newest live article back to the oldest, `yyyy` in the site's zone. */
  years(): string[] {
    return lists.years(this.#queries);
  }

  /** All static pages. */
  pages(): lists.StaticPage[] {
    return lists.staticPages(this.#queries);
  }

  /** How many sitemap files the live articles fill; 1 at least. */
  sitemapParts(): number {
    return lists.sitemapParts(this.#queries);
  }

  /** The addresses of one sitemap file (from 1), the oldest first. */
  sitemapPart(number: number): { slug: string; changed: Date }[] | undefined {
    return lists.sitemapPart(this.#queries, number);
  }

  /** The live articles of the news sitemap's window, the newest first. */
  news(): Article[] {
    const since = new Date(this.#now().getTime() - this.#site.newsWindowHours * 3_600_000);
    return lists.publishedSince(this.#queries, since);
  }

  /** The live articles just before and after one, by date. */
  neighbours({ slug, date }: Article): { previous?: Article | undefined; next?: Article | undefined } {
    const at = { slug, date: date.getTime() };
    const place = '(:date, (SELECT id FROM articles WHERE slug = :slug))';
    const where = (sign: '<' | '>') =>
      `articles WHERE ${LIVE_BESIDE} AND (articles.date, articles.id) ${sign} ${place}`;
    return {
      previous: this.#queries.first(`${where('<')} ORDER BY ${NEWEST}`, at),
      next: this.#queries.first(`${where('>')} ORDER BY articles.date, articles.id`, at),
    };
  }

  /**
   * Live articles that a reader of this one might be interested in: what its editor proposes, then the most related. Never
   * the article itself, and of one series or one brief's source at most two.
   */
  related(subject: Article, most: number): Article[] {
    const queries = this.#queries;
    const ranked = rankRelated(subject, {
      self: Number(queries.row('SELECT id FROM articles WHERE slug = :slug', { slug: subject.slug })?.id),
      total: lists.filesWith(queries),
      tagged: subject.tags.map((tag) => lists.candidatesByTag(queries, tag.slug, WEIGHED.tag)),
      ofTopic: lists.candidates(queries, WEIGHED.topic, subject.topic),
      fallback: lists.candidates(queries, WEIGHED.newest),
      now: this.#now(),
      titles: (ids) => this.#titles(ids),
    });
    const proposed = subject.related.flatMap(
      (slug) => this.article(slug) ?? this.article(this.aliasTarget(slug) ?? '') ?? [],
    );
    return diversify(
      proposed.filter(({ slug }) => slug !== subject.slug),
      this.#liveAmong(ranked),
      most,
    );
  }

  /**
   * Full-text search of live articles. Nothing that a reader types is an error.
   * @returns undefined for a page that does not exist
   */
  search(query: string, number = 1, filters: SearchFilters = {}): SearchPage | undefined {
    return this.#search.search(query, number, filters);
  }

  /**
   * @returns the question with the words that no live article has replaced by the nearest that one has; undefined when
   * all are known, none is near, or even so nothing would be found
   */
  didYouMean(query: string): string | undefined {
    return this.#search.didYouMean(query);
  }

  /** How many articles the search does not know yet: not zero for a while after a first sync. */
  searchPending(): number {
    return pendingSearch(this.#database);
  }

  /** Whether a path of the site leads anywhere at this moment. */
  leadsSomewhere(address: string): boolean {
    return leadsSomewhere(address, { queries: this.#queries, media: this.media, site: this.#site });
  }

  /** Counts the syncs that changed anything; it is the same in all processes on one cache. */
  revision(): number {
    return status.revision(this.#queries);
  }

  /** How many articles are in which state now. An expired draft counts as a draft. */
  statusCounts(): status.StatusCounts {
    return status.statusCounts(this.#queries);
  }

  /** What is wrong in the content: what the last sync and the last proofreading found, by path and line. */
  problems(): Problem[] {
    return status.problems(this.#queries);
  }

  /** When a live article last appeared or changed; undefined when none is live. */
  lastChange(): Date | undefined {
    return status.lastChange(this.#queries);
  }

  /** The moment at which a scheduled article or change appears or a live one expires next; undefined when none will. */
  nextChange(): Date | undefined {
    return status.nextChange(this.#queries);
  }

  /**
   * Until `release` every question is answered as of this moment, however long that takes and whatever others write
   * meanwhile.
   * @returns the moment
   * @throws Error when there is a snapshot already, or the file cannot be read
   */
  snapshot(): Date {
    // A page asks for little, and several catalogs may be open: half of what one has that writes, in kilobytes.
    this.#database.exec('PRAGMA cache_size = -2000; BEGIN');
    // Not the beginning but the first question decides what it sees.
    this.#queries.row('SELECT number FROM revision');
    this.#snapshotTime = this.#clock();
    return this.#snapshotTime;
  }

  /** Ends the snapshot: questions are answered as of now again. */
  release(): void {
    this.#snapshotTime = undefined;
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
  }

  #now(): Date {
    return this.#snapshotTime ?? this.#clock();
  }

  /** A picture as its file is now; undefined when it cannot be shown. */
  #shown(picture: Picture | undefined): Picture | undefined {
    const found = picture && this.media.findNow(picture.src);
    if (!found) return undefined;
    const { src, width, height, moves, isUncut } = found;
    const isPhotograph = found.type !== 'image/svg+xml';
    return {
      ...picture,
      src,
      ...(isPhotograph && { size: { width, height } }),
      ...(moves && { moves }),
      ...(isUncut && { isUncut }),
    };
  }

  /** The articles themselves, some at a time as they are asked for. */
  *#liveAmong(ids: number[]): Generator<Article> {
    const from = `json_each(:ids) AS wanted CROSS JOIN articles ON articles.id = wanted.value
      WHERE ${LIVE} ORDER BY wanted.key`;
    for (let start = 0; start < ids.length; start += RELATED_BATCH) {
      const batch = JSON.stringify(ids.slice(start, start + RELATED_BATCH));
      yield* this.#queries.articles(from, { ids: batch });
    }
  }

  #titles(ids: number[]): ReadonlyMap<number, string> {
    const which = 'id IN (SELECT value FROM json_each(:ids))';
    const sql = `SELECT id, title FROM articles WHERE ${which}`;
    const found = this.#queries.lists(sql, { ids: JSON.stringify(ids) });
    return new Map(found.map(([id, title]) => [Number(id), String(title)]));
  }
}

/** What a thread can be told of the site. */
function siteOf({ zone, language, topics, author, pageSize, newsWindowHours }: CatalogSite): CatalogSite {
  return { zone, language, topics: topics.map(({ id }) => ({ id })), author, pageSize, newsWindowHours };
}
