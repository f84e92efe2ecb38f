import { type Ask, type CatalogSite, LIVE, type ListPage, NEWEST, type Near, type Row } from './ask.ts';
import { type Article, type Author, pageFromRow, readable, type Tag } from './rows.ts';

/** The questions that are answered by a list. */

export type Counted<Item> = Item & { count: number };
export type StaticPage = { slug: string; title: string; description?: string | undefined; modified: Date };

/** How many addresses stand in one sitemap file: the protocol's limit. */
const SITEMAP_SIZE = 50_000;
/** How many articles a news sitemap holds: Google's limit. */
const NEWS_SIZE = 1000;

/** An empty list has no page where its name comes from the articles alone. */
function inhabited(page: ListPage | undefined): ListPage | undefined {
  return page && page.total > 0 ? page : undefined;
}

export function makeLists(ask: Ask, site: CatalogSite, clock: () => Date) {
  const isTopic = (id: string) => site.topics.some((topic) => topic.id === id);
  const live = (condition = '') => `articles WHERE ${condition}${LIVE}`;
  /**
   * Articles through a table that has them in order, by SQL after FROM. CROSS JOIN keeps SQLite from going through the
   * whole archive instead, and the named index answers whether an article is live without reading it.
   */
  const through = (table: 'tags' | 'bylines', condition: string) =>
    `${table} CROSS JOIN articles INDEXED BY articles_in_search ON articles.id = ${table}.id
     WHERE ${condition} AND ${LIVE}`;
  const tagged = through('tags', 'tags.slug = :slug');
  const liveCount = () => ask.count(`SELECT count(*) AS n FROM ${live()}`);

  const lists = {
    /** All live articles, the newest first. @returns undefined for a page that does not exist. */
    latest(number = 1): ListPage | undefined {
      return ask.page(live(), number);
    },

    /** @returns the newest live articles, at most that many. */
    newest(most: number): Article[] {
      return ask.articles(`${live()} ORDER BY ${NEWEST} LIMIT :most`, { most });
    },

    /** @returns the newest of the articles that editors feature, at most that many. */
    featured(most: number): Article[] {
      return ask.articles(`${live('featured = 1 AND ')} ORDER BY ${NEWEST} LIMIT :most`, { most });
    },

    /** The live articles of a topic, the newest first; the first page may be empty. */
    topic(id: string, number = 1): ListPage | undefined {
      return isTopic(id) ? ask.page(live('topic = :id AND '), number, { id }) : undefined;
    },

    /** The newest of a topic, at most that many. */
    newestOfTopic(id: string, most: number): Article[] {
      return ask.articles(`${live('topic = :id AND ')} ORDER BY ${NEWEST} LIMIT :most`, { id, most });
    },

    /** As many of the newest, as what is weighed. */
    near(most: number): Near[] {
      return ask.near(`${live()} ORDER BY ${NEWEST} LIMIT :most`, { most });
    },

    /** As many of the newest of a topic, as what is weighed. */
    nearByTopic(id: string, most: number): Near[] {
      return ask.near(`${live('topic = :id AND ')} ORDER BY ${NEWEST} LIMIT :most`, { id, most });
    },

    /** How many live articles each of the site's topics has, in the site's order. */
    topicCounts(): Counted<{ id: string }>[] {
      return site.topics.map(({ id }) => ({
        id,
        count: ask.count(`SELECT count(*) AS n FROM ${live('topic = :id AND ')}`, { id }),
      }));
    },

    /** @returns the tag as most of its live articles write it; undefined when no live article has it. */
    tag(slug: string): Tag | undefined {
      const found = ask.row(
        `SELECT label FROM ${tagged} GROUP BY label ORDER BY count(*) DESC, max(tags.date) DESC LIMIT 1`,
        { slug },
      );
      return found && { slug, label: String(found.label) };
    },

    /** The tags of live articles, those of most articles first, each as most of its articles write it. */
    tags(): Counted<Tag>[] {
      const rows = ask.rows(
        `SELECT tags.slug, max(label) AS label, min(label) AS other, count(*) AS n
         FROM ${through('tags', 'true')} GROUP BY tags.slug ORDER BY n DESC, tags.slug`,
      );
      return rows.map((found) => {
        const slug = String(found.slug);
        // Only what is written in more than one way must be counted again.
        const label = found.label === found.other ? undefined : lists.tag(slug)?.label;
        return { slug, label: label ?? String(found.label), count: Number(found.n) };
      });
    },

    /** The live articles with a tag, the newest first; undefined when there is none. */
    tagged(slug: string, number = 1): ListPage | undefined {
      return inhabited(ask.page(tagged, number, { slug }, 'tags.date DESC, tags.id DESC'));
    },

    /** As many of the newest with a tag, as what is weighed, and how many files have it. */
    nearByTag(slug: string, most: number): { total: number; newest: Near[] } {
      return {
        total: lists.filesWith(slug),
        newest: ask.near(`${tagged} ORDER BY tags.date DESC LIMIT :most`, { slug, most }),
      };
    },

    /** How many files have a tag, live or not; how many articles there are in all when it is left out. */
    filesWith(tag = ''): number {
      return ask.count('SELECT files AS n FROM tag_counts WHERE slug = :tag', { tag });
    },

    /** The live articles of an author, the newest first; the first page may be empty. */
    writtenBy(id: string, number = 1): ListPage | undefined {
      if (!ask.author(id)) return undefined;
      const written = through('bylines', 'author = :id');
      return ask.page(written, number, { id }, 'bylines.date DESC, bylines.id DESC');
    },

    /** All authors with a file, and the site itself. */
    authors(): Author[] {
      const rows = ask.rows(
        "SELECT slug, path, fields, modified FROM leaves WHERE kind = 'author' ORDER BY slug",
      );
      const filed = readable(rows, ask.toAuthor);
      const own = ask.author(site.author.id);
      return !own || filed.some((author) => author.id === own.id) ? filed : [own, ...filed];
    },

    /** The live articles of a month (`yyyy-mm` in the site's zone), the newest first; undefined when there is none. */
    month(month: string, number = 1): ListPage | undefined {
      return inhabited(ask.page(live('month = :month AND '), number, { month }));
    },

    /** The months that have live articles, the newest first. */
    months(): Counted<{ month: string }>[] {
      const rows = ask.rows(`SELECT month, count(*) AS n FROM ${live()} GROUP BY month ORDER BY month DESC`);
      return rows.map((found) => ({ month: String(found.month), count: Number(found.n) }));
    },

    /** The years from the newest live article back to the oldest, `yyyy` in the site's zone; asks for these two alone. */
    years(): string[] {
      const yearOf = (found: Row | undefined) => Number(String(found?.month ?? '').slice(0, 4));
      const edge = (direction: 'ASC' | 'DESC') =>
        ask.row(`SELECT month FROM ${live()} ORDER BY articles.date ${direction} LIMIT 1`);
      const last = yearOf(edge('DESC'));
      if (last === 0) return [];
      return Array.from({ length: last - yearOf(edge('ASC')) + 1 }, (_, back) => String(last - back));
    },

    /** All static pages. */
    pages(): StaticPage[] {
      const rows = ask.rows(
        "SELECT slug, path, fields, modified FROM leaves WHERE kind = 'page' ORDER BY slug",
      );
      return readable(rows, pageFromRow).map(({ slug, fields, modified }) => ({ slug, ...fields, modified }));
    },

    /** How many sitemap files the live articles fill; 1 at least. */
    sitemapParts(): number {
      return Math.max(1, Math.ceil(liveCount() / SITEMAP_SIZE));
    },

    /** The addresses of one sitemap file (from 1), the oldest first, so that a full file does not change. */
    sitemapPart(number: number): { slug: string; changed: Date }[] | undefined {
      if (!Number.isInteger(number) || number < 1 || number > lists.sitemapParts()) return undefined;
      const rows = ask.rows(
        `SELECT slug, max(articles.date, iif(updated <= :now, updated, 0)) AS changed FROM ${live()}
         ORDER BY articles.date, articles.id LIMIT :size OFFSET :offset`,
        { size: SITEMAP_SIZE, offset: (number - 1) * SITEMAP_SIZE },
      );
      return rows.map((found) => ({ slug: String(found.slug), changed: new Date(Number(found.changed)) }));
    },

    /** The live articles of the news sitemap's window, the newest first. */
    news(): Article[] {
      const since = clock().getTime() - site.newsWindowHours * 3_600_000;
      return ask.articles(`${live('articles.date > :since AND ')} ORDER BY ${NEWEST} LIMIT :most`, {
        since,
        most: NEWS_SIZE,
      });
    },
  };
  return lists;
}
