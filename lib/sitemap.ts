import type { Article } from './catalog.ts';
import { dates } from './dates.ts';
import { primaryOf } from './language.ts';
import { site } from './site.ts';
import { absolute, urls } from './urls.ts';
import { xml } from './xml.ts';

/** Sitemaps as sitemaps.org and Google's news extension describe them. Pure: entries in, a document out. */

const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9';

export type SitemapEntry = { path: string; changed?: Date | undefined };

export function sitemapIndex(parts: SitemapEntry[]): string {
  const entries = parts.map((part) => `<sitemap>${location(part)}</sitemap>`);
  return xml.document(`<sitemapindex xmlns="${SCHEMA}">\n${entries.join('\n')}\n</sitemapindex>`);
}

export function sitemap(entries: SitemapEntry[]): string {
  const addresses = entries.map((entry) => `<url>${location(entry)}</url>`);
  return xml.document(`<urlset xmlns="${SCHEMA}">\n${addresses.join('\n')}\n</urlset>`);
}

function location({ path, changed }: SitemapEntry): string {
  return xml.element('loc', absolute(path)) + xml.element('lastmod', changed && dates.iso(changed));
}

/**
 * Without articles it has the front page, because a sitemap with nothing in it is no valid one.
 * @param articles those of the last two days: Google reads no older ones here.
 */
export function newsSitemap(articles: Article[]): string {
  const entries = articles.map((article) => {
    const publication = `<news:publication>${xml.element('news:name', site.name)}${xml.element('news:language', primaryOf(site.language))}</news:publication>`;
    const news = `<news:news>${publication}${xml.element('news:publication_date', dates.iso(article.date))}${xml.element('news:title', article.title)}</news:news>`;
    return `<url>${xml.element('loc', absolute(urls.article(article.slug)))}${news}</url>`;
  });
  if (entries.length === 0) entries.push(`<url>${location({ path: '/' })}</url>`);
  return xml.document(
    `<urlset xmlns="${SCHEMA}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n${entries.join('\n')}\n</urlset>`,
  );
}
