import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { answerAt } from '../../../lib/server/moved-articles.ts';
import { AREAS } from '../../../lib/urls.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** A newsroom with one article, which has moved once, and pages that are made as each test says. */
function setUp() {
  const story = articleFile({ aliases: ['old-story'] });
  const copy = openNewsroom(onTestFinished, {
    files: { 'articles/story.md': story, 'pages/about.md': '---\ntitle: About\n---\nUs.\n' },
  });
  const { catalog, content } = copy;
  const asked: string[] = [];
  const page = (path: string) => {
    const slug = path.replace('/news/', '');
    const gone = catalog.withdrawal(slug) === undefined ? 404 : 410;
    const status = catalog.article(slug) ? 200 : gone;
    return { status, headers: {}, body: Buffer.alloc(0) };
  };
  return {
    ...copy,
    asked,
    page,
    change(how: () => void) {
      how();
      content.sync();
    },
    write: (file = 'articles/story.md', text = story) => copy.write(file, text),
    remove: () => copy.remove('articles/story.md'),
    move() {
      copy.write('articles/story.md', articleFile({ aliases: ['old-story', 'story'] }));
      copy.rename('articles/story.md', 'articles/new-story.md');
    },
    answer: (path: string, make = page) =>
      answerAt(path, {
        catalog: () => catalog,
        files: new Set(['emblem.svg']),
        async render(wanted) {
          asked.push(wanted);
          return make(wanted);
        },
      }),
  };
}

it('of an article that is there is its page', async () => {
  const { answer, asked } = setUp();
  expect((await answer('/news/story')).status).toBe(200);
  expect(asked).toEqual(['/news/story']);
});

it('of one that has moved redirects for now, so that browsers ask again; no page is rendered', async () => {
  const { answer, asked } = setUp();
  expect(await answer('/news/old-story')).toMatchObject({
    status: 301,
    headers: { location: '/news/story', 'cache-control': 'public, max-age=0, must-revalidate' },
  });
  expect(asked).toEqual([]);
});

it('of one that was taken away says so, under each of its names; no page is made', async () => {
  const { answer, asked, change, remove } = setUp();
  change(remove);
  for (const path of ['/news/story', '/news/old-story']) expect((await answer(path)).status).toBe(410);
  expect(asked).toEqual([]);
});

it.each([
  ...['/news/no-such-story', '/news/no-such-story/replies', '/no-such-page', '/story', '/story/more'],
  ...['/wp-login.php', '/.env', '/newsx', '/News/story', '/emblem.svgx', '/-'],
])('of nothing, %s, says so; no page is made', async (address) => {
  const { answer, asked } = setUp();
  expect((await answer(address)).status).toBe(404);
  expect(asked).toEqual([]);
});

it.each([
  '/',
  '/latest/2',
  '/about',
  '/emblem.svg',
  '/search?q=x',
  '/news/story/replies',
  '/_next/static/a.js',
])('of what may be there, %s, is asked of the renderer', async (address) => {
  const { answer, asked } = setUp();
  await answer(address);
  expect(asked).toEqual([address]);
});

it('knows the areas of all routes', () => {
  const routes = readdirSync(path.resolve(import.meta.dirname, '../../../app'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => /(?:^|\/)(?:page|route)\.tsx?$/.test(file))
    .map((file) => file.split('/')[0] ?? '')
    .filter((name) => !name.startsWith('[') && !name.startsWith('page.'));
  expect([...new Set(routes)].filter((name) => !AREAS.has(name))).toEqual([]);
});

it('of one that was withdrawn is its page, which says why', async () => {
  const { answer, asked, write, content } = setUp();
  write('articles/story.md', articleFile({ withdrawn: 'The study was retracted.' }));
  content.sync();
  expect((await answer('/news/story')).status).toBe(410);
  expect(asked).toEqual(['/news/story']);
});

it.each([
  ['/feed', '/feed.xml'],
  ['/rss', '/feed.xml'],
  ['/archive/2026', '/archive#year-2026'],
])('of what readers try everywhere leads on: %s', async (path, location) => {
  const { answer, asked } = setUp();
  expect(await answer(path)).toMatchObject({ status: 301, headers: { location } });
  expect(asked).toEqual([]);
});

it.each(['/feed/more', '/rss/x', '/archive/20266', '/archive/2026/13/1/1'])(
  'of %s leads nowhere else',
  async (path) => {
    expect((await setUp().answer(path)).status).not.toBe(301);
  },
);

it('of one that goes before its page is made says that it has gone', async () => {
  const { answer, change, remove, page } = setUp();
  const made = (path: string) => {
    change(remove);
    return page(path);
  };
  expect((await answer('/news/story', made)).status).toBe(410);
});

it('of one that moves before its page is made leads on', async () => {
  const { answer, change, move, page } = setUp();
  const made = (path: string) => {
    change(move);
    return page(path);
  };
  expect(await answer('/news/story', made)).toMatchObject({
    status: 301,
    headers: { location: '/news/new-story' },
  });
});

it('of one that comes back after its page was looked for is its page', async () => {
  const { answer, asked, change, remove, write, page } = setUp();
  let isFirst = true;
  const made = (path: string) => {
    if (!isFirst) return page(path);
    isFirst = false;
    change(remove);
    const missing = page(path);
    change(write);
    return missing;
  };
  expect((await answer('/news/story', made)).status).toBe(200);
  expect(asked).toEqual(['/news/story', '/news/story']);
});

it('is not waited for while the article comes and goes without an end', async () => {
  const { answer, asked } = setUp();
  const missing = () => ({ status: 404, headers: {}, body: Buffer.alloc(0) });
  expect((await answer('/news/story', missing)).status).toBe(404);
  expect(asked).toHaveLength(3);
});
