// @vitest-environment jsdom
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FeedOptions, jsonFeed, rss } from '../../../lib/feed.ts';
import { renderMarkdown } from '../../../lib/markdown.ts';
import { environment } from '../../../lib/site.ts';
import { newsArticle, toScript } from '../../../lib/structured-data.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';
import { fieldAttacks, markdownAttacks } from './attacks.ts';

const FORBIDDEN =
  'script, iframe, frame, object, embed, base, form, style, link, meta, svg, math, template, button, textarea, select, video, audio, noscript, title, plaintext';
const ADDRESSES = [
  'href',
  'src',
  'srcset',
  'xlink:href',
  'action',
  'formaction',
  'data',
  'poster',
  'background',
  'cite',
];

/** Everything in the HTML that could run, load from elsewhere or look like a part of the page. */
function dangersIn(html: string, mediaRoot = '/'): string[] {
  const root = document.createElement('div');
  root.innerHTML = html;
  const dangers = [...root.querySelectorAll(FORBIDDEN)].map(({ localName }) => `<${localName}>`);
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const attribute = `<${element.localName} ${name}="${value}">`;
      if (/^on|^style$|^srcdoc$/i.test(name)) dangers.push(attribute);
      if (ADDRESSES.includes(name) && !isSafeAddress(value)) dangers.push(attribute);
      if (name === 'src' && !value.startsWith(`${mediaRoot}media/`)) dangers.push(attribute);
      if (name === 'src' && /\/\.\.\/|\\/.test(value)) dangers.push(attribute);
    }
  }
  return dangers;
}

