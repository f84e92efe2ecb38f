import { afterAll, expect, it } from 'vitest';
import { openNewsroom } from '../../support/newsroom-copy.ts';

const { catalog } = openNewsroom(afterAll);

it.each([
  '/',
  '/latest',
  '/latest/3',
  '/topics',
  '/topics/medicine',
  '/topics/campus',
  '/topics/medicine/feed.xml',
  '/tags/ketamine',
  '/authors/desk',
  '/authors/newsroom',
  '/archive',
  '/archive/2026/03',
  '/search',
  '/tags',
  '/opensearch.xml',
  '/feed.xml',
  '/feed.json',
  '/about',
  '/about/',
  '/news/plain-story',
  '/news/old-name',
  '/news/plain%2Dstory',
  '/media/cover.svg',
])('%s leads somewhere', (path) => {
  expect(catalog.leadsSomewhere(path)).toBe(true);
});

it.each([
  '/nowhere',
  '/about/more',
  '/news',
  '/news/draft-zebra',
  '/news/scheduled-zebra',
  '/news/expired-zebra',
  '/news/zebradraft-alias',
  '/news/plain-story/more',
  '/topics/sports',
  '/tags/zebradraft',
  '/authors/no-author',
  '/%',
  '/%E0%A4%A',
])('%s leads nowhere', (path) => {
  expect(catalog.leadsSomewhere(path)).toBe(false);
});

it.each([
  '/latest/99',
  '/latest/nonsense',
  '/topics/medicine/nonsense',
  '/tags/ketamine/99',
  '/authors/desk/nonsense',
  '/archive/1999/01',
  '/search/nonsense',
  '/feed.xml/nonsense',
])('%s leads nowhere: it is deeper than a page goes', (path) => {
  expect(catalog.leadsSomewhere(path)).toBe(false);
});

it.each(['/sitemap.xml', '/news-sitemap.xml', '/robots.txt'])(
  '%s leads somewhere: the site has it',
  (path) => {
    expect(catalog.leadsSomewhere(path)).toBe(true);
  },
);
