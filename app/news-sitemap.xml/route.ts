import { newsSitemap } from '../../lib/sitemap.ts';
import { getCatalog } from '../_shared/data.ts';
import { document } from '../_shared/responses.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await getCatalog();
  return document(
    newsSitemap(catalog.news().filter(({ canonical }) => canonical === undefined)),
    'application/xml',
  );
}
