import type { ListPage } from '../catalog-database.ts';

/** Whether an address of this site leads anywhere at this moment. */

/** What has to be known of the content. */
export type Destinations = {
  /** An article's slug, as it is now or was. */
  hasArticle(slug: string): boolean;
  isLive(slug: string): boolean;
  hasPage(slug: string): boolean;
  hasFile(path: string): boolean;
  latest(number: number): ListPage | undefined;
  topic(id: string, number: number): ListPage | undefined;
  tagged(slug: string, number: number): ListPage | undefined;
  writtenBy(id: string, number: number): ListPage | undefined;
  month(month: string, number: number): ListPage | undefined;
};

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

/** @param address a path of this site, such as `/news/a-slug` */
export function leadsSomewhere(address: string, content: Destinations): boolean {
  const path = decodePath(address).replace(/(?<=.)\/$/, '');
  if (ALWAYS.has(path)) return true;
  const [area = '', name, number, ...deeper] = path.slice(1).split('/');
  if (name === undefined) return content.hasPage(area);
  if (area === 'media') return content.hasFile(path);
  if (area === 'archive' && deeper.length < 2) {
    return content.month(`${name}-${number}`, Number(deeper[0] ?? 1)) !== undefined;
  }
  if (area === 'news' && number === 'replies' && (deeper.length === 0 || deeper.join('/') === 'feed.xml')) {
    return content.isLive(name);
  }
  if (deeper.length > 0) return false;
  if (area === 'latest') return number === undefined && content.latest(Number(name)) !== undefined;
  if (area === 'news') return number === undefined && content.hasArticle(name);
  const page = number === undefined ? 1 : Number(number);
  if (area === 'topics') return content.topic(name, number === 'feed.xml' ? 1 : page) !== undefined;
  if (area === 'tags') return content.tagged(name, page) !== undefined;
  if (area === 'authors') return content.writtenBy(name, page) !== undefined;
  return false;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
