import { openDatabase } from './catalog/database.ts';
import { renderMarkdown, type Surroundings, type Text } from './catalog/markdown.ts';
import { fileParser } from './catalog/parse.ts';
import type { Problem } from './catalog/problem.ts';
import { proofread } from './catalog/proofread.ts';
import { relatedTo } from './catalog/related.ts';
import {
  type Article,
  type Author,
  articleFromRow,
  authorFromRow,
  pageFromRow,
  type StoredText,
  type Tag,
  textFromRow,
} from './catalog/rows.ts';
import { matchExpression } from './catalog/search.ts';
import { type SyncReport, syncContent } from './catalog/sync.ts';
import { type Watching, watchFolder } from './catalog/watch.ts';
import { openMedia } from './media.ts';
import type { Site } from './site.ts';
import { slugify } from './urls.ts';

export type { Heading, Text } from './catalog/markdown.ts';
export { formatProblem, type Problem } from './catalog/problem.ts';
export type { Article, Author, Picture, Source, Tag } from './catalog/rows.ts';
export type { SyncReport } from './catalog/sync.ts';

/** Every question about articles, authors and pages, asked of the catalog made from the Markdown files. */

export type CatalogOptions = {
  contentDir: string;
  cacheDir: string;
  site: Pick<Site, 'zone' | 'topics' | 'author' | 'pageSize' | 'newsWindowHours'>;
  /** Origin of the site, such as `https://example.org`. */
  url: string;
  /** Says what time it is; it decides which articles are live. */
  clock: () => Date;
};

/** One page of a list. `number` and `pages` count from 1. */
export type ListPage = { items: Article[]; number: number; pages: number; total: number };
export type StaticPage = { slug: string; title: string; description?: string | undefined; modified: Date };
export type Counted<Item> = Item & { count: number };
export type Standing = { live: number; scheduled: number; draft: number; expired: number };

/**
 * The one rule of what a reader may see, as SQL over the table `articles`: not a draft, its date has come, and it has
 * not expired. Every question below asks with it.
 */
const LIVE =
  'articles.draft = 0 AND articles.date <= :now AND (articles.expires IS NULL OR articles.expires > :now)';
const COLUMNS = [
  'slug',
  'path',
  'title',
  'excerpt',
  'date',
  'updated',
  'topic',
  'featured',
  'words',
  'fields',
]
  .map((name) => `articles.${name}`)
  .join(', ');
const NEWEST = 'articles.date DESC, articles.id DESC';

/** The longest wait that a timer can hold: 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_147_483_647;

/** How many addresses stand in one sitemap file: the protocol's limit. */
const SITEMAP_SIZE = 50_000;

export type Catalog = ReturnType<typeof openCatalog>;

/**
 * Opens the catalog of a content folder. Asking needs no sync: it answers from what the last one found.
 * @throws Error when the content folder does not exist.
 */
