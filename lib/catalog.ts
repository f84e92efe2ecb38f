import { Worker } from 'node:worker_threads';
import { type CatalogSite, LIVE, LIVE_BESIDE, makeAsk, NEWEST } from './catalog/ask.ts';
import { discard, fileNumber, isSoundFile, openDatabase, openToRead, placeOf } from './catalog/database.ts';
import { makeLists, type StaticPage } from './catalog/lists.ts';
import { mixed, relatedTo } from './catalog/related.ts';
import { type Article, type Picture, pageFromRow, readOr } from './catalog/rows.ts';
import { makeSearch } from './catalog/search-results.ts';
import { makeSpelling } from './catalog/spelling.ts';
import { keepRenderedTexts, makeTexts, type RenderedTexts } from './catalog/texts.ts';
import { makeUpkeep } from './catalog/upkeep.ts';
import { openMedia } from './media.ts';

export type { ListPage } from './catalog/ask.ts';
export { isDatabaseError } from './catalog/database.ts';
export type { Counted, StaticPage } from './catalog/lists.ts';
export type { Heading, Text } from './catalog/markdown.ts';
export type { OnProgress } from './catalog/pace.ts';
export type { Piece } from './catalog/passage.ts';
export { formatProblem, type Problem } from './catalog/problem.ts';
export { fieldReference } from './catalog/reference.ts';
export type { Article, Author, Picture, Source, Tag } from './catalog/rows.ts';
export type { Found, SearchFilters, SearchPage } from './catalog/search-results.ts';
export type { SyncReport } from './catalog/sync.ts';
export { keepRenderedTexts } from './catalog/texts.ts';
export type { Standing } from './catalog/upkeep.ts';

/** Every question about articles, authors and pages, asked of the catalog made from the Markdown files. */

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
  /** Only asks, as pages do: the file must be there, and nothing is written. */
  isReader?: boolean;
};

export type Catalog = ReturnType<typeof openCatalog>;

/** Paths that lead somewhere whatever the content is. */
const ALWAYS = new Set([
  ...['/', '/latest', '/topics', '/tags', '/archive', '/search', '/feed.xml', '/feed.json'],
  ...[
    '/sitemap.xml',
    '/news-sitemap.xml',
    '/robots.txt',
    '/opensearch.xml',
    '/healthz',
    '/trending',
    '/replies/feed.xml',
  ],
]);

/** How many of the nearest articles are read at once: as many as a page shows, and some of which there may be too many. */
const AT_A_TIME = 6;

/**
 * Opens the catalog of a content folder. Asking needs no sync: it answers from what the last one found.
 * @throws Error when the content folder does not exist.
 */