function isSafeAddress(value: string): boolean {
  // Browsers drop these characters wherever they stand in front of or within a scheme.
  const bare = [...value].filter((sign) => sign > ' ' && !/[\u007f-\u00a0\u200b\ufeff]/.test(sign)).join('');
  const scheme = /^([^/?#]*?):/.exec(bare)?.[1]?.toLowerCase();
  return scheme === undefined || ['http', 'https', 'mailto', 'tel'].includes(scheme);
}

const newsroom = openNewsroom(afterAll);
const slugOf = (kind: string, place: number) => `attack-${kind}-${place}`;
const SOURCES = [{ title: 'A source', url: 'https://a.test/' }];

/** As the running site renders: with the pictures that are there. */
const render = (markdown: string) =>
  renderMarkdown(markdown, 'articles/attack.md', 1, {
    imageSize: async (src) => {
      const picture = await newsroom.catalog.media.find(src);
      return picture && { width: picture.width, height: picture.height };
    },
    leadsSomewhere: () => true,
    origin: environment.url,
    sources: 1,
  });

describe('the search for dangers', () => {
  it.each([
    ['<p>a</p><script>b</script>', ['<script>']],
    ['<p onclick="a">b</p>', ['<p onclick="a">']],
    ['<a href=" java\tscript:a">b</a>', ['<a href=" java\tscript:a">']],
    ['<img src="https://evil.test/a.png">', ['<img src="https://evil.test/a.png">']],
    ['<img src="//evil.test/media/a.png">', ['<img src="//evil.test/media/a.png">']],
    ['<p style="a">b</p>', ['<p style="a">']],
  ])('finds them: %s', (html, dangers) => {
    expect(dangersIn(html)).toEqual(dangers);
  });

  it('finds none in sound HTML', () => {
    expect(
      dangersIn('<p><a href="mailto:a@b.test">a</a> <a href="/b">b</a> <img src="/media/c.svg"></p>'),
    ).toEqual([]);
  });

  it('has enough attacks, each with a name of its own', () => {
    expect(markdownAttacks.length).toBeGreaterThanOrEqual(40);
    const names = [...markdownAttacks, ...fieldAttacks].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('Markdown', () => {
  it.each(markdownAttacks)('cannot attack with $name', async ({ markdown }) => {
    const { html } = await render(markdown);
    expect(dangersIn(html)).toEqual([]);
  });

  it.each(markdownAttacks)('reads the same a second time: $name', async ({ markdown }) => {
    const { html } = await render(markdown);
    const first = document.createElement('div');
    first.innerHTML = html;
    const second = document.createElement('div');
    second.innerHTML = first.innerHTML;
    expect(second.innerHTML).toBe(first.innerHTML);
    expect(dangersIn(second.innerHTML)).toEqual([]);
  });

  it.each(markdownAttacks)('sends a link of this site to no other host: $name', async ({ markdown }) => {
    const { html } = await render(markdown);
    const root = document.createElement('div');
    root.innerHTML = html;
    const internal = [...root.querySelectorAll('a[href]:not([rel~="external"])')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => !/^(?:mailto|tel):/.test(href));
    const hosts = internal.map((href) => URL.parse(href, environment.url)?.origin);
    expect(hosts.filter((host) => host !== environment.url)).toEqual([]);
  });
});

const itemSchema = z.object({
  title: z.string(),
  link: z.string(),
  'content:encoded': z.string(),
});
const rssSchema = z.object({ rss: z.object({ channel: z.object({ item: z.array(itemSchema) }) }) });
const jsonSchema = z.object({ items: z.array(z.object({ title: z.string(), content_html: z.string() })) });

describe('the site with every attack in an article of its own', () => {
  beforeAll(() => {
    markdownAttacks.forEach(({ markdown }, place) => {
      newsroom.write(
        `articles/${slugOf('text', place)}.md`,
        articleFile({ date: '2026-03-09', sources: SOURCES }, markdown),
      );
    });
    fieldAttacks.forEach(({ fields }, place) => {
      newsroom.write(
        `articles/${slugOf('fields', place)}.md`,
        articleFile({ date: '2026-03-09', ...fields }),
      );
    });
    newsroom.content.sync();
  });

  /** All articles with their texts, as a feed takes them. */
  async function feedOptions(path: string): Promise<FeedOptions> {
    const entries = [];
    for (const article of newsroom.catalog.newest(1000)) {
      const text = await newsroom.catalog.text(article);
      if (text) entries.push({ article, html: text.html });
    }
    return {
      title: 'T',
      description: 'D',
      path,
      homePath: '/',
      changed: newsroom.catalog.lastChange(),
      entries,
    };
  }

  it('shows every attack that is text, because a text is never refused', () => {
    const missing = markdownAttacks.filter((_, place) => !newsroom.catalog.article(slugOf('text', place)));
    expect(missing).toEqual([]);
  });

  it.each([
    ['a cover that runs', '"cover", "src"'],
    ['a source that runs', '"sources", entry 1, "url"'],
    ['a report elsewhere that runs', '"source", "url"'],
    ['a canonical address that runs', '"canonical"'],
    ['an author outside of the folder', '"authors", entry 1'],
    ['an alias on another host', '"aliases", entry 1'],
  ])('refuses %s and says why', (name, start) => {
    const place = fieldAttacks.findIndex((attack) => attack.name === name);
    const slug = slugOf('fields', place);
    expect(newsroom.catalog.article(slug)).toBeUndefined();
    const problem = newsroom.catalog.problems().find((found) => found.path === `articles/${slug}.md`);
    expect(problem?.reason.startsWith(start)).toBe(true);
  });

  it('makes RSS that is XML and has no danger', async () => {
    const text = rss(await feedOptions('/feed.xml'));
    expect(XMLValidator.validate(text)).toBe(true);
    const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false });
    const { item } = rssSchema.parse(parser.parse(text)).rss.channel;
    expect(item.length).toBeGreaterThan(markdownAttacks.length);
    expect(item.flatMap((entry) => dangersIn(entry['content:encoded'], `${environment.url}/`))).toEqual([]);
  });

  it('makes a JSON Feed that has no danger', async () => {
    const { items } = jsonSchema.parse(JSON.parse(jsonFeed(await feedOptions('/feed.json'))));
    expect(items.length).toBeGreaterThan(markdownAttacks.length);
    expect(items.flatMap((item) => dangersIn(item.content_html, `${environment.url}/`))).toEqual([]);
  });

  it('makes structured data that cannot leave its script', () => {
    const scripts = newsroom.catalog.newest(1000).map((article) => toScript(newsArticle(article)));
    expect(scripts.length).toBeGreaterThan(markdownAttacks.length);
    for (const text of scripts) {
      const html = `<body><script type="application/ld+json">${text}</script></body>`;
      const page = new DOMParser().parseFromString(html, 'text/html');
      const names = [...page.querySelectorAll('*')].map(({ localName }) => localName);
      expect(names).toEqual(['html', 'head', 'body', 'script']);
      expect(page.querySelector('script')?.textContent).toBe(text);
      expect(() => JSON.parse(text)).not.toThrow();
    }
  });
});
