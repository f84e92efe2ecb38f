// @vitest-environment jsdom
import { createElement, type ReactNode, Suspense } from 'react';
import { preloadModule } from 'react-dom';
import { renderToReadableStream, renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { finished, stripRuntime } from '../../../../lib/server/renderer/strip-runtime.ts';
import { dice } from '../page-cache/fixtures.ts';

const LD = '<script type="application/ld+json">{"name":"\\u003c/script>\\u003cscript>"}</script>';
const RULES = '<script type="speculationrules">{"prefetch":[{"where":{"href_matches":"/*"}}]}</script>';
const OWN = '<script type="module" src="/count.js" data-keep=""></script>';

/** A document without what runs, hints of what runs, and comments: what a reader sees of it. */
function seen(html: string): { text: string; markup: string } {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const gone = 'script:not([type$="json"], [type="speculationrules"], [data-keep])';
  const hints = 'link[as="script"], link[rel="modulepreload"]';
  for (const element of parsed.querySelectorAll(`${gone}, ${hints}`)) element.remove();
  const markup = parsed.documentElement.outerHTML.replace(/<!--[\s\S]*?-->/g, '');
  for (const element of parsed.querySelectorAll('script')) element.remove();
  return { text: parsed.documentElement.textContent ?? '', markup };
}

describe('an answer of the renderer', () => {
  const body = Buffer.from('<p>“Text”</p><script>run()</script>');

  it('that is a page is finished: the rest of it stays as it was', () => {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'x-own': 'yes' };
    const page = finished({ status: 404, headers, body });
    expect(page).toEqual({
      status: 404,
      headers: { ...headers, 'cache-control': 'private, no-store' },
      body: Buffer.from('<p>“Text”</p>'),
    });
  });

  it('that is a page for every reader says so in a header, and not in the page', () => {
    const headers = { 'content-type': 'text/html', 'cache-control': 'private, no-store' };
    const marked = Buffer.from(
      '<head><title>x</title><meta name="cache-control" content="public"/></head><p>y</p>',
    );
    const page = finished({ status: 200, headers, body: marked });
    expect(page.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(page.body.toString()).toBe('<head><title>x</title></head><p>y</p>');
  });

  it.each(['application/json', 'image/svg+xml', undefined])('of the type %s is left as it is', (type) => {
    const answer = { status: 200, headers: { 'content-type': type }, body };
    expect(finished(answer)).toBe(answer);
  });
});

describe('what is taken out of a page', () => {
  it.each([
    ['an inline script', '<script>self.__next_f.push([1,"a"])</script>'],
    ['a script with an id', '<script id="_R_">self.__next_r="x"</script>'],
    ['a script file', '<script src="/_next/static/chunks/a.js" async=""></script>'],
    ['a module', '<script type="module">import "/a.js"</script>'],
    ['a script without module', '<script src="/a.js" nomodule=""></script>'],
    ['a script of several lines', '<script>\nif (a < b) {\n  run()\n}\n</script>'],
    ['an empty script', '<script></script>'],
    ['a preload of a script', '<link rel="preload" href="/a.js" as="script" fetchPriority="low"/>'],
    ['a preload of a script, as said first', '<link as="script" rel="preload" href="/a.js">'],
    ['a preload of a module', '<link rel="modulepreload" href="/a.js"/>'],
    ['marks of Suspense', '<!--$--><!--/$--><!--$?--><!--$!--><!--$~-->'],
    ['marks of activities', '<!--&--><!--/&-->'],
    ['a mark between two texts', '<!-- -->'],
  ])('is %s', (_, part) => {
    expect(stripRuntime(`<p>Before</p>${part}<p>After</p>`)).toBe('<p>Before</p><p>After</p>');
  });

  it('is each of many scripts, and nothing between them', () => {
    const html = Array.from({ length: 50 }, (_, number) => `${number},<script>run(${number})</script>`);
    expect(stripRuntime(html.join(''))).toBe(
      Array.from({ length: 50 }, (_, number) => `${number},`).join(''),
    );
  });
});

describe('what stays in a page', () => {
  it.each([
    ['structured data', LD],
    ['speculation rules', RULES],
    ["the site's own module", OWN],
    ['a style sheet', '<link rel="stylesheet" href="/a.css"/>'],
    ['an icon', '<link rel="icon" href="/emblem.svg"/>'],
    ['the canonical address', '<link rel="canonical" href="https://site.test/a"/>'],
    ['a preload of a font', '<link rel="preload" as="font" href="/a.woff2" crossorigin=""/>'],
    ['a link to a feed', '<link rel="alternate" type="application/rss+xml" href="/feed.xml"/>'],
    ['inline style', '<style>main>p::before{content:"< \\3e"}</style>'],
    ['text about scripts', '<p>&lt;script&gt;alert(1)&lt;/script&gt; and &lt;link as="script"&gt;</p>'],
    ['an element whose name only begins like it', '<scripture>In the beginning</scripture>'],
  ])('is %s', (_, part) => {
    const html = `<script>before()</script><p>Before</p>${part}<p>After</p><script>after()</script>`;
    expect(stripRuntime(html)).toBe(`<p>Before</p>${part}<p>After</p>`);
  });

  it('is all of a page that has nothing to take out', () => {
    const html = `<!DOCTYPE html><html><head><title>A &amp; B</title>${LD}</head><body><p>Text</p></body></html>`;
    expect(stripRuntime(html)).toBe(html);
  });

  it('is the same after a second time', () => {
    const html = `<p>a</p><script>x()</script>${LD}<!--$--><p>b</p><!--/$-->`;
    expect(stripRuntime(stripRuntime(html))).toBe(stripRuntime(html));
  });

  // Articles are not React's markup but remark's, which leaves `<` in an attribute as it is.
  it.each([
    ['the words of a picture', '<img src="/a.svg" alt="The <script> element"/>'],
    ['a whole script in the words of a picture', '<img src="/a.svg" alt="<script>run()</script>"/>'],
    ['a hint in the words of a picture', `<img src="/a.svg" alt='<link rel="preload" as="script">'/>`],
    ['a comment in the words of a picture', '<img src="/a.svg" alt="<!--$-->"/>'],
    ['the end of a script in an address', '<a href="/search?q=</script>">Search</a>'],
  ])('is %s', (_, part) => {
    const html = `<p>Before</p>${part}<p>After</p><script>after()</script>`;
    expect(stripRuntime(html)).toBe(`<p>Before</p>${part}<p>After</p>`);
  });
});

describe('a page that React wrote', () => {
  const nasty = 'if (a < b && c > d) "x" \'y\' <script>alert(1)</script> <!--$--> <link as="script">';

  function Later({ children }: { children: ReactNode }) {
    return createElement('div', { title: nasty }, children);
  }

  const site = () =>
    createElement(
      'html',
      { lang: 'en' },
      createElement('head', null, createElement('title', null, nasty)),
      createElement(
        'body',
        null,
        createElement('h1', null, 'One ', 'and ', 2),
        createElement(
          Suspense,
          { fallback: 'Wait' },
          createElement(Later, null, createElement('p', null, nasty)),
        ),
        createElement('script', {
          type: 'application/ld+json',
          dangerouslySetInnerHTML: { __html: '{"a":"\\u003cscript>"}' },
        }),
        createElement('textarea', { defaultValue: nasty }),
        createElement('p', null, 'The end'),
      ),
    );

  async function streamed(): Promise<string> {
    preloadModule('/before.js', { as: 'script' });
    const stream = await renderToReadableStream(site(), {
      bootstrapScriptContent: 'self.__next_f=[]',
      bootstrapScripts: ['/a.js'],
      bootstrapModules: ['/b.js'],
    });
    await stream.allReady;
    return new Response(stream).text();
  }

  it('says the same as one that was made without a client, attributes and all', async () => {
    const html = await streamed();
    expect(html).toMatch(/<script src="\/a\.js"/);
    expect(seen(stripRuntime(html))).toEqual(seen(renderToStaticMarkup(site())));
  });

  it('has no script but the data, and no hint of one', async () => {
    const parsed = new DOMParser().parseFromString(stripRuntime(await streamed()), 'text/html');
    const types = [...parsed.querySelectorAll('script')].map((script) => script.type);
    expect(types).toEqual(['application/ld+json']);
    expect(parsed.querySelector('link[as="script"], link[rel="modulepreload"]')).toBeNull();
  });
});

describe('any page', () => {
  const words = [
    'plain',
    ' ',
    '<script>',
    '</script>',
    '<!--$-->',
    '<link as="script">',
    '&',
    '"',
    "'",
    '🌲',
    '<',
  ];
  const runtime = [
    '<script>self.__next_f.push([1,"\\u003cp>x\\u003c/p>"])</script>',
    '<script src="/a.js" async=""></script>',
    '<link rel="preload" href="/a.js" as="script"/>',
    '<link rel="modulepreload" href="/b.js"/>',
    '<!--$-->',
    '<!--/$-->',
    '<!-- -->',
  ];

  /** Makes a page at random. @param inAttributes how `<` is written in an attribute */
  function pageOf(seed: number, inAttributes: (text: string) => string): string {
    const random = dice(seed);
    const oneOf = (list: string[]) => list[Math.floor(random() * list.length)] ?? '';
    const text = () => Array.from({ length: 1 + random() * 4 }, () => oneOf(words)).join('');
    const escaped = (raw: string) => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const attribute = () => inAttributes(text().replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
    const parts = (depth: number): string =>
      Array.from({ length: 1 + random() * 5 }, () => {
        const kind = random();
        if (kind < 0.25) return oneOf(runtime);
        if (kind < 0.35) return oneOf([LD, RULES, OWN]);
        if (kind < 0.45) return `<img alt="${attribute()}"/>`;
        if (kind < 0.7 || depth > 3) return escaped(text());
        return `<div title="${attribute()}">${parts(depth + 1)}</div>`;
      }).join('');
    return `<!DOCTYPE html><html><head><title>${escaped(text())}</title></head><body>${parts(0)}</body></html>`;
  }

  it('says the same before and after, with attributes as React writes them', () => {
    for (let seed = 0; seed < 150; seed++) {
      const html = pageOf(seed, (text) => text.replaceAll('<', '&lt;'));
      expect(seen(stripRuntime(html)), `seed ${seed}: ${html}`).toEqual(seen(html));
    }
  });

  it('says the same before and after, with attributes as remark writes them', () => {
    for (let seed = 0; seed < 150; seed++) {
      const html = pageOf(seed, (text) => text);
      expect(seen(stripRuntime(html)), `seed ${seed}: ${html}`).toEqual(seen(html));
    }
  });
});
