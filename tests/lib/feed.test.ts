import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Article } from '../../lib/catalog.ts';
import {
  commentsRss,
  type FeedEntry,
  type FeedOptions,
  jsonFeed,
  type ReplyEntry,
  rss,
} from '../../lib/feed.ts';
import { environment, site } from '../../lib/site.ts';
import { openNewsroom } from '../support/newsroom-copy.ts';

const HOME = environment.url;
const { catalog } = openNewsroom(afterAll);
let entries: FeedEntry[];

beforeAll(async () => {
  entries = await Promise.all(
    catalog.newest(30).map(async (article) => ({ article, html: (await catalog.text(article))?.html ?? '' })),
  );
});

const options = (more: Partial<FeedOptions> = {}): FeedOptions => ({
  title: site.name,
  description: 'What & why',
  path: '/feed.xml',
  homePath: '/',
  changed: catalog.lastChange(),
  entries,
  ...more,
});

/** One article's entry in a feed, with the HTML of its text. */
const entryWith = (html: string, fields: Partial<Article> = {}): FeedEntry => {
  const article = catalog.article('plain-story');
  if (!article) throw new Error('The fixture has no plain-story.');
  return { article: { ...article, ...fields }, html };
};

const attributed = (rest: z.ZodRawShape) => z.object(rest);
const rfc822 = z
  .string()
  .regex(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
const httpAddress = z.url({ protocol: /^https?$/ });

const itemSchema = z.object({
  title: z.string().min(1),
  link: httpAddress,
  guid: z.object({ '#text': httpAddress, '@isPermaLink': z.literal('true') }),
  pubDate: rfc822,
  'atom:updated': z.iso.datetime({ offset: true }).optional(),
  'dc:creator': z.array(z.string().min(1)).min(1),
  category: z.array(z.string()).min(1),
  description: z.string().min(1),
  'content:encoded': z.string(),
  'media:content': z
    .object({ '@url': httpAddress, '@medium': z.literal('image'), '@type': z.literal('image/jpeg') })
    .loose()
    .optional(),
});

const rssSchema = z.object({
  rss: z.object({
    '@version': z.literal('2.0'),
    channel: z.object({
      title: z.string().min(1),
      link: httpAddress,
      description: z.string().min(1),
      language: z.literal('en-us'),
      lastBuildDate: rfc822.optional(),
      image: z.object({ url: httpAddress, title: z.string(), link: httpAddress }),
      'atom:link': attributed({
        '@href': httpAddress,
        '@rel': z.literal('self'),
        '@type': z.literal('application/rss+xml'),
      }),
      item: z.array(itemSchema).default([]),
    }),
  }),
});

const LISTS = ['item', 'dc:creator', 'category'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => LISTS.includes(name),
});

function channelOf(text: string) {
  expect(XMLValidator.validate(text)).toBe(true);
  return rssSchema.parse(parser.parse(text)).rss.channel;
}

describe('RSS', () => {
  it('starts as an XML document in UTF-8', () => {
    expect(rss(options()).startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"')).toBe(
      true,
    );
  });

  it('has what a channel must have', () => {
    const channel = channelOf(rss(options()));
    expect(channel).toMatchObject({
      title: site.name,
      link: `${HOME}/`,
      description: 'What & why',
      lastBuildDate: 'Tue, 03 Mar 2026 17:00:00 GMT',
      'atom:link': { '@href': `${HOME}/feed.xml` },
    });
  });

  it('names its picture as the channel', () => {
    const { image, title, link } = channelOf(rss(options()));
    expect(image).toEqual({ url: `${HOME}/icon.png`, title, link });
  });

  it('leads to the page that it follows', () => {
    const channel = channelOf(rss(options({ path: '/topics/policy/feed.xml', homePath: '/topics/policy' })));
    expect(channel.link).toBe(`${HOME}/topics/policy`);
    expect(channel['atom:link']['@href']).toBe(`${HOME}/topics/policy/feed.xml`);
  });

  it('has an item for each entry, in their order', () => {
    const { item } = channelOf(rss(options()));
    expect(item).toHaveLength(30);
    expect(item.map(({ link }) => link)).toEqual(
      entries.map(({ article }) => `${HOME}/news/${article.slug}`),
    );
  });

  it('has everything of an article in its item', () => {
    const [item] = channelOf(rss(options())).item;
    expect(item).toMatchObject({
      title: 'Every field & <every> feature: “quoted”',
      link: `${HOME}/news/every-field`,
      guid: { '#text': `${HOME}/news/every-field`, '@isPermaLink': 'true' },
      pubDate: 'Mon, 02 Mar 2026 16:30:00 GMT',
      'atom:updated': '2026-03-03T10:00:00-07:00',
      'dc:creator': ['Test Desk', 'Ada Example'],
      category: ['Medicine', 'Ketamine', 'Colorado law', 'Café'],
      description: 'A standfirst with an ampersand &amp; a &lt;tag&gt;.',
      'media:content': {
        '@url': `${HOME}/images/1600x900/media/cover.svg.jpg`,
        '@width': '1600',
        '@height': '900',
        'media:description': 'A square',
      },
    });
  });

  it('has a guid that no other item has', () => {
    const guids = channelOf(rss(options())).item.map(({ guid }) => guid['#text']);
    expect(new Set(guids).size).toBe(30);
  });

  it('has no date of its last change, and no item, when there is nothing', () => {
    const channel = channelOf(rss(options({ entries: [], changed: undefined })));
    expect(channel.item).toEqual([]);
    expect(channel.lastBuildDate).toBeUndefined();
  });

  it('stays XML whatever an article is called', () => {
    const title = 'a\0\u0008\u001f\ufffe\uffff <b> & "c" ]]> &amp; 😀';
    const [item] = channelOf(rss(options({ entries: [entryWith('', { title })] }))).item;
    expect(item?.title).toBe('a <b> & "c" ]]> &amp; 😀');
  });
});

