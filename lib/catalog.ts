import { LIVE, makeAsk, NEWEST } from './catalog/ask.ts';
import { openDatabase } from './catalog/database.ts';
import { makeLists, type StaticPage } from './catalog/lists.ts';
import { relatedTo } from './catalog/related.ts';
import { type Article, pageFromRow } from './catalog/rows.ts';
import { makeTexts } from './catalog/texts.ts';
import { makeUpkeep } from './catalog/upkeep.ts';
import { openMedia } from './media.ts';
import type { Site } from './site.ts';

export type { ListPage } from './catalog/ask.ts';
export type { Counted, StaticPage } from './catalog/lists.ts';
export type { Heading, Text } from './catalog/markdown.ts';
export { formatProblem, type Problem } from './catalog/problem.ts';
export { fieldReference } from './catalog/reference.ts';
export type { Article, Author, Picture, Source, Tag } from './catalog/rows.ts';
export type { SyncReport } from './catalog/sync.ts';
export type { Standing } from './catalog/upkeep.ts';

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

export type Catalog = ReturnType<typeof openCatalog>;

/** Paths that lead somewhere whatever the content is. */
const ALWAYS = new Set(['', 'latest', 'archive', 'search', 'topics', 'feed.xml', 'feed.json', 'media']);

/**
 * Opens the catalog of a content folder. Asking needs no sync: it answers from what the last one found.
 * @throws Error when the content folder does not exist.
 */
export function openCatalog({ contentDir, cacheDir, site, url, clock }: CatalogOptions) {
  const database = openDatabase(contentDir, cacheDir);
  const media = openMedia(contentDir, cacheDir);
  const ask = makeAsk(database, clock, site);
  const lists = makeLists(ask, site, clock);

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

  /** Whether a path of the site leads to a page at this moment. */
  function leadsSomewhere(path: string): boolean {
    const [, area = '', name, ...rest] = decodePath(path).replace(/\/$/, '').split('/');
    if (name === undefined) return ALWAYS.has(area) || ask.leaf('page', area) !== undefined;
    if (area === 'news') return rest.length === 0 && Boolean(article(name) ?? aliasTarget(name));
    if (area === 'topics') return lists.topic(name) !== undefined;
    if (area === 'tags') return lists.tag(name) !== undefined;
    if (area === 'authors') return ask.author(name) !== undefined;
    return ALWAYS.has(area);
  }

  return {
    ...lists,
    ...makeTexts(database, ask, { origin: url, leadsSomewhere, media }),
    ...makeUpkeep(database, ask, contentDir, site, clock),

    article,
    aliasTarget,
    leadsSomewhere,
    author: ask.author,

    /** @returns the static page of that slug. */
    page(slug: string): StaticPage | undefined {
      const found = ask.leaf('page', slug);
      if (!found) return undefined;
      const { fields, modified } = pageFromRow(found);
      return { slug, ...fields, modified };
    },

    /** The live articles just before and after one, by date. */
    neighbours({ slug, date }: Article): { previous?: Article | undefined; next?: Article | undefined } {
      const at = { slug, date: date.getTime() };
      const place = '(:date, (SELECT id FROM articles WHERE slug = :slug))';
      const where = (sign: '<' | '>') =>
        `articles WHERE ${LIVE} AND (articles.date, articles.id) ${sign} ${place}`;
      return {
        previous: ask.first(`${where('<')} ORDER BY ${NEWEST}`, at),
        next: ask.first(`${where('>')} ORDER BY articles.date, articles.id`, at),
      };
    },

    /** Live articles that a reader of this one might be interested in, the nearest first. Never the article itself. */
    related(subject: Article, most: number): Article[] {
      const total = ask.count(`SELECT count(*) AS n FROM articles WHERE ${LIVE}`);
      return relatedTo(subject, {
        total,
        tagged: subject.tags.map((tag) => lists.newestWithTag(tag.slug, 100)),
        ofTopic: lists.newestOfTopic(subject.topic, 50),
        newest: lists.newest(most + 1),
        now: clock(),
      }).slice(0, most);
    },

    /** The pictures of the content. */
    media,

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
