import {
  type Article,
  type Author,
  type Candidate,
  type CatalogSite,
  LIVE,
  type ListPage,
  NEWEST,
  pageFromRow,
  type Queries,
  type Row,
  readable,
  type Tag,
} from '../catalog-database.ts';

/** The questions that are answered by a list. Pages of a list count from 1. */

export type Counted<Item> = Item & { count: number };
export type StaticPage = {
  slug: string;
  title: string;
  description?: string | undefined;
  updated?: Date | undefined;
};

/** Addresses in one sitemap file: the protocol's limit. */
const SITEMAP_SIZE = 50_000;
/** Articles in a news sitemap: Google's limit. */
const NEWS_SIZE = 1000;

const live = (condition = '') => `articles WHERE ${condition}${LIVE}`;

/**
 * Articles through a table that has them in order, by SQL after FROM. CROSS JOIN keeps SQLite from going through the
 * whole archive instead, and the named index answers whether an article is live without reading it.
 */
const through = (table: 'tags' | 'bylines', condition: string) =>
  `${table} CROSS JOIN articles INDEXED BY articles_in_search ON articles.id = ${table}.id
   WHERE ${condition} AND ${LIVE}`;

const TAGGED = through('tags', 'tags.slug = :slug');
const TAGGED_NEWEST = 'tags.date DESC, tags.id DESC';

/** @returns undefined for a page that does not exist */
export function latest(queries: Queries, number: number): ListPage | undefined {
  return queries.page(live(), number);
}

export function newest(queries: Queries, most: number): Article[] {
  return queries.articles(`${live()} ORDER BY ${NEWEST} LIMIT :most`, { most });
}

/** Those that the editor has given a place, in its order, and the others that are featured after them. */
export function featured(queries: Queries, most: number): Article[] {
  const from = live('featured IS NOT NULL AND ');
  return queries.articles(`${from} ORDER BY featured, ${NEWEST} LIMIT :most`, { most });
}

/** The parts of a series, the first one first. */
export function ofSeries(queries: Queries, series: string, most: number): Article[] {
  const from = live('series = :series AND ');
  return queries.articles(`${from} ORDER BY articles.date, articles.id LIMIT :most`, { series, most });
}

export function ofTopic(queries: Queries, id: string, number: number): ListPage | undefined {
  return queries.page(live('topic = :id AND '), number, { id });
}

export function newestOfTopic(queries: Queries, id: string, most: number): Article[] {
  return queries.articles(`${live('topic = :id AND ')} ORDER BY ${NEWEST} LIMIT :most`, { id, most });
}

/** The newest, as what is weighed; of a topic when it is given. */
export function candidates(queries: Queries, most: number, topic?: string): Candidate[] {
  const from = `${live(topic === undefined ? '' : 'topic = :topic AND ')} ORDER BY ${NEWEST} LIMIT :most`;
  return queries.candidates(from, { most, ...(topic !== undefined && { topic }) });
}

/** The newest with a tag, as what is weighed, and how many files have it. */
export function candidatesByTag(
  queries: Queries,
  slug: string,
  most: number,
): { total: number; newest: Candidate[] } {
  return {
    total: filesWith(queries, slug),
    newest: queries.candidates(`${TAGGED} ORDER BY tags.date DESC LIMIT :most`, { slug, most }),
  };
}

/** How many files have a tag, live or not; how many articles there are in all when it is left out. */
export function filesWith(queries: Queries, tag = ''): number {
  return queries.count('SELECT files AS n FROM tag_counts WHERE slug = :tag', { tag });
}

export function topicCounts(queries: Queries, topics: CatalogSite['topics']): Counted<{ id: string }>[] {
  return topics.map(({ id }) => ({
    id,
    count: queries.count(`SELECT count(*) AS n FROM ${live('topic = :id AND ')}`, { id }),
  }));
}

export function tag(queries: Queries, slug: string): Tag | undefined {
  const found = queries.row(
    `SELECT label FROM ${TAGGED} GROUP BY label ORDER BY count(*) DESC, max(tags.date) DESC LIMIT 1`,
    { slug },
  );
  return found && { slug, label: String(found.label) };
}

