import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asked, type Asking, ask, unpacked } from '../support/ask.ts';
import { pageText, wordsOf } from '../support/page-text.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

type Page = {
  status: number;
  title: string;
  /** The canonical path; none for a page that is not there. */
  canonical?: string;
  /** Words that the page must have. */
  says: string[];
};

const NOT_THERE: Page = {
  status: 404,
  title: 'Not found | Anschutz Medical Campus',
  says: ['There is no page at this address', 'Search the site', 'A plain story'],
};

/** One of each kind of page. */
const PAGES: Record<string, Page> = {
  '/': {
    status: 200,
    title: 'Anschutz Medical Campus: Daily news on marijuana, psychedelics and medicine in Colorado',
    canonical: '/',
    says: ['Trending', 'Recent posts', 'A plain story', 'Filler story number 27'],
  },
  '/news/every-field': {
    status: 200,
    title: 'Every field &amp; &lt;every&gt; feature: “quoted” | Anschutz Medical Campus',
    canonical: '/news/every-field',
    says: ['The first paragraph has', 'The caption of the figure', 'Second source', 'had the wrong year'],
  },
  '/news/plain-story': {
    status: 200,
    title: 'A plain story | Anschutz Medical Campus',
    canonical: '/news/plain-story',
    says: ['Just a paragraph that serves as the excerpt'],
  },
  '/latest': {
    status: 200,
    title: 'Latest | Anschutz Medical Campus',
    canonical: '/latest',
    says: ['47 articles · page 1 of 3', 'A plain story'],
  },
  '/latest/2': {
    status: 200,
    title: 'Latest, page 2 | Anschutz Medical Campus',
    canonical: '/latest/2',
    says: ['47 articles · page 2 of 3', 'Filler story number'],
  },
  '/topics': {
    status: 200,
    title: 'Topics | Anschutz Medical Campus',
    canonical: '/topics',
    says: ['Medicine'],
  },
  '/topics/research': {
    status: 200,
    title: 'Research | Anschutz Medical Campus',
    canonical: '/topics/research',
    says: ['Trials and reviews', 'Filler story number'],
  },
  '/topics/research/2': {
    status: 200,
    title: 'Research, page 2 | Anschutz Medical Campus',
    canonical: '/topics/research/2',
    says: ['page 2 of', 'Filler story number'],
  },
  '/tags/cafe': {
    status: 200,
    title: 'Café | Anschutz Medical Campus',
    canonical: '/tags/cafe',
    says: ['1 article', 'Every field'],
  },
  '/tags/filler/2': {
    status: 200,
    title: 'Filler, page 2 | Anschutz Medical Campus',
    canonical: '/tags/filler/2',
    says: ['45 articles · page 2 of 3'],
  },
  '/tags': {
    status: 200,
    title: 'Tags | Anschutz Medical Campus',
    canonical: '/tags',
    says: ['Filler 45', 'Colorado law 2'],
  },
  '/authors/ada-example': {
    status: 200,
    title: 'Ada Example | Anschutz Medical Campus',
    canonical: '/authors/ada-example',
    says: ['A name made up for tests.', 'Every field'],
  },
  '/archive': {
    status: 200,
    title: 'Archive | Anschutz Medical Campus',
    canonical: '/archive',
    says: ['2026', 'March', 'February'],
  },
  '/archive/2026/03': {
    status: 200,
    title: 'March 2026 | Anschutz Medical Campus',
    canonical: '/archive/2026/03',
    says: ['2 articles', 'A plain story'],
  },
  '/search': {
    status: 200,
    title: 'Search | Anschutz Medical Campus',
    canonical: '/search',
    says: ['Search the site'],
  },
  '/search?q=plain+story': {
    status: 200,
    title: 'Search: plain story | Anschutz Medical Campus',
    canonical: '/search',
    says: ['for “plain story”', 'A plain story'],
  },
  '/about': {
    status: 200,
    title: 'About the tests | Anschutz Medical Campus',
    canonical: '/about',
    says: ['A page.', 'More'],
  },
  '/nothing': NOT_THERE,
  '/nothing/at/all.html': NOT_THERE,
  '/news/nothing': NOT_THERE,
  '/news/draft-zebra': NOT_THERE,
  '/latest/99': NOT_THERE,
  '/topics/nothing': NOT_THERE,
  '/archive/2026/13': NOT_THERE,
};

