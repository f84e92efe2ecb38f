import { sitemap } from '../../../lib/sitemap.ts';
import { urls } from '../../../lib/urls.ts';
import { getCatalog } from '../../_shared/data.ts';
import { document, missing } from '../../_shared/responses.ts';

export async function GET(_: Request, { params }: { params: Promise<{ part: string }> }): Promise<Response> {
  const { catalog } = await getCatalog();
  const part = /^(pages|[1-9]\d{0,4})\.xml$/.exec((await params).part)?.[1];
  if (part === undefined) return missing();
  if (part === 'pages') {
    const lists = [...catalog.topicCounts().filter(({ count }) => count > 0)].map(({ id }) => urls.topic(id));
    return document(
      sitemap([
        ...['/', urls.latest()].map((path) => ({ path, changed: catalog.lastChange() })),
        ...[urls.topics(), urls.tags(), urls.archive(), ...lists].map((path) => ({ path })),
        ...catalog.months().map(({ month }) => ({ path: urls.month(month) })),
        { path: urls.authors() },
        ...catalog.authors().map(({ id }) => ({ path: urls.author(id) })),
        ...catalog.pages().map(({ slug, updated }) => ({ path: urls.page(slug), changed: updated })),
      ]),
      'application/xml',
    );
  }
  const articles = catalog.sitemapPart(Number(part));
  if (!articles) return missing();
  const entries = articles.map(({ slug, changed }) => ({ path: urls.article(slug), changed }));
  return document(sitemap(entries), 'application/xml');
}
