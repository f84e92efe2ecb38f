import { connection } from 'next/server';
import { absolute, urls } from '../../lib/urls.ts';
import { document } from '../_shared/responses.ts';

export async function GET(): Promise<Response> {
  await connection();
  const rules = ['User-agent: *', 'Allow: /', 'Disallow: /search', ''];
  const sitemaps = [`Sitemap: ${absolute('/sitemap.xml')}`, `Sitemap: ${absolute(urls.newsSitemap())}`, ''];
  return document([...rules, ...sitemaps].join('\n'), 'text/plain');
}
