import type { CatalogSite, ListPage, Queries } from '../catalog-database.ts';
import type { Media } from '../media.ts';
import { type Address, parsePath } from '../urls.ts';
import { aliasTarget, article } from './by-slug.ts';
import * as lists from './lists.ts';

/** Whether an address of this site leads anywhere at this moment. */

/** What is asked. */
export type Sources = { queries: Queries; media: Media; site: Pick<CatalogSite, 'topics'> };

/** @param path of this site, such as `/news/a-slug` */
export function leadsSomewhere(path: string, sources: Sources): boolean {
  const { queries, media } = sources;
  const address = parsePath(decodePath(path).replace(/(?<=.)\/$/, ''));
  if (!address) return false;
  switch (address.kind) {
    case 'sendComment':
    case 'ownComment':
      return false;
    case 'fixed':
      return true;
    case 'page':
      return queries.profile('page', address.slug) !== undefined;
    case 'article':
      return (article(queries, address.slug) ?? aliasTarget(queries, address.slug)) !== undefined;
    case 'comments':
      return address.part !== 'other' && article(queries, address.slug) !== undefined;
    case 'media':
      return media.has(address.src);
    default:
      return listAt(address, sources) !== undefined;
  }
}

/** @returns undefined for a page of a list that does not exist */
function listAt(
  address: Extract<Address, { page: number }>,
  { queries, site }: Sources,
): ListPage | undefined {
  switch (address.kind) {
    case 'latest':
      return lists.latest(queries, address.page);
    case 'topic':
      return isTopic(site, address.id) ? lists.ofTopic(queries, address.id, address.page) : undefined;
    case 'tag':
      return lists.tagged(queries, address.slug, address.page);
    case 'author':
      return queries.author(address.id) && lists.writtenBy(queries, address.id, address.page);
    case 'month':
      return lists.ofMonth(queries, address.month, address.page);
  }
}

export function isTopic(site: Pick<CatalogSite, 'topics'>, id: string): boolean {
  return site.topics.some((topic) => topic.id === id);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