export function openCatalog({ contentDir, cacheDir, site, url, clock }: CatalogOptions) {
  const database = openDatabase(contentDir, cacheDir);
  const media = openMedia(contentDir, cacheDir);
  const parse = fileParser(
    site.zone,
    site.topics.map((topic) => topic.id),
  );
  const now = () => clock().getTime();
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const sql = (text: string) => {
    const known = statements.get(text);
    if (known) return known;
    const made = database.prepare(text);
    // `:now` is bound for every question, also where one has no use for it.
    made.setAllowUnknownNamedParameters(true);
    statements.set(text, made);
    return made;
  };
  type Parameters = Record<string, string | number>;
  const rows = (text: string, parameters: Parameters = {}) => sql(text).all({ now: now(), ...parameters });
  const row = (text: string, parameters: Parameters = {}) => sql(text).get({ now: now(), ...parameters });
  const count = (text: string, parameters: Parameters = {}) => Number(row(text, parameters)?.n ?? 0);

  const leaf = (kind: string, slug: string) =>
    row('SELECT slug, path, fields, modified FROM leaves WHERE kind = :kind AND slug = :slug', {
      kind,
      slug,
    });

  const siteAuthor: Author = { ...site.author, kind: 'desk' };
  function authorCalled(id: string): Author | undefined {
    const found = leaf('author', id);
    if (found) return authorFromRow(found);
    return id === site.author.id ? siteAuthor : undefined;
  }
  const toArticle = (found: unknown) =>
    articleFromRow(
      found,
      (id) => authorCalled(id) ?? { id, name: id, kind: 'person' },
      site.author.id,
      slugify,
    );
  const articles = (text: string, parameters: Parameters = {}) => rows(text, parameters).map(toArticle);
  const first = (text: string, parameters: Parameters = {}): Article | undefined => {
    const found = row(text, parameters);
    return found && toArticle(found);
  };

  /** @param from SQL after FROM that joins `articles`; @param size articles a page */
  function listPage(
    from: string,
    number: number,
    parameters: Parameters = {},
    order = NEWEST,
  ): ListPage | undefined {
    const size = site.pageSize;
    const total = count(`SELECT count(*) AS n FROM ${from}`, parameters);
    const pages = Math.max(1, Math.ceil(total / size));
    if (!Number.isInteger(number) || number < 1 || number > pages) return undefined;
    const offset = (number - 1) * size;
    const items = articles(`SELECT ${COLUMNS} FROM ${from} ORDER BY ${order} LIMIT :size OFFSET :offset`, {
      ...parameters,
      size,
      offset,
    });
    return { items, number, pages, total };
  }
  const inhabited = (page: ListPage | undefined) => (page && page.total > 0 ? page : undefined);

  const isLive = (slug: string) =>
    row(`SELECT 1 FROM articles WHERE slug = :slug AND ${LIVE}`, { slug }) !== undefined;

  /** Whether a path of the site leads to a page at this moment. */
  function leadsSomewhere(target: string): boolean {
    const [, area = '', name, ...rest] = decodePath(target).replace(/\/$/, '').split('/');
    switch (area) {
      case 'news':
        return (
          name !== undefined && rest.length === 0 && (isLive(name) || catalog.aliasTarget(name) !== undefined)
        );
      case 'topics':
        return name === undefined || site.topics.some((topic) => topic.id === name);
      case 'tags':
        return name !== undefined && catalog.tag(name) !== undefined;
      case 'authors':
        return name !== undefined && authorCalled(name) !== undefined;
      case 'media':
        return true;
      case '':
      case 'latest':
      case 'archive':
      case 'search':
      case 'feed.xml':
      case 'feed.json':
        return true;
      default:
        return name === undefined && leaf('page', area) !== undefined;
    }
  }

  const surroundings = (sources: number): Surroundings => ({
    imageSize: async (src) => {
      const picture = await media.find(src);
      return picture && { width: picture.width, height: picture.height };
    },
    leadsSomewhere,
    origin: url,
    sources,
  });
  const render = (text: StoredText, sources: number) =>
    rendered(text.hash, () => renderMarkdown(text.body, text.path, text.line, surroundings(sources)));
  const rendered = remember<Text>(200);

  async function leafText(kind: string, slug: string): Promise<Text | undefined> {
    const found = row('SELECT path, hash, body, line FROM leaves WHERE kind = :kind AND slug = :slug', {
      kind,
      slug,
    });
    return found && render(textFromRow(found), 0);
  }

  const catalog = {
    /** Reads what changed in the content folder since the last sync, in one transaction. */
    sync(): SyncReport {
      return syncContent(database, contentDir, parse, site.zone, site.author.id);
    },

    /**
     * Syncs whenever a file of the content changes, at an interval in any case, and calls back when an article
     * appears or expires by the clock. Each callback tells what the sync did.
     */
    watch(onSync: (report: SyncReport) => void): Watching {
      let timer: NodeJS.Timeout | undefined;
      const run = (byClock: boolean) => {
        const report = catalog.sync();
        arm();
        onSync(byClock ? { ...report, changed: true } : report);
      };
      const arm = () => {
        clearTimeout(timer);
        const next = catalog.nextChange();
        if (!next) return;
        const wait = Math.min(Math.max(next.getTime() - now(), 0), LONGEST_TIMER);
        timer = setTimeout(() => run(next.getTime() <= now()), wait).unref();
      };
      const watching = watchFolder(contentDir, () => run(false));
      arm();
      return {
        stop() {
          clearTimeout(timer);
          watching.stop();
        },
      };
    },

    /** Counts the syncs that changed anything; it is the same in all processes on one cache. */
    revision(): number {
      return Number(row('SELECT number FROM revision')?.number);
    },

    /** How many articles are in which state now. An expired draft counts as a draft. */
    standing(): Standing {
      const total = count('SELECT count(*) AS n FROM articles');
      const draft = count('SELECT count(*) AS n FROM articles WHERE draft = 1');
      const scheduled = count('SELECT count(*) AS n FROM articles WHERE draft = 0 AND date > :now');
      const live = count(`SELECT count(*) AS n FROM articles WHERE ${LIVE}`);
      return { live, scheduled, draft, expired: total - draft - scheduled - live };
    },

    /** What is wrong in the content: what the last sync and the last proofreading found, by path and line. */
    problems(): Problem[] {
      return rows('SELECT path, line, severity, reason, fix FROM problems ORDER BY path, line').map(
        (found) => ({
          path: String(found.path),
          line: found.line === null ? undefined : Number(found.line),
          severity: found.severity === 'error' ? 'error' : 'warning',
          reason: String(found.reason),
          fix: String(found.fix),
        }),
      );
    },

    /**
     * Reads the texts themselves, live or not, for dead links, missing pictures and the like, and keeps what it found
     * for `problems`. It takes milliseconds an article, so it is not part of a sync.
     * @returns how many files were read
     */
    proofread(): Promise<number> {
      return proofread(database, {
        render: (text, sources) => renderMarkdown(text.body, text.path, text.line, surroundings(sources)),
        isAuthor: (id) => authorCalled(id) !== undefined,
        isPicture: async (src) => (await media.find(src)) !== undefined,
      });
    },

    /** @returns the live article of that slug. */
    article(slug: string): Article | undefined {
      return first(`SELECT ${COLUMNS} FROM articles WHERE slug = :slug AND ${LIVE}`, { slug });
    },

    /** Renders a live article's text. @throws Error when the article is not live any more. */
    async text(article: Article): Promise<Text> {
      const found = row(
        `SELECT path, hash, body, line FROM articles JOIN bodies USING (id) WHERE slug = :slug AND ${LIVE}`,
        { slug: article.slug },
      );
      if (!found) throw new Error(`The article ${article.slug} is not live.`);
      return render(textFromRow(found), article.sources.length);
    },

    /** @returns the slug of the live article that had this slug before. */
    aliasTarget(alias: string): string | undefined {
      const found = row(
        `SELECT slug FROM aliases JOIN articles USING (id) WHERE alias = :alias AND ${LIVE}
         AND NOT EXISTS (SELECT 1 FROM articles WHERE slug = :alias AND ${LIVE})`,
        { alias },
      );
      return found && String(found.slug);
    },

    /** All live articles, the newest first. @returns undefined for a page that does not exist. */
    latest(number = 1): ListPage | undefined {
      return listPage(`articles WHERE ${LIVE}`, number);
    },

    /** @returns the newest live articles, at most that many. */
    newest(most: number): Article[] {
      return articles(`SELECT ${COLUMNS} FROM articles WHERE ${LIVE} ORDER BY ${NEWEST} LIMIT :most`, {
        most,
      });
    },

    /** @returns the newest of the articles that editors feature, at most that many. */
    featured(most: number): Article[] {
      return articles(
        `SELECT ${COLUMNS} FROM articles WHERE featured = 1 AND ${LIVE} ORDER BY articles.date DESC LIMIT :most`,
        { most },
      );
    },

    /** The live articles of a topic, the newest first; the first page may be empty. */
    topic(id: string, number = 1): ListPage | undefined {
      if (!site.topics.some((topic) => topic.id === id)) return undefined;
      return listPage(`articles WHERE topic = :id AND ${LIVE}`, number, { id });
    },

    /** The newest of a topic, at most that many. */
    newestOfTopic(id: string, most: number): Article[] {
      return articles(
        `SELECT ${COLUMNS} FROM articles WHERE topic = :id AND ${LIVE} ORDER BY ${NEWEST} LIMIT :most`,
        { id, most },
      );
    },

    /** How many live articles each of the site's topics has, in the site's order. */
    topicCounts(): Counted<{ id: string }>[] {
      return site.topics.map(({ id }) => ({
        id,
        count: count(`SELECT count(*) AS n FROM articles WHERE topic = :id AND ${LIVE}`, { id }),
      }));
    },

    /** @returns the tag as its newest live article writes it; undefined when no live article has it. */
    tag(slug: string): Tag | undefined {
      const found = row(
        `SELECT label FROM tags JOIN articles USING (id) WHERE tags.slug = :slug AND ${LIVE}
         ORDER BY tags.date DESC LIMIT 1`,
        { slug },
      );
      return found && { slug, label: String(found.label) };
    },

    /** The live articles with a tag, the newest first; undefined when there is none. */
    tagged(slug: string, number = 1): ListPage | undefined {
      return inhabited(
        listPage(`tags JOIN articles USING (id) WHERE tags.slug = :slug AND ${LIVE}`, number, { slug }),
      );
    },

    /** All tags of live articles, the most used first. */
    tags(most: number): Counted<Tag>[] {
      return rows(
        `SELECT tags.slug, max(label) AS label, count(*) AS n FROM tags JOIN articles USING (id) WHERE ${LIVE}
         GROUP BY tags.slug ORDER BY n DESC, tags.slug LIMIT :most`,
        { most },
      ).map((found) => ({ slug: String(found.slug), label: String(found.label), count: Number(found.n) }));
    },

    /** @returns the author of that id: from its file, or the site itself. */
    author: authorCalled,

    /** What the author's file says, rendered; undefined when there is no file. */
    authorText(id: string): Promise<Text | undefined> {
      return leafText('author', id);
    },

    /** The live articles of an author, the newest first; the first page may be empty. */
    writtenBy(id: string, number = 1): ListPage | undefined {
      if (!authorCalled(id)) return undefined;
      return listPage(`bylines JOIN articles USING (id) WHERE author = :id AND ${LIVE}`, number, { id });
    },

    /** All authors with a file, and the site itself. */
    authors(): Author[] {
      const filed = rows(
        "SELECT slug, path, fields, modified FROM leaves WHERE kind = 'author' ORDER BY slug",
      );
      const known = filed.map(authorFromRow);
      return known.some((author) => author.id === site.author.id) ? known : [siteAuthor, ...known];
    },

    /** The live articles of a month (`yyyy-mm` in the site's zone), the newest first; undefined when there is none. */
    month(month: string): Article[] | undefined {
      const found = articles(
        `SELECT ${COLUMNS} FROM articles WHERE month = :month AND ${LIVE} ORDER BY ${NEWEST}`,
        {
          month,
        },
      );
      return found.length > 0 ? found : undefined;
    },

    /** The months that have live articles, the newest first. */
    months(): Counted<{ month: string }>[] {
      return rows(
        `SELECT month, count(*) AS n FROM articles WHERE ${LIVE} GROUP BY month ORDER BY month DESC`,
      ).map((found) => ({ month: String(found.month), count: Number(found.n) }));
    },

    /** The live articles just before and after one, by date. */
    neighbours(article: Article): { previous?: Article | undefined; next?: Article | undefined } {
      const at = { date: article.date.getTime(), slug: article.slug };
      const id = '(SELECT id FROM articles WHERE slug = :slug)';
      return {
        previous: first(
          `SELECT ${COLUMNS} FROM articles WHERE ${LIVE} AND (articles.date, articles.id) < (:date, ${id})
           ORDER BY ${NEWEST} LIMIT 1`,
          at,
        ),
        next: first(
          `SELECT ${COLUMNS} FROM articles WHERE ${LIVE} AND (articles.date, articles.id) > (:date, ${id})
           ORDER BY articles.date, articles.id LIMIT 1`,
          at,
        ),
      };
    },

    /** Live articles that a reader of this one might be interested in, the nearest first. Never the article itself. */
    related(article: Article, most: number): Article[] {
      const total = Math.max(1, count(`SELECT count(*) AS n FROM articles WHERE ${LIVE}`));
      const withTag = (slug: string) => ({
        total: count('SELECT count(*) AS n FROM tags WHERE slug = :slug', { slug }),
        newest: articles(
          `SELECT ${COLUMNS} FROM tags JOIN articles USING (id) WHERE tags.slug = :slug AND ${LIVE}
           ORDER BY tags.date DESC LIMIT 100`,
          { slug },
        ),
      });
      return relatedTo(
        article,
        total,
        withTag,
        catalog.newestOfTopic(article.topic, 50),
        catalog.newest(most + 1),
        clock(),
      )
        .filter((other) => other.slug !== article.slug)
        .slice(0, most);
    },

    /**
     * Full-text search of live articles, the best match first. Nothing that a reader types is an error.
     * @returns undefined for a page that does not exist
     */
    search(query: string, number = 1): ListPage | undefined {
      const match = matchExpression(query);
      if (match === undefined) return number === 1 ? { items: [], number: 1, pages: 1, total: 0 } : undefined;
      return listPage(
        `search JOIN articles ON articles.id = search.rowid WHERE search MATCH :match AND ${LIVE}`,
        number,
        { match },
        `bm25(search, 10, 5, 6, 1), ${NEWEST}`,
      );
    },

    /** @returns the static page of that slug. */
    page(slug: string): StaticPage | undefined {
      const found = leaf('page', slug);
      if (!found) return undefined;
      const { fields, modified } = pageFromRow(found);
      return { slug, ...fields, modified };
    },

    pageText(slug: string): Promise<Text | undefined> {
      return leafText('page', slug);
    },

    pages(): StaticPage[] {
      return rows("SELECT slug, path, fields, modified FROM leaves WHERE kind = 'page' ORDER BY slug")
        .map(pageFromRow)
        .map(({ slug, fields, modified }) => ({ slug, ...fields, modified }));
    },

    /** When a live article last appeared or changed; undefined when none is live. */
    lastChange(): Date | undefined {
      const newest = row(`SELECT date AS at FROM articles WHERE ${LIVE} ORDER BY ${NEWEST} LIMIT 1`)?.at;
      const mended = row(
        `SELECT updated AS at FROM articles WHERE ${LIVE} AND updated IS NOT NULL AND updated <= :now
         ORDER BY updated DESC LIMIT 1`,
      )?.at;
      const latest = Math.max(Number(newest ?? 0), Number(mended ?? 0));
      return latest > 0 ? new Date(latest) : undefined;
    },

    /** How many sitemap files the live articles fill; 1 at least. */
    sitemapParts(): number {
      return Math.max(1, Math.ceil(count(`SELECT count(*) AS n FROM articles WHERE ${LIVE}`) / SITEMAP_SIZE));
    },

    /** The addresses of one sitemap file (from 1), the oldest first, so that a full file does not change. */
    sitemapPart(number: number): { slug: string; changed: Date }[] | undefined {
      if (!Number.isInteger(number) || number < 1 || number > catalog.sitemapParts()) return undefined;
      return rows(
        `SELECT slug, max(articles.date, coalesce(updated, 0)) AS changed FROM articles WHERE ${LIVE}
         ORDER BY articles.date, articles.id LIMIT :size OFFSET :offset`,
        { size: SITEMAP_SIZE, offset: (number - 1) * SITEMAP_SIZE },
      ).map((found) => ({ slug: String(found.slug), changed: new Date(Number(found.changed)) }));
    },

    /** The live articles of the news sitemap's window, the newest first; at most 1,000, the protocol's limit. */
    news(): Article[] {
      const since = now() - site.newsWindowHours * 3_600_000;
      return articles(
        `SELECT ${COLUMNS} FROM articles WHERE ${LIVE} AND articles.date > :since ORDER BY ${NEWEST} LIMIT 1000`,
        { since },
      );
    },

    /** The moment at which a scheduled article appears or a live one expires next; undefined when none will. */
    nextChange(): Date | undefined {
      const appears = row('SELECT min(date) AS at FROM articles WHERE draft = 0 AND date > :now')?.at;
      const expires = row('SELECT min(expires) AS at FROM articles WHERE draft = 0 AND expires > :now')?.at;
      const times = [appears, expires].filter((at) => at !== null && at !== undefined).map(Number);
      return times.length > 0 ? new Date(Math.min(...times)) : undefined;
    },

    leadsSomewhere,

    /** The folder of the pictures, for those who serve them. */
    media,

    close(): void {
      database.close();
    },
  };
  return catalog;
}

function decodePath(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Keeps what was made by key; the oldest goes when there are more than `most`. Concurrent askers share one making. */
function remember<Value>(most: number) {
  const kept = new Map<string, Promise<Value>>();
  return (key: string, make: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key);
    if (known) return known;
    const made = make();
    made.catch(() => kept.delete(key));
    kept.set(key, made);
    const oldest = kept.keys().next().value;
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
