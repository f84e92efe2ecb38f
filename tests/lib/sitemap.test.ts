import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environment, site } from '../../lib/site.ts';
import { newsSitemap, sitemap, sitemapIndex } from '../../lib/sitemap.ts';
import { openNewsroom } from '../support/newsroom-copy.ts';

const HOME = environment.url;
const CHANGED = new Date('2026-07-01T12:00:00Z');
const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9';

const w3cDate = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})$/);
const location = z.object({ loc: z.url({ protocol: /^https?$/ }), lastmod: w3cDate.optional() });
const news = z.object({
  'news:publication': z.object({
    'news:name': z.string().min(1),
    'news:language': z.string().regex(/^[a-z]{2}$/),
  }),
  'news:publication_date': w3cDate,
  'news:title': z.string().min(1),
});
const entries = z.array(location.extend({ 'news:news': news.optional() })).default([]);
const root = { '@xmlns': z.literal(SCHEMA) };
const documentSchema = z.union([
  z.object({ urlset: z.object({ ...root, url: entries }) }).transform(({ urlset }) => urlset.url),
  z
    .object({ sitemapindex: z.object({ ...root, sitemap: entries }) })
    .transform(({ sitemapindex }) => sitemapindex.sitemap),
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => name === 'url' || name === 'sitemap',
});

function entriesOf(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n')).toBe(true);
  return documentSchema.parse(parser.parse(text));
}

describe('a sitemap', () => {
  it('has whole addresses with the time of the change in the zone of the site', () => {
    expect(entriesOf(sitemap([{ path: '/about', changed: CHANGED }, { path: '/' }]))).toEqual([
      { loc: `${HOME}/about`, lastmod: '2026-07-01T06:00:00-06:00' },
      { loc: `${HOME}/` },
    ]);
  });

  it('has addresses that are escaped, first for the web and then for XML', () => {
    const text = sitemap([{ path: '/tags/日本' }, { path: "/search?q=a&b=<c>'" }]);
    expect(text).toContain('<loc>');
    expect(text).toContain(`${HOME}/tags/%E6%97%A5%E6%9C%AC</loc>`);
    expect(text).toContain('/search?q=a&amp;b=%3Cc%3E%27</loc>');
  });

  it('may be empty', () => {
    expect(entriesOf(sitemap([]))).toEqual([]);
  });
});

describe('the index of sitemaps', () => {
  it('has whole addresses with the time of the change', () => {
    expect(
      entriesOf(
        sitemapIndex([{ path: '/sitemaps/pages.xml' }, { path: '/sitemaps/1.xml', changed: CHANGED }]),
      ),
    ).toEqual([
      { loc: `${HOME}/sitemaps/pages.xml` },
      { loc: `${HOME}/sitemaps/1.xml`, lastmod: '2026-07-01T06:00:00-06:00' },
    ]);
  });
});

describe('the news sitemap', () => {
  const { catalog } = openNewsroom(afterAll);

  it('has what Google asks for', () => {
    expect(entriesOf(newsSitemap(catalog.newest(1)))).toEqual([
      {
        loc: `${HOME}/news/every-field`,
        'news:news': {
          'news:publication': { 'news:name': site.name, 'news:language': 'en' },
          'news:publication_date': '2026-03-02T09:30:00-07:00',
          'news:title': 'Every field & <every> feature: “quoted”',
        },
      },
    ]);
  });

  it('names the extension', () => {
    expect(newsSitemap([])).toContain('xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"');
  });

  it('has the front page while there is no news, because an empty one is not valid', () => {
    expect(entriesOf(newsSitemap([]))).toEqual([{ loc: `${HOME}/` }]);
  });

  it('has an entry for each article', () => {
    expect(entriesOf(newsSitemap(catalog.newest(100)))).toHaveLength(47);
  });
});