export function tags(queries: Queries): Counted<Tag>[] {
  const rows = queries.rows(
    `SELECT tags.slug, max(label) AS label, min(label) AS other, count(*) AS n
     FROM ${through('tags', 'true')} GROUP BY tags.slug ORDER BY n DESC, tags.slug`,
  );
  return rows.map((found) => {
    const slug = String(found.slug);
    // Only what is written in more than one way must be counted again.
    const label = found.label === found.other ? undefined : tag(queries, slug)?.label;
    return { slug, label: label ?? String(found.label), count: Number(found.n) };
  });
}

export function tagged(queries: Queries, slug: string, number: number): ListPage | undefined {
  return inhabited(queries.page(TAGGED, number, { slug }, TAGGED_NEWEST));
}

export function writtenBy(queries: Queries, id: string, number: number): ListPage | undefined {
  const written = through('bylines', 'author = :id');
  return queries.page(written, number, { id }, 'bylines.date DESC, bylines.id DESC');
}

export function authors(queries: Queries, ownId: string): Author[] {
  const rows = queries.rows("SELECT slug, path, fields FROM profiles WHERE kind = 'author' ORDER BY slug");
  const filed = readable(rows, (row) => queries.toAuthor(row));
  const own = queries.author(ownId);
  return !own || filed.some((author) => author.id === own.id) ? filed : [own, ...filed];
}

export function ofMonth(queries: Queries, month: string, number: number): ListPage | undefined {
  return inhabited(queries.page(live('month = :month AND '), number, { month }));
}

export function months(queries: Queries): Counted<{ month: string }>[] {
  const rows = queries.rows(`SELECT month, count(*) AS n FROM ${live()} GROUP BY month ORDER BY month DESC`);
  return rows.map((found) => ({ month: String(found.month), count: Number(found.n) }));
}

/** Asks for the first and the last alone. */
export function years(queries: Queries): string[] {
  const yearOf = (found: Row | undefined) => Number(String(found?.month ?? '').slice(0, 4));
  const edge = (direction: 'ASC' | 'DESC') =>
    queries.row(`SELECT month FROM ${live()} ORDER BY articles.date ${direction} LIMIT 1`);
  const last = yearOf(edge('DESC'));
  if (last === 0) return [];
  return Array.from({ length: last - yearOf(edge('ASC')) + 1 }, (_, back) => String(last - back));
}

export function staticPages(queries: Queries): StaticPage[] {
  const rows = queries.rows("SELECT slug, path, fields FROM profiles WHERE kind = 'page' ORDER BY slug");
  return readable(rows, pageFromRow).map(({ slug, fields }) => ({ slug, ...fields }));
}

export function sitemapParts(queries: Queries): number {
  return Math.max(1, Math.ceil(queries.count(`SELECT count(*) AS n FROM ${live()}`) / SITEMAP_SIZE));
}

/** The oldest first, so that a full file does not change. What was first published elsewhere is left out. */
export function sitemapPart(queries: Queries, number: number): { slug: string; changed: Date }[] | undefined {
  if (!Number.isInteger(number) || number < 1 || number > sitemapParts(queries)) return undefined;
  const rows = queries.rows(
    `SELECT slug, max(articles.date, iif(updated <= :now, updated, 0)) AS changed,
       json_extract(fields, '$.canonical') AS canonical FROM ${live()}
     ORDER BY articles.date, articles.id LIMIT :size OFFSET :offset`,
    { size: SITEMAP_SIZE, offset: (number - 1) * SITEMAP_SIZE },
  );
  return rows
    .filter(({ canonical }) => canonical === null)
    .map((found) => ({ slug: String(found.slug), changed: new Date(Number(found.changed)) }));
}

export function publishedSince(queries: Queries, moment: Date): Article[] {
  return queries.articles(`${live('articles.date > :since AND ')} ORDER BY ${NEWEST} LIMIT :most`, {
    since: moment.getTime(),
    most: NEWS_SIZE,
  });
}

/** An empty list has no page where its name comes from the articles alone. */
function inhabited(page: ListPage | undefined): ListPage | undefined {
  return page && page.total > 0 ? page : undefined;
}
