// @vitest-environment jsdom
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { site as configuration } from '../../lib/site.ts';
import { type ContentCopy, contentWith } from '../support/content-copy.ts';
import { ask } from '../support/crawl.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const HIDDEN = ['draft-zebra', 'scheduled-zebra', 'expired-zebra'];
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/;
const LIVE = readdirSync(path.resolve(import.meta.dirname, '../newsroom/articles/2026'))
  .map((file) => path.basename(file, '.md'))
  .filter((slug) => !HIDDEN.includes(slug));

const parsePage = (html: string) => new DOMParser().parseFromString(html, 'text/html');

const list = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]), z.array(item));
const xml = (text: string): unknown => {
  expect(XMLValidator.validate(text)).toBe(true);
  return new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false }).parse(
    text,
  );
};
const person = z.object({
  '@type': z.enum(['Person', 'Organization']),
  name: z.string().min(1),
  url: z.url(),
});
const newsArticle = z.object({
  '@context': z.literal('https://schema.org'),
  '@type': z.literal('NewsArticle'),
  mainEntityOfPage: z.url(),
  headline: z.string().min(1).max(120),
  description: z.string().min(1),
  datePublished: z.string().regex(ZONED),
  dateModified: z.string().regex(ZONED),
  author: z.array(person).min(1),
  publisher: z.object({
    '@type': z.literal('NewsMediaOrganization'),
    name: z.literal(configuration.name),
    url: z.url(),
    logo: z.object({ '@type': z.literal('ImageObject'), url: z.url() }),
  }),
  image: z.array(z.url()).min(1),
  citation: z.array(z.url()).optional(),
  correction: z
    .array(
      z.object({
        '@type': z.literal('CorrectionComment'),
        text: z.string().min(1),
        datePublished: z.string().regex(ZONED),
      }),
    )
    .optional(),
});
const breadcrumbs = z.object({
  '@type': z.literal('BreadcrumbList'),
  itemListElement: z.array(
    z.object({
      '@type': z.literal('ListItem'),
      position: z.number(),
      name: z.string().min(1),
      item: z.url(),
    }),
  ),
});

function dataIn(html: string): unknown[] {
  const scripts = [...parsePage(html).querySelectorAll('script[type="application/ld+json"]')];
  return scripts.map((script): unknown => JSON.parse(script.textContent ?? ''));
}

