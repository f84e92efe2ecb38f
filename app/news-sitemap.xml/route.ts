import { newsSitemap } from '../../lib/sitemap.ts';
import { document } from '../documents.ts';
import { newsroom } from '../newsroom.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await newsroom();
  return document(newsSitemap(catalog.news()), 'application/xml');
}
