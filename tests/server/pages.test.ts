// @vitest-environment jsdom
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { site as configuration } from '../../lib/site.ts';
import { type ContentCopy, contentWith } from '../support/content-copy.ts';
import { type Answer, ask, crawl, isPage } from '../support/crawl.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const HIDDEN = ['draft-zebra', 'scheduled-zebra', 'expired-zebra'];
const HIDDEN_WORDS = /zebra(?:draft|scheduled|expired)|(?:draft|scheduled|expired)-zebra/i;
const LIVE = readdirSync(path.resolve(import.meta.dirname, '../newsroom/articles/2026'))
  .map((file) => path.basename(file, '.md'))
  .filter((slug) => !HIDDEN.includes(slug));
const ELSEWHERE = 'https://elsewhere.example/first';
const STARTS = [
  '/',
  '/sitemap.xml',
  '/robots.txt',
  '/news-sitemap.xml',
  '/topics',
  '/search?q=zebra*',
  '/search?q=filler',
];

/** What React leaves in a page for its script to put in place. */
const UNFINISHED = 'template, [hidden]:not(:empty), [id^="S:"], [id^="B:"]';

/** Without what is a matter of taste, and what the build of React writes. */
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    ...{ 'void-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off' },
    ...{ 'no-inline-style': 'off', 'require-sri': 'off' },
  },
});

const parsePage = (html: string) => new DOMParser().parseFromString(html, 'text/html');
const meta = (page: Document, name: string) =>
  page
    .querySelector(`head > meta[name="${name}"], head > meta[property="${name}"]`)
    ?.getAttribute('content') ?? '';

/** What must hold on every page that a reader can open: a sentence about the page, and whether it is true. */
const RULES: [string, (page: Document, answer: Answer, url: string) => boolean][] = [
  ['has one heading of the first level', (page) => page.querySelectorAll('h1').length === 1],
  ['has words in that heading', (page) => Boolean(page.querySelector('h1')?.textContent?.trim())],
  [
    'has one title in its head, which names the site',
    (page) =>
      page.querySelectorAll('title').length === 1 &&
      Boolean(page.querySelector('head > title')?.textContent?.includes(configuration.name)),
  ],
  ['has a description', (page) => meta(page, 'description') !== ''],
  [
    'says that it is its own canonical address, unless its file names another',
    (page, answer, url) => {
      const links = [...page.querySelectorAll('head > link[rel="canonical"]')];
      // All that is found by searching is one page for a robot, and kept out of its index.
      const itself = answer.path.startsWith('/search') ? '/search' : answer.path;
      const address = answer.path === '/news/odd' ? ELSEWHERE : new URL(itself, url).href;
      return links.length === 1 && links[0]?.getAttribute('href') === address;
    },
  ],
  ['has a title for those who share it', (page) => meta(page, 'og:title') !== ''],
  [
    'has a picture for those who share it',
    (page, _, url) =>
      meta(page, 'og:image').startsWith(`${url}/cards/`) &&
      meta(page, 'og:image:width') === '1200' &&
      meta(page, 'og:image:height') === '630' &&
      meta(page, 'og:image:alt') !== '',
  ],
  [
    'has a large card for X',
    (page) => meta(page, 'twitter:card') === 'summary_large_image' && meta(page, 'twitter:image') !== '',
  ],
  ['allows large previews', (page) => meta(page, 'robots').includes('max-image-preview:large')],
  [
    'is for the index, unless it is a search',
    (page, { path: at }) => meta(page, 'robots').includes('noindex') === at.startsWith('/search'),
  ],
  [
    'says on top whose site it is not',
    (page) => {
      const banner = page.querySelector('body > aside.banner');
      const text = banner?.textContent ?? '';
      const said = configuration.banner;
      return (
        said !== undefined &&
        text.includes(said.lead) &&
        text.includes(said.text) &&
        banner?.querySelector('a')?.getAttribute('href') === said.link.href
      );
    },
  ],
  [
    'has its language, its way to the text and one main part',
    (page) =>
      page.documentElement.lang === configuration.language &&
      page.querySelector('a.skip')?.getAttribute('href') === '#main' &&
      page.querySelectorAll('main#main').length === 1,
  ],
  [
    'names its feeds',
    (page, _, url) => {
      const feeds = [...page.querySelectorAll('link[rel="alternate"]')].map((link) =>
        link.getAttribute('href'),
      );
      return feeds.includes(`${url}/feed.xml`) && feeds.includes(`${url}/feed.json`);
    },
  ],
  ['leaves nothing to be filled in by a script', (page) => page.querySelector(UNFINISHED) === null],
  ['has words or silence for each picture', (page) => page.querySelectorAll('img:not([alt])').length === 0],
  [
    'uses each id once',
    (page) => {
      const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
      return new Set(ids).size === ids.length;
    },
  ],
  [
    'leads to each of its own anchors',
    (page) =>
      [...page.querySelectorAll('a[href^="#"]')].every((link) =>
        page.getElementById(decodeURIComponent(link.getAttribute('href')?.slice(1) ?? '')),
      ),
  ],
  [
    'has JSON-LD that can be read',
    (page) =>
      [...page.querySelectorAll('script[type="application/ld+json"]')].every((script) => {
        const data: unknown = JSON.parse(script.textContent ?? '');
        return z.object({ '@context': z.literal('https://schema.org'), '@type': z.string() }).safeParse(data)
          .success;
      }),
  ],
];

