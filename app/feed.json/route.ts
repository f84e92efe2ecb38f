import { jsonFeed } from '../../lib/feed.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { document, feedOptions } from '../_shared/responses.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await getCatalog();
  const options = await feedOptions(catalog, catalog.newest(site.feedSize), {
    title: site.name,
    description: site.description,
    path: urls.jsonFeed(),
    homePath: '/',
  });
  return document(jsonFeed(options), 'application/feed+json');
}