describe('the documents of the fixture', () => {
  let site: RunningSite;
  const get = async (target: string) => {
    const answer = await ask(site.url, target);
    expect(answer.status, target).toBe(200);
    return answer;
  };
  const bytes = async (address: string) => {
    const answer = await fetch(address);
    expect(answer.status, address).toBe(200);
    return { type: answer.headers.get('content-type'), data: Buffer.from(await answer.arrayBuffer()) };
  };
  const sizeOf = async (data: Buffer) => {
    const { width, height, format } = await sharp(data).metadata();
    return `${format} ${width}x${height}`;
  };
  const articleData = async (slug: string) => {
    const data = dataIn((await get(`/news/${slug}`)).body);
    const found = data.map((one) => newsArticle.safeParse(one)).find(({ success }) => success);
    if (!found?.data) throw new Error(`${slug} has no NewsArticle: ${JSON.stringify(data[0])}`);
    return found.data;
  };

  beforeAll(async () => {
    site = await runSite();
  });
  afterAll(async () => {
    await site?.stop();
  });

  describe('structured data', () => {
    it('describes an article with every field', async () => {
      const data = await articleData('every-field');
      expect(data.mainEntityOfPage).toBe(`${site.url}/news/every-field`);
      expect(data.headline).toBe('Every field & <every> feature: “quoted”');
      expect(data.datePublished).toBe('2026-03-02T09:30:00-07:00');
      expect(data.dateModified).toBe('2026-03-03T10:00:00-07:00');
      expect(data.author).toEqual([
        { '@type': 'Organization', name: 'Test Desk', url: `${site.url}/authors/desk` },
        { '@type': 'Person', name: 'Ada Example', url: `${site.url}/authors/ada-example` },
      ]);
      expect(data.citation).toEqual(['https://www.fda.gov/', 'https://doi.org/10.1056/NEJMoa2302399']);
      expect(data.correction?.map(({ text }) => text)).toEqual(['An earlier version had the wrong year.']);
    });

    it('shows its cover in three shapes, each a JPEG of just that size', async () => {
      const { image } = await articleData('every-field');
      const pictures = await Promise.all(image.map(bytes));
      expect(pictures.map(({ type }) => type)).toEqual(['image/jpeg', 'image/jpeg', 'image/jpeg']);
      expect(await Promise.all(pictures.map(({ data }) => sizeOf(data)))).toEqual([
        'jpeg 1600x900',
        'jpeg 1200x900',
        'jpeg 1200x1200',
      ]);
    });

    it('shows the card of an article without a cover', async () => {
      const { image, citation, correction, dateModified, datePublished } = await articleData('plain-story');
      expect(image).toEqual([`${site.url}/cards/plain-story.png`]);
      expect([citation, correction]).toEqual([undefined, undefined]);
      expect(dateModified).toBe(datePublished);
    });

    it('has its logo where it says', async () => {
      const { publisher } = await articleData('plain-story');
      expect(await sizeOf((await bytes(publisher.logo.url)).data)).toBe('png 512x512');
    });

    it('tells the way from the front page to each kind of page', async () => {
      for (const target of [
        '/news/every-field',
        '/topics/medicine',
        '/tags/cafe',
        '/authors/desk',
        '/archive/2026/02',
      ]) {
        const { body } = await get(target);
        const [trail] = dataIn(body).flatMap((one) => {
          const parsed = breadcrumbs.safeParse(one);
          return parsed.success ? [parsed.data.itemListElement] : [];
        });
        expect(
          trail?.map(({ position }) => position),
          target,
        ).toEqual(trail?.map((_, place) => place + 1));
        const shown = parsePage(body).querySelectorAll('nav[aria-label="Breadcrumbs"] a');
        expect([...shown].map((link) => site.url + link.getAttribute('href'))).toEqual(
          trail?.slice(0, -1).map(({ item }) => item),
        );
        expect([trail?.at(0)?.item, trail?.at(-1)?.item]).toEqual([`${site.url}/`, site.url + target]);
      }
    });

    it('names the site and its publisher on the front page', async () => {
      const types = dataIn((await get('/')).body).map(
        (one) => z.object({ '@type': z.string() }).parse(one)['@type'],
      );
      expect(types).toEqual(['NewsMediaOrganization', 'WebSite']);
    });
  });

  it.each(['every-field', 'plain-story', '_site'])(
    'draw the social card of %s, 1200 by 630 pixels',
    async (slug) => {
      const { type, data } = await bytes(`${site.url}/cards/${slug}.png`);
      expect(type).toBe('image/png');
      expect(await sizeOf(data)).toBe('png 1200x630');
      // A drawing that failed would be one flat colour.
      const { channels } = await sharp(data).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(5);
    },
  );

  it('draw no card of a hidden article, nor of none', async () => {
    for (const slug of [...HIDDEN, 'nothing'])
      expect((await ask(site.url, `/cards/${slug}.png`)).status).toBe(404);
  });

  it('answer for a hidden article as for one that never was', async () => {
    const nothing = await ask(site.url, '/news/nothing');
    // One that has expired was never hidden, and its address says that it is gone.
    const hidden = ['/news/draft-zebra', '/news/scheduled-zebra', '/news/zebradraft-alias'];
    const gone = await ask(site.url, '/news/expired-zebra');
    expect([gone.status, /zebra(?!-)/.test(gone.body)]).toEqual([410, false]);
    for (const target of [...hidden, '/tags/zebradraft', '/tags/zebrascheduled', '/tags/zebraexpired']) {
      const { status, body } = await ask(site.url, target);
      expect([target, status, body === nothing.body]).toEqual([target, 404, true]);
    }
  });

  it('find no hidden article by any of its words', async () => {
    for (const word of [
      'zebra*',
      'zebradraft',
      'zebrascheduled text',
      '"zebraexpired stays hidden"',
      'stays hidden',
    ]) {
      const { body } = await get(`/search?q=${encodeURIComponent(word)}`);
      expect(parsePage(body).querySelector('[role="status"]')?.textContent, word).toMatch(/^No articles for/);
    }
  });

  describe('the sitemap', () => {
    const addresses = list(z.object({ loc: z.url(), lastmod: z.string().regex(ZONED).optional() }));
    const index = z.object({ sitemapindex: z.object({ sitemap: addresses }) });
    const part = z.object({ urlset: z.object({ url: addresses }) });

    it('lists every live article once, with the time of its last change, and nothing twice', async () => {
      const parts = index.parse(xml((await get('/sitemap.xml')).body)).sitemapindex.sitemap;
      const texts = await Promise.all(parts.map(({ loc }) => get(new URL(loc).pathname)));
      const entries = texts.flatMap(({ body }) => part.parse(xml(body)).urlset.url);
      const locations = entries.map(({ loc }) => loc);
      expect(new Set(locations).size).toBe(locations.length);
      const articles = locations.filter((loc) => loc.startsWith(`${site.url}/news/`));
      expect(articles.sort()).toEqual(LIVE.map((slug) => `${site.url}/news/${slug}`).sort());
      expect(entries.find(({ loc }) => loc.endsWith('/every-field'))?.lastmod).toBe(
        '2026-03-03T10:00:00-07:00',
      );
      expect(locations.every((loc) => loc.startsWith(site.url))).toBe(true);
      expect(locations).toEqual(
        expect.arrayContaining(
          ['/', '/latest', '/topics/medicine', '/tags', '/archive/2026/02', '/authors/desk', '/about'].map(
            (target) => site.url + target,
          ),
        ),
      );
    });

    it('lists no topic without articles', async () => {
      const pages = part.parse(xml((await get('/sitemaps/pages.xml')).body)).urlset.url;
      expect(pages.map(({ loc }) => loc)).not.toContain(`${site.url}/topics/campus`);
    });

    it('of news has no article older than two days', async () => {
      const { body, type } = await get('/news-sitemap.xml');
      expect(type).toContain('application/xml');
      expect(XMLValidator.validate(body)).toBe(true);
      expect(body.match(/<loc>.*?<\/loc>/g)).toEqual([`<loc>${site.url}/</loc>`]);
    });
  });

  describe('the feeds', () => {
    const item = z.object({
      title: z.string().min(1),
      link: z.url(),
      guid: z.object({ '#text': z.url(), isPermaLink: z.literal('true') }),
      pubDate: z.string().regex(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
      'dc:creator': list(z.string().min(1)),
      description: z.string().min(1),
      'content:encoded': z.string().min(20),
    });
    const rss = z.object({
      rss: z.object({
        version: z.literal('2.0'),
        channel: z.object({
          title: z.string(),
          link: z.url(),
          'atom:link': z.object({ href: z.url(), rel: z.literal('self') }),
          item: list(item),
        }),
      }),
    });
    const json = z.object({
      version: z.literal('https://jsonfeed.org/version/1.1'),
      title: z.literal(configuration.name),
      home_page_url: z.url(),
      feed_url: z.url(),
      items: z.array(
        z.object({
          id: z.url(),
          url: z.url(),
          title: z.string().min(1),
          content_html: z.string().min(20),
          date_published: z.string().regex(ZONED),
          authors: z.array(z.object({ name: z.string(), url: z.url() })).min(1),
        }),
      ),
    });

    /** What an entry's text must have, wherever a program shows it. */
    function expectWhole(html: string): void {
      const page = parsePage(html);
      const addresses = [...page.querySelectorAll('[href], [src]')].map(
        (element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '',
      );
      expect(addresses.filter((address) => !/^(?:https?:|mailto:|tel:)/.test(address))).toEqual([]);
      expect(page.querySelectorAll('script, iframe, style')).toHaveLength(0);
    }

    it('as RSS hold the newest articles whole, with whole addresses', async () => {
      const { type, body } = await get('/feed.xml');
      expect(type).toBe('application/rss+xml; charset=utf-8');
      const { channel } = rss.parse(xml(body)).rss;
      expect(channel['atom:link'].href).toBe(`${site.url}/feed.xml`);
      expect(channel.item).toHaveLength(configuration.feedSize);
      const [first] = channel.item;
      expect(first?.link).toBe(`${site.url}/news/every-field`);
      expect(first?.['dc:creator']).toEqual(['Test Desk', 'Ada Example']);
      for (const words of [
        'The first paragraph has',
        'The caption of the figure',
        'The note',
        'Second source',
      ])
        expect(first?.['content:encoded']).toContain(words);
      for (const { 'content:encoded': text } of channel.item) expectWhole(text);
    });

    it('as JSON hold the same', async () => {
      const { type, body } = await get('/feed.json');
      expect(type).toBe('application/feed+json; charset=utf-8');
      const feed = json.parse(JSON.parse(body));
      expect(feed.feed_url).toBe(`${site.url}/feed.json`);
      const { channel } = rss.parse(xml((await get('/feed.xml')).body)).rss;
      expect(feed.items.map(({ url }) => url)).toEqual(channel.item.map(({ link }) => link));
      expect(feed.items.map(({ content_html }) => content_html)).toEqual(
        channel.item.map((entry) => entry['content:encoded']),
      );
      for (const { content_html: text } of feed.items) expectWhole(text);
    });

    it.each(configuration.topics.map(({ id, name }) => [id, name]))(
      'of %s hold its articles alone',
      async (id, name) => {
        const { channel } = rss.parse(xml((await get(`/topics/${id}/feed.xml`)).body)).rss;
        expect(channel.title).toBe(`${configuration.name}: ${name}`);
        expect(channel.link).toBe(`${site.url}/topics/${id}`);
        const page = parsePage((await get(`/topics/${id}`)).body);
        const listed = [...page.querySelectorAll('.story h2 a')].map(
          (link) => site.url + link.getAttribute('href'),
        );
        expect(channel.item.slice(0, listed.length).map(({ link }) => link)).toEqual(listed);
      },
    );

    it('of a topic that is none are not there', async () => {
      expect((await ask(site.url, '/topics/nothing/feed.xml')).status).toBe(404);
    });
  });

  it('tell robots what to leave out and where the sitemaps are', async () => {
    const { type, body } = await get('/robots.txt');
    expect(type).toBe('text/plain; charset=utf-8');
    const lines = body.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'User-agent: *',
        'Allow: /',
        'Disallow: /search',
        `Sitemap: ${site.url}/sitemap.xml`,
        `Sitemap: ${site.url}/news-sitemap.xml`,
      ]),
    );
  });

  it('tell those who watch the site how it is', async () => {
    const answer = await fetch(`${site.url}/healthz`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      articles: { live: LIVE.length, scheduled: 1, draft: 1, expired: 1 },
    });
  });
});