const DATA = /^<script type="(?:application\/ld\+json|speculationrules)">|^<script [^>]*\bdata-keep=/;

let site: RunningSite;
const get = (target: string, asking?: Asking) => ask(site.url, target, asking);

beforeAll(async () => {
  site = await runSite();
});
afterAll(async () => {
  await site.stop();
});

describe('each page', () => {
  /** How each page was answered: made for the request, from memory, made again, and from memory again. */
  const visits = new Map<string, Asked[]>();

  beforeAll(async () => {
    const visitAll = async () => {
      for (const target of Object.keys(PAGES))
        visits.set(target, [...(visits.get(target) ?? []), await get(target)]);
    };
    await visitAll();
    await visitAll();
    // A page that none of these shows: all are made again.
    writeFileSync(path.join(site.contentDir, 'pages/extra.md'), '---\ntitle: Extra\n---\nText.\n');
    while ((await get('/extra')).status !== 200);
    await visitAll();
    await visitAll();
  });

  describe.each(Object.entries(PAGES))('%s', (target, { status, title, canonical, says }) => {
    const answers = () => visits.get(target) ?? [];
    const pages = () => answers().map(pageText);

    it('has its status, its type and its words, first and later', () => {
      expect(answers()).toHaveLength(4);
      for (const answer of answers()) {
        expect(answer.status).toBe(status);
        expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      }
      for (const html of pages()) for (const words of says) expect(wordsOf(html)).toContain(words);
    });

    it('has no script but its data, no hint of one and no flight payload, first and later', () => {
      for (const html of pages()) {
        for (const [tag] of html.matchAll(/<script\b[^>]*>/gi)) expect(tag).toMatch(DATA);
        expect(html).not.toMatch(/__next_f|self\.__next|__NEXT_DATA__|\$RC\(|\$RS\(/);
        expect(html).not.toMatch(/<link\b[^>]*\b(?:as="script"|rel="modulepreload")/i);
        expect(html).not.toMatch(/<template\b|\bhidden="">[^<]|\son\w+="/);
        expect(html).not.toContain('<div hidden');
      }
      for (const { headers } of answers()) expect(headers).not.toHaveProperty('link');
    });

    it('asks for the one script if it is an article, and else for none', () => {
      for (const html of pages())
        expect(html.match(/<script\b[^>]*\bsrc=/g) ?? []).toHaveLength(
          html.includes(' data-counted="') ? 1 : 0,
        );
    });

    it('has one title and one address in its head, and none outside', () => {
      for (const html of pages()) {
        const [head = '', rest = ''] = html.split('</head>');
        expect(head.match(/<title>.*?<\/title>/g)).toEqual([`<title>${title}</title>`]);
        const addresses = [...head.matchAll(/<link rel="canonical" href="([^"]*)"/g)].map(([, href]) => href);
        expect(addresses).toEqual(canonical ? [new URL(canonical, site.url).href] : []);
        expect(rest).not.toMatch(/<title|rel="canonical"|<meta/);
        expect(head.match(/<meta name="description"/g)?.length ?? 0).toBe(canonical ? 1 : 0);
      }
    });

    it('comes from memory as it was made', () => {
      const [made, kept, madeAgain, keptAgain] = answers().map(({ headers, body }) => [
        headers.etag,
        `${body}`,
      ]);
      expect(kept).toEqual(made);
      expect(keptAgain).toEqual(madeAgain);
    });

    it('has the same tag when it is made again and has not changed', () => {
      expect(new Set(answers().map(({ headers }) => headers.etag)).size).toBe(1);
    });

    it('is the same page in each encoding', async () => {
      const whole = pageText(await get(target));
      for (const encoding of ['br', 'gzip']) {
        const packed = await get(target, { headers: { 'accept-encoding': encoding } });
        expect(packed.headers['content-encoding']).toBe(encoding);
        expect(packed.headers.vary).toBe('Accept-Encoding');
        expect(packed.body.length).toBeLessThan(whole.length / 2);
        expect(pageText(packed)).toBe(whole);
      }
    });

    it('answers HEAD as GET, without the body', async () => {
      const headers = { 'accept-encoding': 'br' };
      const whole = await get(target, { headers });
      const head = await get(target, { headers, method: 'HEAD' });
      expect(head.status).toBe(whole.status);
      expect(head.body).toHaveLength(0);
      for (const name of ['content-type', 'content-length', 'content-encoding', 'etag', 'cache-control'])
        expect([name, head.headers[name]]).toEqual([name, whole.headers[name]]);
    });

    it('is not sent again to a reader who has it, unless it says that it is not there', async () => {
      const first = await get(target, { headers: { 'accept-encoding': 'gzip, br' } });
      const headers = { 'accept-encoding': 'gzip, br', 'if-none-match': `W/${first.headers.etag}` };
      const known = await get(target, { headers });
      expect(known.status).toBe(status === 200 ? 304 : status);
      expect(known.body.length).toBe(status === 200 ? 0 : first.body.length);
      expect(known.headers.etag).toBe(first.headers.etag);
      const other = await get(target, { headers: { ...headers, 'if-none-match': '"other"' } });
      expect(other.status).toBe(status);
    });

    it('is sent whole, or in the part that was asked for', async () => {
      const whole = pageText(await get(target));
      const part = await get(target, { headers: { range: 'bytes=0-99' } });
      if (part.status === 206) {
        expect(part.headers['content-range']).toBe(`bytes 0-99/${Buffer.byteLength(whole)}`);
        expect(part.body.equals(Buffer.from(whole).subarray(0, 100))).toBe(true);
      } else {
        expect(part.status).toBe(status);
        expect(part.headers).not.toHaveProperty('content-range');
        expect(part.body.toString()).toBe(whole);
      }
    });

    it('carries the security headers', () => {
      for (const answer of answers()) expectSecured(answer);
    });
  });

  it('is made without an error in the log', () => {
    expect(site.output()).not.toMatch(/Error|Warning/);
  });

  it('that is not there is one and the same for all', () => {
    const missing = Object.keys(PAGES).filter((target) => PAGES[target]?.status === 404);
    const tags = missing.flatMap((target) => visits.get(target)?.map(({ headers }) => headers.etag) ?? []);
    expect(tags.length).toBeGreaterThan(4);
    expect(new Set(tags).size).toBe(1);
  });

  it('that is not there asks robots not to remember it', () => {
    const [answer] = visits.get('/nothing') ?? [];
    expect(answer && pageText(answer)).toMatch(/<meta name="robots" content="noindex/);
  });
});

describe('a query', () => {
  it.each(['/', '/latest', '/latest/2', '/news/plain-story', '/about', '/nothing'])(
    'changes nothing of %s',
    async (target) => {
      const { headers, body, status } = await get(target);
      for (const query of ['?', '?utm_source=mail', '?page=2&q=x', '?_rsc=abc', '?%zz']) {
        const same = await get(`${target}${query}`);
        expect([query, same.status, same.headers.etag]).toEqual([query, status, headers.etag]);
        expect(same.body.equals(body)).toBe(true);
      }
    },
  );

  it('changes the search', async () => {
    const pages = ['/search', '/search?q=filler', '/search?q=filler&page=2', '/search?q=zebradraft'];
    const answers = await Promise.all(pages.map((target) => get(target)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(4);
    expect(wordsOf(pageText(await get('/search?q=filler&page=2')))).toContain('Filler story number');
  });

  it.each(['%E0%A4%A', '%00', '%', '"', "'", '<script>alert(1)</script>', 'NEAR(', '*', 'a'.repeat(1000)])(
    'for %s finds something or nothing, and breaks nothing',
    async (words) => {
      const { status, body } = await get(`/search?q=${words.replaceAll(' ', '+')}`);
      expect(status).toBe(200);
      expect(body.toString()).not.toContain('<script>alert');
    },
  );

  it('for a page of results that is not there is not found', async () => {
    expect((await get('/search?q=filler&page=99')).status).toBe(404);
  });
});

describe('an address that has another', () => {
  it.each([
    ['/latest/1', '/latest', 308],
    ['/topics/research/1', '/topics/research', 308],
    ['/tags/filler/1', '/tags/filler', 308],
    ['/authors/newsroom/1', '/authors/newsroom', 308],
    ['/latest/', '/latest', 308],
    ['/news/plain-story/', '/news/plain-story', 308],
    ['/latest/?x=1', '/latest', 308],
    ['/news/old-name', '/news/every-field', 301],
    ['/news/older-name?from=mail', '/news/every-field', 301],
  ])('%s leads to %s for good', async (target, location, status) => {
    for (let time = 0; time < 2; time++)
      for (const method of ['GET', 'HEAD']) {
        const answer = await get(target, { method });
        expect(answer.status).toBe(status);
        expect(answer.headers.location).toBe(location);
        expectSecured(answer);
        expect(answer.body.toString()).not.toMatch(/<script|__next_f|self\.__next/);
      }
    expect((await get(location)).status).toBe(200);
  });

  it('is asked for again where an article has moved, because another may get it', async () => {
    const { headers } = await get('/news/old-name');
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  });

  it.each(['//elsewhere.test/', '/\\elsewhere.test/', '///elsewhere.test//', '/%5Celsewhere.test/'])(
    '%s does not lead to another site',
    async (target) => {
      const { headers } = await get(target);
      expect(new URL(headers.location ?? '/', site.url).origin).toBe(site.url);
    },
  );

  it('is not the alias of a draft', async () => {
    expect((await get('/news/zebradraft-alias')).status).toBe(404);
  });
});

describe("the framework's own addresses", () => {
  it('are answered with files of the build alone, with the security headers', async () => {
    const root = path.resolve(import.meta.dirname, '../../.cache/build-for-tests/static');
    const file = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((name) => /\.\w+$/.test(name));
    const answer = await get(`/_next/static/${encodeURI(file ?? '')}`);
    expect(answer.status).toBe(200);
    expect(answer.body.equals(readFileSync(path.join(root, file ?? '')))).toBe(true);
    expectSecured(answer);
  });

  it.each(['/_next/image?url=%2Ficon.png&w=64&q=75', '/_next/data/x/latest.json'])(
    'are not there otherwise: %s',
    async (target) => {
      const answer = await get(target);
      expect(answer.status).toBe(404);
      expect(answer.body.length).toBeLessThan(20);
      expectSecured(answer);
    },
  );

  it.each([
    '/_next/static/../image?url=%2Ficon.png&w=64&q=75',
    '/_next/static/%2e%2e/image?url=%2Ficon.png&w=64&q=75',
    '/_next/static/../../latest',
    '/_next/static/%2E%2e/.%2e/latest',
    '/_next/static/../data/x/latest.json',
    '/_next/static/..\\..\\latest',
    '/_next/static/..%2f..%2flatest',
  ])('are not reached by a way around: %s', async (target) => {
    const { status, headers, body } = await get(target);
    expect([400, 404]).toContain(status);
    expect(headers['content-type']).not.toMatch(/^image/);
    // What is not there at all has the page that says so, whose only scripts are data.
    expect(body.toString()).not.toMatch(/<script(?! type="speculationrules")|__next_f/);
  });

  it('give no page that still has its script to one who asks as the runtime does', async () => {
    const headers = {
      rsc: '1',
      'next-router-prefetch': '1',
      'next-action': 'x',
      cookie: '__prerender_bypass=x',
    };
    const asked = await get('/latest', { headers });
    expect(asked.headers.etag).toBe((await get('/latest')).headers.etag);
    const around = await get('/_next/static/../../latest', { headers });
    expect([400, 404]).toContain(around.status);
  });

  it.each(['/latest.rsc', '/index.rsc', '/news/plain-story.rsc', '/latest.prefetch.rsc', '/latest%2Ersc'])(
    'give no flight payload: %s',
    async (target) => {
      const { status, headers, body } = await get(target);
      expect(headers['content-type']).not.toContain('text/x-component');
      expect(body.toString()).not.toMatch(/^\d+:/m);
      expect(status).toBe(target.includes('%') ? 308 : 404);
    },
  );
});

describe('a request that no browser makes', () => {
  it.each<[string, string, number]>([
    ['POST', '/', 405],
    ['DELETE', '/news/plain-story', 405],
    ['OPTIONS', '*', 405],
    ['GET', `/${'a'.repeat(3000)}`, 414],
    ['GET', '/%zz', 400],
    ['GET', '/news/%00', 400],
    ['GET', 'http://elsewhere.test/%zz', 400],
    ['GET', 'http://elsewhere.test/latest', 200],
    ['GET', '/_next/static/nothing.js', 404],
  ])('with %s for %.40s is answered %i', async (method, target, status) => {
    const answer = await get(target, { method });
    expect(answer.status).toBe(status);
    if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD');
    expectSecured(answer);
  });

  it.each(['/media/..%2farticles%2f2026%2fplain-story.md', '/media/%2e%2e/articles/2026/plain-story.md'])(
    'does not read outside of the pictures: %s',
    async (target) => {
      const { body } = await get(target);
      expect(body.toString()).not.toContain('title: A plain story');
    },
  );
});

describe('what is not a page', () => {
  it.each<[string, string]>([
    ['/feed.xml', 'application/rss+xml'],
    ['/topics/research/feed.xml', 'application/rss+xml'],
    ['/feed.json', 'application/feed+json'],
    ['/sitemap.xml', 'application/xml'],
    ['/sitemaps/1.xml', 'application/xml'],
    ['/news-sitemap.xml', 'application/xml'],
    ['/opensearch.xml', 'application/opensearchdescription+xml'],
    ['/robots.txt', 'text/plain'],
    ['/emblem.svg', 'image/svg+xml'],
    ['/media/cover.svg', 'image/svg+xml'],
  ])('%s is the same in each encoding, with one tag each', async (target, type) => {
    const whole = await get(target);
    expect(whole.status).toBe(200);
    expect(whole.headers['content-type']).toContain(type);
    const tags = new Set([whole.headers.etag]);
    for (const encoding of ['br', 'gzip']) {
      const packed = await get(target, { headers: { 'accept-encoding': encoding } });
      expect(packed.headers['content-encoding']).toBe(encoding);
      expect(unpacked(packed).equals(whole.body)).toBe(true);
      tags.add(packed.headers.etag);
    }
    expect(tags.size).toBe(3);
  });

  it.each<[string, string]>([
    ['/icon.png', 'image/png'],
    ['/cards/_site.png', 'image/png'],
    ['/images/1200x900/media/cover.svg.jpg', 'image/jpeg'],
  ])('%s is sent as it is, once', async (target, type) => {
    const headers = { 'accept-encoding': 'br, gzip' };
    const first = await get(target, { headers });
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe(type);
    expect(first.headers).not.toHaveProperty('content-encoding');
    expect(first.headers['content-length']).toBe(String(first.body.length));
    const known = await get(target, { headers: { ...headers, 'if-none-match': String(first.headers.etag) } });
    expect(known.status).toBe(304);
  });

  it.each(['/icon.png', '/favicon.ico', '/robots.txt'])(
    '%s is sent again only if it has changed since a date',
    async (target) => {
      const { headers } = await get(target);
      const since = headers['last-modified'];
      const [known, older] = await Promise.all(
        [since ?? new Date().toUTCString(), 'Thu, 01 Jan 1970 00:00:00 GMT'].map((moment) =>
          get(target, { headers: { 'if-modified-since': moment } }),
        ),
      );
      // A document that is made at request time has no date to compare.
      expect([known?.status, older?.status]).toEqual([since ? 304 : 200, 200]);
    },
  );

  it('tells the machines that watch the site how it is, and is never cached', async () => {
    const { status, headers, body } = await get('/healthz');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(JSON.parse(body.toString())).toMatchObject({ status: 'ok', articles: { live: 47, draft: 1 } });
  });
});

function expectSecured({ headers }: Asked): void {
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe-eval');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
  expect(headers['permissions-policy']).toContain('geolocation=()');
  expect(headers['cross-origin-opener-policy']).toBeUndefined();
  expect(headers).not.toHaveProperty('x-powered-by');
}

it.each([
  '/tags/%25',
  '/tags/a%25',
  '/tags/%25/2',
  '/authors/%25',
  '/topics/%25',
  '/archive/%25/01',
  '/cards/%25',
])('what is not there is 404, and no error of the site: %s', async (target) => {
  const before = site.output();
  expect((await get(target)).status).toBe(404);
  expect(site.output().slice(before.length)).not.toMatch(/Error/);
});
