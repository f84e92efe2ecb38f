import { type Address, parsePath } from '../urls.ts';

/** Whether an address of this site leads anywhere at this moment. */

/** What has to be known of the content. */
export type Destinations = {
  /** An article's slug, as it is now or was. */
  hasArticle(slug: string): boolean;
  isLive(slug: string): boolean;
  hasPage(slug: string): boolean;
  hasFile(path: string): boolean;
  /** Whether there is such a page of a list. */
  hasList(list: ListAddress): boolean;
};

export type ListAddress = Extract<Address, { page: number }>;

/** @param path of this site, such as `/news/a-slug` */
export function leadsSomewhere(path: string, content: Destinations): boolean {
  const address = parsePath(decodePath(path).replace(/(?<=.)\/$/, ''));
  if (!address) return false;
  switch (address.kind) {
    case 'sendComment':
    case 'ownComment':
      return false;
    case 'fixed':
      return true;
    case 'page':
      return content.hasPage(address.slug);
    case 'article':
      return content.hasArticle(address.slug);
    case 'comments':
      return address.part !== 'other' && content.isLive(address.slug);
    case 'media':
      return content.hasFile(address.src);
    default:
      return content.hasList(address);
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