describe('the full text in a feed', () => {
  const textOf = (html: string, fields: Partial<Article> = {}) =>
    channelOf(rss(options({ entries: [entryWith(html, fields)] }))).item[0]?.['content:encoded'];

  it('has whole addresses only', () => {
    const texts = channelOf(rss(options())).item.map((item) => item['content:encoded']);
    const addresses = texts.flatMap((text) =>
      [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? ''),
    );
    expect(addresses.length).toBeGreaterThan(9);
    expect(addresses.filter((address) => !/^(?:https?:\/\/|mailto:|tel:)/.test(address))).toEqual([]);
  });

  it.each([
    ['<a href="/about">a</a>', `<a href="${HOME}/about">a</a>`],
    ['<a href="#note">a</a>', `<a href="${HOME}/news/plain-story#note">a</a>`],
    ['<img src="/media/a.svg" alt="">', `<img src="${HOME}/media/a.svg" alt="">`],
    ['<a href="https://a.test/b">a</a>', '<a href="https://a.test/b">a</a>'],
    ['<a href="/search?q=a&#x26;page=2">a</a>', `<a href="${HOME}/search?q=a&#x26;page=2">a</a>`],
  ])('makes %s whole', (html, whole) => {
    expect(textOf(html)?.startsWith(whole)).toBe(true);
  });

  it('makes the widths of a photograph whole', () => {
    const srcset = '/images/240w/media/a.jpg.webp 240w, /images/480w/media/a.jpg.webp 480w';
    expect(textOf(`<img src="/media/a.jpg" srcset="${srcset}">`)).toContain(
      `srcset="${HOME}/images/240w/media/a.jpg.webp 240w, ${HOME}/images/480w/media/a.jpg.webp 480w"`,
    );
  });

  it('keeps what only reads as an address', () => {
    const html = '<pre><code>&#x3C;a class="b" href="/about"></code></pre>';
    expect(textOf(html)?.startsWith(html)).toBe(true);
  });

  it('is made also when an address in it is none', () => {
    expect(textOf('<p><a href="//">a</a> after</p>')).toContain('after');
  });

  it('brings the sources', () => {
    const sources = [
      { title: 'One & <two>', url: 'https://one.test/?a=1&b="2"', publisher: 'The <Press>' },
      { title: 'Three', doi: '10.1056/NEJMoa2302399' },
    ];
    expect(textOf('<p>a</p>', { sources })).toContain(
      '<h2>Sources</h2><ol>' +
        '<li><a href="https://one.test/?a=1&amp;b=&quot;2&quot;">One &amp; &lt;two&gt;</a>, The &lt;Press&gt;</li>' +
        '<li><a href="https://doi.org/10.1056/NEJMoa2302399">Three</a></li></ol>',
    );
  });

  it('has no list of sources without sources', () => {
    expect(textOf('<p>a</p>')).not.toContain('Sources');
  });

  it('ends with the disclaimer', () => {
    expect(textOf('<p>a</p>')).toBe(`<p>a</p><p><em>${site.articleDisclaimer}</em></p>`);
  });
});

const jsonFeedSchema = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  description: z.string(),
  home_page_url: httpAddress,
  feed_url: httpAddress,
  icon: httpAddress,
  language: z.literal('en-US'),
  authors: z.array(z.strictObject({ name: z.string().min(1), url: httpAddress })).min(1),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: httpAddress,
      external_url: httpAddress.optional(),
      title: z.string().min(1),
      summary: z.string(),
      content_html: z.string(),
      image: httpAddress.optional(),
      date_published: z.iso.datetime({ offset: true }),
      date_modified: z.iso.datetime({ offset: true }).optional(),
      authors: z.array(z.strictObject({ name: z.string().min(1), url: httpAddress })).min(1),
      tags: z.array(z.string().min(1)),
    }),
  ),
});

