import { newsSitemap } from '../../lib/sitemap.ts';
import { newsroom } from '../_shared/data.ts';
import { document } from '../_shared/responses.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await newsroom();
  return document(newsSitemap(catalog.news()), 'application/xml');
}
