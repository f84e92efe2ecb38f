import { sitemapIndex } from '../../lib/sitemap.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { document } from '../_shared/responses.ts';

/** The index: one file of pages and lists, then the articles, 50,000 a file. */
export async function GET(): Promise<Response> {
  const { catalog } = await getCatalog();
  const parts = Array.from({ length: catalog.sitemapParts() }, (_, place) => ({
    path: urls.sitemapPart(place + 1),
    changed: catalog
      .sitemapPart(place + 1)
      ?.reduce<Date | undefined>(
        (latest, { changed }) => (latest && latest > changed ? latest : changed),
        undefined,
      ),
  }));
  return document(sitemapIndex([{ path: '/sitemaps/pages.xml' }, ...parts]), 'application/xml');
}