describe('the JSON Feed', () => {
  const read = (more: Partial<FeedOptions> = {}) =>
    jsonFeedSchema.parse(JSON.parse(jsonFeed(options({ path: '/feed.json', ...more }))));

  it('has the fields and types of version 1.1', () => {
    expect(read()).toMatchObject({
      title: site.name,
      feed_url: `${HOME}/feed.json`,
      home_page_url: `${HOME}/`,
    });
  });

  it('has everything of an article in its item', () => {
    expect(read().items[0]).toMatchObject({
      id: `${HOME}/news/every-field`,
      url: `${HOME}/news/every-field`,
      external_url: 'https://www.nih.gov/',
      title: 'Every field & <every> feature: “quoted”',
      image: `${HOME}/images/1600x900/media/cover.svg.jpg`,
      date_published: '2026-03-02T09:30:00-07:00',
      date_modified: '2026-03-03T10:00:00-07:00',
      authors: [
        { name: 'Test Desk', url: `${HOME}/authors/desk` },
        { name: 'Ada Example', url: `${HOME}/authors/ada-example` },
      ],
      tags: ['Medicine', 'Ketamine', 'Colorado law', 'Café'],
    });
  });

  it('has ids that no other item has', () => {
    expect(new Set(read().items.map(({ id }) => id)).size).toBe(30);
  });

  it('leaves out what an article does not have', () => {
    const [item] = read({ entries: [entryWith('<p>a</p>')] }).items;
    expect(Object.keys(item ?? {})).toEqual([
      'id',
      'url',
      'title',
      'summary',
      'content_html',
      'date_published',
      'authors',
      'tags',
    ]);
  });

  it('may be empty', () => {
    expect(read({ entries: [], changed: undefined }).items).toEqual([]);
  });
});

describe('the feed of replies', () => {
  const reply = (parts: Partial<ReplyEntry> = {}): ReplyEntry => ({
    id: '0mwv7m5s3abcdefgh',
    slug: 'plain-story',
    article: 'A plain story',
    name: 'Ada',
    at: new Date('2026-03-04T16:00:00Z'),
    html: '<p>Said</p>',
    ...parts,
  });
  const made = (entries: ReplyEntry[]) =>
    commentsRss({
      title: 'Replies to “A & B”',
      path: '/news/plain-story/replies/feed.xml',
      homePath: '/news/plain-story',
      entries,
    });
  const replySchema = itemSchema
    .pick({ title: true, link: true, guid: true, pubDate: true, description: true })
    .extend({ 'dc:creator': z.string() });
  const channelSchema = z.object({
    rss: z.object({
      '@version': z.literal('2.0'),
      channel: z.object({
        title: z.string(),
        link: httpAddress,
        description: z.string().min(1),
        'atom:link': z.object({ '@href': httpAddress, '@rel': z.literal('self') }).loose(),
        item: z.array(replySchema).default([]),
      }),
    }),
  });
  const channelOf = (text: string) => {
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      isArray: (name) => name === 'item',
    });
    return channelSchema.parse(parser.parse(text)).rss.channel;
  };

  it('says what it is, and is whole without any', () => {
    const { title, link, item, ...rest } = channelOf(made([]));
    expect([title, link, item]).toEqual(['Replies to “A & B”', `${HOME}/news/plain-story`, []]);
    expect(rest['atom:link']['@href']).toBe(`${HOME}/news/plain-story/replies/feed.xml`);
  });

  it('has each with its author, its article and its permalink, in their order', () => {
    const [first, second] = channelOf(made([reply(), reply({ id: '0mwv7m5s3abcdefgx' })])).item;
    const address = `${HOME}/news/plain-story/replies/0mwv7m5s3abcdefgh`;
    expect(first).toEqual({
      title: 'Ada on “A plain story”',
      link: address,
      guid: { '#text': address, '@isPermaLink': 'true' },
      pubDate: 'Wed, 04 Mar 2026 16:00:00 GMT',
      'dc:creator': 'Ada',
      description: '<p>Said</p>',
    });
    expect(second?.link).toBe(`${HOME}/news/plain-story/replies/0mwv7m5s3abcdefgx`);
  });

  it('holds any name and any text as text', () => {
    const name = '<b>&]]>"';
    const html = '<p>a &lt;script&gt; ]]> \u0001</p>';
    const [entry] = channelOf(made([reply({ name, html, article: '</title>' })])).item;
    expect(entry?.title).toBe(`${name} on “</title>”`);
    expect(entry?.description).toBe(html.replace(' \u0001', ' '));
  });
});