export function openCatalog({
  contentDir,
  cacheDir,
  site,
  url,
  clock,
  rendered = keepRenderedTexts(),
  isReader = false,
}: CatalogOptions) {
  const topics = site.topics.map((topic) => topic.id);
  const settings = JSON.stringify([site.zone, site.author.id, topics]);
  const database = (isReader ? openToRead : openDatabase)(contentDir, cacheDir, settings);
  const opened = fileNumber(database);
  const media = openMedia(contentDir, cacheDir);
  /** A picture as its file is now; undefined when it cannot be shown. */
  const shown = (picture: Picture | undefined): Picture | undefined => {
    const found = picture && media.findNow(picture.src);
    return found && { ...picture, src: found.src, ...(found.moves && { moves: true }) };
  };
  let held: Date | undefined;
  const now = () => held ?? clock();
  const ask = makeAsk(database, now, site, shown);
  const lists = makeLists(ask, site, now);

  /** @returns the live article of that slug. */
  function article(slug: string): Article | undefined {
    return ask.first(`articles WHERE slug = :slug AND ${LIVE}`, { slug });
  }

  /** @returns the slug of the live article that had this slug before; undefined while a live article has it. */
  function aliasTarget(alias: string): string | undefined {
    if (article(alias)) return undefined;
    const found = ask.row(
      `SELECT slug FROM aliases JOIN articles USING (id) WHERE alias = :alias AND ${LIVE}`,
      {
        alias,
      },
    );
    return found && String(found.slug);
  }

  /** The articles themselves, some at a time as they are asked for. */
  function liveAmong(ids: number[]): Iterable<Article> {
    const starts = Array.from({ length: Math.ceil(ids.length / AT_A_TIME) }, (_, part) => part * AT_A_TIME);
    const from = `json_each(:ids) AS wanted CROSS JOIN articles ON articles.id = wanted.value
      WHERE ${LIVE} ORDER BY wanted.key`;
    return starts
      .values()
      .flatMap((start) => ask.articles(from, { ids: JSON.stringify(ids.slice(start, start + AT_A_TIME)) }));
  }

  function titles(ids: number[]): ReadonlyMap<number, string> {
    const which = 'id IN (SELECT value FROM json_each(:ids))';
    const found = ask.lists(`SELECT id, title FROM articles WHERE ${which}`, { ids: JSON.stringify(ids) });
    return new Map(found.map(([id, title]) => [Number(id), String(title)]));
  }

  /** Whether a path of the site leads anywhere at this moment. */
  function leadsSomewhere(address: string): boolean {
    const path = decodePath(address).replace(/(?<=.)\/$/, '');
    if (ALWAYS.has(path)) return true;
    const [area = '', name, number, ...deeper] = path.slice(1).split('/');
    if (name === undefined) return ask.leaf('page', area) !== undefined;
    if (area === 'media') return media.has(path);
    if (area === 'archive' && deeper.length < 2) {
      return lists.month(`${name}-${number}`, Number(deeper[0] ?? 1)) !== undefined;
    }
    if (area === 'news' && number === 'replies' && (deeper.length === 0 || deeper.join('/') === 'feed.xml')) {
      return article(name) !== undefined;
    }
    if (deeper.length > 0) return false;
    if (area === 'latest') return number === undefined && lists.latest(Number(name)) !== undefined;
    if (area === 'news') return number === undefined && Boolean(article(name) ?? aliasTarget(name));
    const page = number === undefined ? 1 : Number(number);
    if (area === 'topics') return lists.topic(name, number === 'feed.xml' ? 1 : page) !== undefined;
    if (area === 'tags') return lists.tagged(name, page) !== undefined;
    if (area === 'authors') return lists.writtenBy(name, page) !== undefined;
    return false;
  }

  return {
    ...lists,
    ...makeSearch(ask, site.pageSize),
    ...makeSpelling(ask),
    ...makeTexts(database, ask, { origin: url, leadsSomewhere, media, rendered, now }),
    ...makeUpkeep(database, ask, contentDir, site, clock),

    article,
    aliasTarget,

    /** Whether an article with that slug was live once and its file has been taken away, with no other in its place. */
    isGone(slug: string): boolean {
      return ask.row('SELECT 1 FROM gone WHERE slug = :slug', { slug }) !== undefined;
    },

    leadsSomewhere,
    author: ask.author,

    /** @returns the static page of that slug. */
    page(slug: string): StaticPage | undefined {
      const found = ask.leaf('page', slug);
      if (!found) return undefined;
      const read = readOr(found, pageFromRow);
      return read && { slug, ...read.fields, modified: read.modified };
    },

    /** The live articles just before and after one, by date. */
    neighbours({ slug, date }: Article): { previous?: Article | undefined; next?: Article | undefined } {
      const at = { slug, date: date.getTime() };
      const place = '(:date, (SELECT id FROM articles WHERE slug = :slug))';
      const where = (sign: '<' | '>') =>
        `articles WHERE ${LIVE_BESIDE} AND (articles.date, articles.id) ${sign} ${place}`;
      return {
        previous: ask.first(`${where('<')} ORDER BY ${NEWEST}`, at),
        next: ask.first(`${where('>')} ORDER BY articles.date, articles.id`, at),
      };
    },

    /**
     * Live articles that a reader of this one might be interested in: what its editor proposes, then the nearest. Never
     * the article itself, and of one series or one brief's source at most two.
     */
    related(subject: Article, most: number): Article[] {
      const near = relatedTo(subject, {
        self: Number(ask.row('SELECT id FROM articles WHERE slug = :slug', { slug: subject.slug })?.id),
        total: lists.filesWith(),
        tagged: subject.tags.map((tag) => lists.nearByTag(tag.slug, 60)),
        ofTopic: lists.nearByTopic(subject.topic, 40),
        newest: lists.near(20),
        now: now(),
        titles,
      });
      const proposed = subject.related.flatMap(
        (slug) => article(slug) ?? article(aliasTarget(slug) ?? '') ?? [],
      );
      return mixed(
        proposed.filter(({ slug }) => slug !== subject.slug),
        liveAmong(near),
        most,
      );
    },

    /** The pictures of the content. */
    media,

    /**
     * Until it is let go every question is answered as of this moment, however long that takes and whatever others
     * write meanwhile. It must not write itself.
     * @returns the moment
     * @throws Error when the catalog is held already, or its file cannot be read
     */
    hold(): Date {
      // A page asks for little, and several catalogs may be held: half of what one has that writes, in kilobytes.
      database.exec('PRAGMA cache_size = -2000; BEGIN');
      // Not the beginning but the first question decides what it sees.
      ask.row('SELECT number FROM revision');
      held = clock();
      return held;
    },

    /** Ends what `hold` has begun: questions are answered as of now again. */
    letGo(): void {
      held = undefined;
      database.exec('COMMIT');
    },

    /** Whether the catalog's file is still there, the one that was opened, and can be read to its end. */
    isSound(): boolean {
      return fileNumber(database) === opened && isSoundFile(placeOf(database));
    },

    /**
     * The same, looked for in a thread: it reads the whole file.
     * @throws Error when the file cannot be looked at
     */
    async isSoundMeanwhile(): Promise<boolean> {
      if (fileNumber(database) !== opened) return false;
      const module = new URL(/* turbopackIgnore: true */ './catalog/soundness-thread.ts', import.meta.url);
      const thread = new Worker(module, { workerData: placeOf(database) });
      return new Promise((resolve, reject) => {
        thread.once('message', (isSound: unknown) => resolve(isSound === true));
        thread.once('error', reject);
        thread.once('exit', () => reject(new Error('The look at the catalog ended without a result.')));
      });
    },

    /** Closes the catalog for good, so that the next opening rebuilds it from the content. */
    discard(): void {
      // Another process may have made it again already: that one stays.
      if (fileNumber(database) === opened) discard(database);
      else database.close();
    },

    close(): void {
      database.close();
    },
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