/** Content that is odd, and allowed. */
const ODD_FILES = {
  'articles/odd.md': `---
title: "Odd & “odder” <b>"
date: 2026-03-01T06:00:00-07:00
topic: campus
tags: [大麻, Café, Cafe, "C++"]
canonical: ${ELSEWHERE}
---
## Recent

## Recent heading

## Sources

## Main

Text.
`,
  'articles/wordless.md': `---
title: Without a word
date: 2026-03-01
topic: campus
---
![A square](/media/cover.svg)
`,
  'articles/deep/er/bare.md': '---\ntitle: Bare\ndate: 2025-12-31T23:59:59-07:00\ntopic: policy\n---\n',
  'media/cover.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>',
  'authors/newsroom.md': '---\nname: The newsroom\n---\n',
  ...Object.fromEntries(
    ['about', 'disclaimer', 'privacy', 'corrections'].map((slug) => [
      `pages/${slug}.md`,
      `---\ntitle: The ${slug}\n---\nText.\n`,
    ]),
  ),
};

const FIXTURE_PATHS = [
  ...LIVE.map((slug) => `/news/${slug}`),
  ...configuration.topics.flatMap(({ id }) => [`/topics/${id}`, `/topics/${id}/feed.xml`]),
  ...[
    '/latest',
    '/latest/3',
    '/topics/research/2',
    '/tags/cafe',
    '/tags/filler/3',
    '/search?q=filler&page=2',
  ],
  ...['/archive', '/archive/2026/02', '/authors/ada-example', '/authors/newsroom/2', '/about', '/disclaimer'],
  ...['/feed.xml', '/feed.json', '/sitemaps/1.xml', '/sitemaps/pages.xml', '/media/cover.svg', '/icon.png'],
  ...['/cards/_site.png', '/cards/every-field.png', '/images/1200x1200/media/cover.svg.jpg'],
];
const ODD_PATHS = [
  '/news/odd',
  '/news/wordless',
  '/news/bare',
  '/tags/c-plus-plus',
  '/tags/%E5%A4%A7%E9%BA%BB',
  '/archive/2025/12',
];

describe.each([
  ['the fixture', 'tests/newsroom', {}, FIXTURE_PATHS],
  ['odd content', undefined, ODD_FILES, ODD_PATHS],
])('every page of %s', (_, base, files, paths) => {
  let site: RunningSite;
  let copy: ContentCopy;
  let met: Map<string, Answer>;
  let pages: { answer: Answer; page: Document }[];

  beforeAll(async () => {
    copy = contentWith(base, files);
    site = await runSite(copy.content);
    met = await crawl(site.url, STARTS);
    pages = [...met.values()]
      .filter((answer) => answer.status === 200 && isPage(answer))
      .map((answer) => ({ answer, page: parsePage(answer.body) }));
  });
  afterAll(async () => {
    await site?.stop();
    copy?.remove();
  });

  it('is met by following links', () => {
    expect(paths.filter((target) => !met.has(target))).toEqual([]);
  });

  it('leads only to what is there', () => {
    const dead = [...met.values()].filter(({ status }) => status !== 200);
    expect(dead.map((answer) => `${answer.status} ${answer.path}, linked on ${answer.from}`)).toEqual([]);
  });

  it('keeps the draft, the scheduled and the expired article to itself', () => {
    const leaks = [...met.values()].filter(({ path: at, body, location }) =>
      HIDDEN_WORDS.test(`${at} ${body} ${location}`),
    );
    expect(leaks.map((answer) => answer.path)).toEqual([]);
  });

  it.each(RULES)('%s', (_rule, isTrue) => {
    const broken = pages.filter(({ answer, page }) => !isTrue(page, answer, site.url));
    expect(broken.map(({ answer }) => answer.path)).toEqual([]);
  });

  it('is valid HTML', () => {
    const faults = pages.flatMap(({ answer }) =>
      validator
        .validateStringSync(answer.body)
        .results.flatMap(({ messages }) => messages)
        .map(({ ruleId, message }) => `${answer.path}: ${message} (${ruleId})`),
    );
    expect(faults).toEqual([]);
  });

  it('has a title that no other page has', () => {
    const counts = Map.groupBy(
      pages.filter(({ answer }) => !answer.path.startsWith('/search')),
      ({ page }) => page.title,
    );
    const shared = [...counts].filter(([, same]) => same.length > 1);
    expect(shared.map(([title, same]) => [title, same.map(({ answer }) => answer.path)])).toEqual([]);
  });
});