describe('a headline with signs that the typeface does not have', () => {
  // Tells of every request that the process of the site makes by itself.
  const spy = `const ask = globalThis.fetch; globalThis.fetch = (target, ...rest) => {
    console.log('asks', String(target?.url ?? target)); return ask(target, ...rest); };`;
  const titles = ['Δ9-THC at ≥ 5 mg', 'From Łódź to Aurora', 'What 大麻 means', 'Green 🌿'];
  let site: RunningSite;
  let copy: ContentCopy;

  beforeAll(async () => {
    const files = titles.map((title, place) => [
      `articles/signs-${place}.md`,
      `---\ntitle: "${title}"\ndate: 2026-03-01\ntopic: campus\n---\nText.\n`,
    ]);
    copy = contentWith(undefined, Object.fromEntries(files));
    site = await runSite(copy.content, {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS} --import=data:text/javascript,${encodeURIComponent(spy)}`,
    });
  });
  afterAll(async () => {
    await site?.stop();
    copy?.remove();
  });

  it.each(titles.map((title, place) => [title, place]))('has its card all the same: %s', async (_, place) => {
    const answer = await fetch(`${site.url}/cards/signs-${place}.png`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('makes the site ask no other host', async () => {
    for (const place of titles.keys()) await fetch(`${site.url}/cards/signs-${place}.png`);
    expect(site.output().match(/^asks https?:.*|Failed to load dynamic font.*/gm) ?? []).toEqual([]);
  });
});