describe('a site that has just started', () => {
  const ARTICLES = 40;
  const PAGES = 20;
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>';
  let site: RunningSite;
  let copy: ContentCopy;

  beforeAll(async () => {
    const files: Record<string, string> = {};
    for (let place = 0; place < ARTICLES; place++)
      files[`articles/more-${place}.md`] =
        `---\ntitle: Larger ${place}\ndate: 2026-01-04\ntopic: campus\n---\nText of the larger archive.\n`;
    // A text with many pictures takes its time when it is made first: each picture is measured.
    for (let place = 0; place < PAGES; place++) {
      const names = Array.from({ length: 12 }, (_, number) => `picture-${place}-${number}.svg`);
      for (const name of names) files[`media/${name}`] = drawing;
      const pictures = names.map((name) => `![A square](/media/${name})`).join('\n\n');
      files[`pages/pictures-${place}.md`] = `---\ntitle: Pictures ${place}\n---\n${pictures}\n`;
    }
    copy = contentWith('tests/newsroom', files);
    site = await runSite(copy.content);
  });
  afterAll(async () => {
    await site?.stop();
    copy?.remove();
  });

  it('finds all articles of a large archive soon', async () => {
    const found = async () => {
      const { body } = await ask(site.url, '/search?q=larger');
      expect(parsePage(body).querySelector('[role="status"]')?.textContent).toBe(
        `${ARTICLES} articles for “larger”`,
      );
    };
    await vi.waitFor(found, { timeout: 10_000, interval: 200 });
  });

  it('sends a page whole from the first time on, its head with all that belongs there', async () => {
    const broken: string[] = [];
    for (let place = 0; place < PAGES; place++) {
      const { status, body } = await ask(site.url, `/pictures-${place}`);
      const page = parsePage(body);
      const isWhole =
        page.querySelector('head > title')?.textContent?.startsWith(`Pictures ${place} `) &&
        page.querySelector('head > link[rel="canonical"]') &&
        page.querySelectorAll('.prose img').length === 12 &&
        !page.querySelector(UNFINISHED);
      if (status !== 200 || !isWhole) broken.push(`/pictures-${place}`);
    }
    expect(broken).toEqual([]);
  });
});

describe('an empty newsroom', () => {
  let site: RunningSite;
  let copy: ContentCopy;

  beforeAll(async () => {
    copy = contentWith(undefined);
    site = await runSite(copy.content);
  });
  afterAll(async () => {
    await site?.stop();
    copy?.remove();
  });

  it('starts without a complaint', async () => {
    await vi.waitFor(() => expect(site.output()).toContain('0 live, 0 scheduled, 0 draft, 0 expired'));
    expect(site.output()).not.toMatch(/error|warning/i);
  });

  it.each([
    '/',
    '/latest',
    '/topics',
    ...configuration.topics.map(({ id }) => `/topics/${id}`),
    `/authors/${configuration.author.id}`,
    '/archive',
    '/tags',
    '/search',
    '/search?q=anything',
  ])('has a page at %s', async (target) => {
    const { status, body } = await ask(site.url, target);
    expect(status).toBe(200);
    const page = parsePage(body);
    expect(page.querySelectorAll('h1')).toHaveLength(1);
    expect(page.querySelectorAll('article')).toHaveLength(0);
    expect(page.querySelector('aside.banner')?.textContent).toContain(configuration.banner?.lead);
  });

  it.each([
    '/feed.xml',
    '/topics/medicine/feed.xml',
    '/sitemap.xml',
    '/sitemaps/pages.xml',
    '/sitemaps/1.xml',
    '/news-sitemap.xml',
    '/opensearch.xml',
  ])('has a document at %s', async (target) => {
    const { status, body } = await ask(site.url, target);
    expect(status).toBe(200);
    expect(XMLValidator.validate(body)).toBe(true);
  });

  it('has a JSON feed without items', async () => {
    const { status, body } = await ask(site.url, '/feed.json');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ title: configuration.name, items: [] });
  });

  it.each([
    '/nothing',
    '/news/nothing',
    '/latest/2',
    '/archive/2026/01',
    '/tags/nothing',
    '/cards/nothing.png',
  ])('has nothing at %s', async (target) => {
    const { status, body } = await ask(site.url, target);
    expect(status).toBe(404);
    expect(parsePage(body).querySelector('h1')?.textContent).toBe('There is no page at this address');
  });

  it('draws its own card', async () => {
    expect((await ask(site.url, '/cards/_site.png')).type).toBe('image/png');
  });

  it('links to nothing that is not there', async () => {
    const met = await crawl(site.url, ['/']);
    const dead = [...met.values()].filter(({ status }) => status !== 200);
    expect(dead.map((answer) => `${answer.status} ${answer.path}, linked on ${answer.from}`)).toEqual([]);
  });
});
