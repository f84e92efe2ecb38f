// @vitest-environment jsdom
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openAudience } from '../../lib/audience.ts';
import { type Asked, type Asking, ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import {
  AGENT,
  articleOfToday,
  type Behind,
  type Form,
  newAddress,
  openBehind,
  PASSWORD,
  post,
  signIn,
} from '../support/forms.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';
import { emptyPlace } from '../support/stores.ts';

/** What readers do on a running site, and where it shows. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const VARIABLES = { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1' };
const SLUGS = ['viewed', 'discussed', 'long-talk', 'erased', 'quiet'];

let copy: ReturnType<typeof contentWith>;

beforeAll(() => {
  copy = contentWith('tests/newsroom', {
    ...Object.fromEntries(SLUGS.map((slug) => [`articles/${slug}.md`, articleOfToday(`The ${slug} story`)])),
    'articles/closed.md': articleOfToday('The closed story', 'comments: false\n'),
  });
});
afterAll(() => copy?.remove());

const parsed = ({ body }: Asked) => new DOMParser().parseFromString(body.toString(), 'text/html');
const textsOf = (page: Asked, selector: string) =>
  [...parsed(page).querySelectorAll(selector)].map(({ textContent }) => textContent);

/** A comment that would be taken. */
const comment = ({ tokenOf }: Behind, slug: string, parts: Form = {}): Form => ({
  name: 'Ada',
  text: `A comment of its own, ${newAddress()}`,
  token: tokenOf(slug),
  act: 'send',
  ...parts,
});

/** Sends a comment that must be taken. @returns its private link and its id */
async function sent(site: RunningSite, slug: string, form: Form) {
  const { status, headers } = await post(site.url, `/news/${slug}/replies/send`, form);
  expect(status).toBe(303);
  const own = headers.location ?? '';
  return { own, id: own.split('/').at(-1)?.split('.')[0] ?? '' };
}

describe('views', () => {
  let site: RunningSite;
  let behind: Behind;
  let viewsOf: (slug: string) => Promise<number>;
  const view = (slug: string, headers: Record<string, string> = {}) =>
    post(site.url, '/api/views', slug, { 'content-type': 'text/plain', ...headers });

  beforeAll(async () => {
    site = await runSite(copy.content, VARIABLES);
    behind = await openBehind(site);
    const { store } = behind;
    const audience = openAudience({ store, clock: () => new Date(), origin: site.url, knows: () => true });
    viewsOf = (slug) => audience.views(slug);
  });
  afterAll(async () => {
    await behind?.store.close();
    await site?.stop();
  });

  it.each<[string, Record<string, string>]>([
    ['a robot', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['a program', { 'user-agent': 'curl/8.5.0' }],
    ['one who asks not to be tracked', { 'sec-gpc': '1' }],
    ['a page that is loaded ahead', { 'sec-purpose': 'prefetch;prerender' }],
    ['an old way of loading ahead', { purpose: 'prefetch' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister of the site', { 'sec-fetch-site': 'same-site' }],
  ])('of %s are answered as all, and not counted', async (_, headers) => {
    const { status, body } = await view('viewed', headers);
    expect([status, body.length]).toEqual([204, 0]);
    expect(await viewsOf('viewed')).toBe(0);
  });

  it.each([
    'nothing',
    'draft-zebra',
    'scheduled-zebra',
    'expired-zebra',
    '',
    '\0',
    "' OR 1=1 --",
    'x'.repeat(200),
  ])('of no article (%j) are not counted', async (slug) => {
    expect((await view(slug)).status).toBe(204);
    expect(await viewsOf(slug.replaceAll('\0', '-'))).toBe(0);
  });

  it('are counted once for a visitor, an article and a day', async () => {
    const headers = { 'x-forwarded-for': newAddress() };
    for (let visit = 0; visit < 3; visit++) expect((await view('quiet', headers)).status).toBe(204);
    expect(await viewsOf('quiet')).toBe(1);
    await view('quiet', { ...headers, 'user-agent': `${AGENT} Other/1.0` });
    await view('quiet');
    expect(await viewsOf('quiet')).toBe(3);
  });

  it('say nothing that fits no slug', async () => {
    expect((await view('x'.repeat(201))).status).toBe(413);
  });

  it('are in the lists of the front page, of articles and of trending', async () => {
    // From the most read to the least: 14 visitors to 4.
    const read = Array.from({ length: 11 }, (_, place) => 11 + place);
    for (const [place, number] of read.entries())
      for (let visitor = 0; visitor < 14 - place; visitor++) await view(`filler-${number}`);
    expect(await viewsOf('filler-11')).toBe(14);
    // The lists stay for a minute; a site that starts makes them again.
    const fresh = await runSite(copy.content, { ...VARIABLES, DATA_DIR: site.dataDir });
    const [front, article, trending] = await Promise.all(
      ['/', '/news/filler-11', '/trending'].map((target) => ask(fresh.url, target)),
    );
    await fresh.stop();
    if (!front || !article || !trending) throw new Error('A page is missing.');
    const titles = (numbers: number[]) => numbers.map((number) => `Filler story number ${number}`);
    // No story is there twice.
    for (const [list, numbers] of Object.entries({
      '#trending': [11, 12, 13, 14, 15],
      '#now': [16, 17, 18],
      '#today': [19, 20, 21],
    }))
      expect([list, textsOf(front, `${list} h3`)]).toEqual([list, titles(numbers)]);
    expect(textsOf(front, '#newest')).toEqual([]);
    expect(textsOf(front, '#trending > .meta')[0]).toMatch(
      /^Readers of 48 hours, counted at \d+:\d\d [AP]M$/,
    );
    expect(textsOf(front, '#now > .meta')[0]).toMatch(/^Readers of this hour, counted at /);
    expect(textsOf(article, '#trending h3')).toEqual(titles([12, 13, 14, 15, 16]));
    for (const list of ['#trending', '#today', '#now'])
      expect(textsOf(trending, `${list} tbody tr`)[0]).toMatch(/^Filler story number 1114/);
    const hours = textsOf(trending, '.day-chart tbody tr td:last-child').map(Number);
    expect(hours.reduce((sum, views) => sum + views, 0)).toBeGreaterThanOrEqual(99);
  });

  it('make a page no other for anybody', async () => {
    const reader = 'reader=a.b; moderator=c; other=d';
    const plain = await ask(site.url, '/news/viewed');
    const known = await ask(site.url, '/news/viewed', { headers: { cookie: reader, 'user-agent': AGENT } });
    expect(known.body.equals(plain.body)).toBe(true);
    for (const { headers } of [plain, known]) {
      expect(headers).not.toHaveProperty('set-cookie');
      expect(headers.vary).toBe('Accept-Encoding');
    }
  });
});

describe('comments', () => {
  let site: RunningSite;
  let behind: Behind;
  let session: { cookie: string; csrf: string };
  const get = (target: string, asking?: Asking) => ask(site.url, target, asking);
  const judge = (act: string) =>
    post(site.url, '/moderation/judge', { csrf: session.csrf, act }, { cookie: session.cookie });

  /** Waits until the page says it, or says it no more, for a second at most. */
  async function withinASecond(target: string, words: string, isThere = true): Promise<void> {
    await vi.waitFor(async () => expect((await get(target)).body.toString().includes(words)).toBe(isThere), {
      timeout: 1000,
      interval: 20,
    });
  }

  beforeAll(async () => {
    site = await runSite(copy.content, VARIABLES);
    behind = await openBehind(site);
    session = await signIn(site.url);
  });
  afterAll(async () => {
    await behind?.store.close();
    await site?.stop();
  });

  it('are on the page and in the feeds within a second, and counted in lists and for machines', async () => {
    const pages = ['/news/discussed', '/news/discussed/replies/feed.xml', '/replies/feed.xml'];
    for (const target of [...pages, '/', '/latest']) await get(target);
    const form = comment(behind, 'discussed', {
      name: 'Ada & Co',
      text: 'Say <b>this</b>\n\nand https://a.test/?b=1&c=2',
    });
    const { id } = await sent(site, 'discussed', form);
    await judge(`publish ${id}`);
    for (const target of pages)
      await withinASecond(target, `reply-${id}`.slice(target.endsWith('xml') ? 6 : 0));

    const page = await get('/news/discussed');
    expect(textsOf(page, `#reply-${id} .said p`)).toEqual(['Say <b>this</b>', 'and https://a.test/?b=1&c=2']);
    expect(textsOf(page, '#replies-heading')).toEqual(['1 reply']);
    const data = textsOf(page, 'script[type="application/ld+json"]').map((text): unknown =>
      JSON.parse(text ?? ''),
    );
    expect(data).toContainEqual(
      expect.objectContaining({ commentCount: 1, discussionUrl: `${site.url}/news/discussed#replies` }),
    );
    for (const target of ['/', '/latest']) await withinASecond(target, '1 reply');
    const feed = await get('/news/discussed/replies/feed.xml');
    expect(feed.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
    expect(feed.body.toString()).toContain('<title>Ada &amp; Co on “The discussed story”</title>');

    await judge(`spam ${id}`);
    for (const target of pages) await withinASecond(target, id, false);
  });

  it('are said to be judged by the desk alone, and not by a link that another has made', async () => {
    const { id } = await sent(site, 'quiet', comment(behind, 'quiet'));
    const { headers } = await judge(`spam ${id}`);
    const said = headers.location ?? '';
    const desk = async (target: string) =>
      textsOf(await get(target, { headers: { cookie: session.cookie } }), '.done');
    expect(await desk(said)).toEqual(['1 comment marked as spam.undo']);
    expect(await desk(said.replace('did=spam', 'did=delete'))).toEqual([]);
    expect(await desk(said.replace(/&mark=.*/, ''))).toEqual([]);
    expect(await desk(`${said}&of=${id}+3`)).toEqual([]);
    expect((await get(said)).body.toString()).not.toContain('marked as spam');
  });

  it('are answered on a page of their own, and stand below what they answer', async () => {
    const first = await sent(site, 'discussed', comment(behind, 'discussed', { name: 'First' }));
    expect((await get(`/news/discussed/replies/answer/${first.id}`)).status).toBe(404);
    await judge(`publish ${first.id}`);
    await withinASecond('/news/discussed', first.id);
    const answerPage = await get(`/news/discussed/replies/answer/${first.id}`);
    expect(answerPage.status).toBe(200);
    const parent = parsed(answerPage).querySelector('input[name="parent"]')?.getAttribute('value') ?? '';
    expect(parent).toBe(first.id);
    const second = await sent(site, 'discussed', comment(behind, 'discussed', { name: 'Second', parent }));
    await judge(`publish ${second.id}`);
    await withinASecond('/news/discussed', second.id);
    expect(textsOf(await get('/news/discussed'), `#reply-${first.id} ol b`)).toEqual(['Second']);
    expect((await get(`/news/quiet/replies/answer/${first.id}`)).status).toBe(404);
  });

  it('of one long thread have pages, and permalinks that lead to them', async () => {
    const article = { slug: 'quiet', date: new Date(), comments: true };
    const submit = async (parent?: string) => {
      const form = comment(behind, 'quiet', { name: 'Reader', ...(parent && { parent }) });
      const taken = await behind.comments.submit(form, { article, address: newAddress() });
      if (!taken.accepted) throw new Error(taken.reason);
      return taken.id;
    };
    const publish = (ids: string[]) =>
      behind.comments.moderation.judge(ids, 'published', { by: 'Desk', why: '' });
    const first = await submit();
    await publish([first]);
    const ids = await Promise.all(Array.from({ length: 25 }, () => submit(first)));
    await publish(ids);
    await withinASecond('/news/quiet', '5 more replies');
    const page = parsed(await get(`/news/quiet/replies/thread/${first}`));
    expect(page.querySelectorAll('#replies li[id]')).toHaveLength(26);
    const last = ids.toSorted().at(-1) ?? '';
    const { status, headers } = await get(`/news/quiet/replies/${last}`);
    expect([status, headers.location]).toEqual([307, `/news/quiet/replies/thread/${first}#reply-${last}`]);
    for (const none of [`thread/${first}/2`, `thread/${last}`, 'thread', 'thread/x', `thread/${first}/1/1`])
      expect([none, (await get(`/news/quiet/replies/${none}`)).status]).toEqual([none, 404]);
    await behind.comments.moderation.judge([first, ...ids], 'deleted', { by: 'Desk', why: '' });
  });

  it('of many threads have pages in both orders, and permalinks that lead to them', async () => {
    const ids: string[] = [];
    for (let thread = 1; thread <= 53; thread++) {
      const form = comment(behind, 'long-talk', { name: `Reader ${thread}` });
      const taken = await behind.comments.submit(form, {
        article: { slug: 'long-talk', date: new Date(), comments: true },
        address: newAddress(),
      });
      if (!taken.accepted) throw new Error(taken.reason);
      ids.push(taken.id);
    }
    const sorted = ids.toSorted();
    await behind.comments.moderation.judge(ids, 'published', { by: 'Desk', why: '' });
    await withinASecond('/news/long-talk', '53 replies');
    const idsOn = async (target: string) =>
      [...parsed(await get(target)).querySelectorAll('#replies li[id]')].map((item) =>
        item.id.replace('reply-', ''),
      );
    expect(await idsOn('/news/long-talk')).toEqual(sorted.slice(0, 50));
    expect(await idsOn('/news/long-talk/replies/2')).toEqual(sorted.slice(50));
    expect(await idsOn('/news/long-talk/replies/newest')).toEqual(sorted.toReversed().slice(0, 50));
    expect(await idsOn('/news/long-talk/replies/newest/2')).toEqual(sorted.toReversed().slice(50));
    for (const none of ['3', '0', '-1', 'newest/3', 'oldest', 'x/y'])
      expect([none, (await get(`/news/long-talk/replies/${none}`)).status]).toEqual([none, 404]);

    const [first = '', last = ''] = [sorted[0], sorted[52]];
    for (const [id, page] of [
      [first, '/news/long-talk'],
      [last, '/news/long-talk/replies/2'],
    ]) {
      const { status, headers } = await get(`/news/long-talk/replies/${id}`);
      expect([status, headers.location]).toEqual([307, `${page}#reply-${id}`]);
    }
    expect((await get(`/news/quiet/replies/${first}`)).status).toBe(404);
    expect((await get(`/news/long-talk/replies/${'0'.repeat(17)}`)).status).toBe(404);
    await behind.comments.moderation.judge([last], 'deleted', { by: 'Desk', why: '' });
    await vi.waitFor(
      async () => expect((await get(`/news/long-talk/replies/${last}`)).status).toBe(404),
      1000,
    );
  });

  it.each([
    ['that takes none', 'closed'],
    ['that is more than thirty days old', 'plain-story'],
  ])('are refused under an article %s', async (_, slug) => {
    const page = parsed(await get(`/news/${slug}`));
    expect(page.querySelector('form.reply-form')).toBeNull();
    expect(page.querySelector('#replies') === null).toBe(slug === 'closed');
    expect((await get(`/news/${slug}/replies/send`)).status).toBe(404);
    const form = comment(behind, slug);
    const refused = await post(site.url, `/news/${slug}/replies/send`, form);
    expect(refused.status).toBe(422);
    expect(textsOf(refused, '[role="alert"]')).toEqual(['Comments on this article are closed.']);
    expect(textsOf(refused, 'textarea')).toEqual([form.text]);
  });

  it('that are erased from the command line are gone from the page within a second', async () => {
    const form = comment(behind, 'erased', { name: 'Forgotten', email: 'ada@example.org' });
    const { own, id } = await sent(site, 'erased', form);
    await judge(`publish ${id}`);
    await withinASecond('/news/erased', 'Forgotten');
    const words = ['lib/cli.ts', 'comments', 'erase', '--email', 'Ada@Example.org'];
    const child = spawn(process.execPath, words, {
      cwd: ROOT,
      env: { ...process.env, DATA_DIR: site.dataDir },
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
    expect(printed).toBe('1 comment erased\n');
    await withinASecond('/news/erased', 'Forgotten', false);
    const after = (await get(own)).body.toString();
    expect(after).toContain('You have deleted your comment');
    expect(after).not.toContain(form.text);
  });
});

describe('two sites on one PostgreSQL', () => {
  let sites: RunningSite[];
  let behind: Behind;

  beforeAll(async () => {
    const { databaseUrl = '' } = await emptyPlace('postgres', afterAll);
    const variables = { ...VARIABLES, DATABASE_URL: z.url().parse(databaseUrl) };
    sites = await Promise.all([runSite(copy.content, variables), runSite(copy.content, variables)]);
    const [first] = sites;
    if (first) behind = await openBehind(first, databaseUrl);
  });
  afterAll(async () => {
    await behind?.store.close();
    await Promise.all((sites ?? []).map((site) => site.stop()));
  });

  const pair = (): [RunningSite, RunningSite] => {
    const [one, other] = sites;
    if (!one || !other) throw new Error('There are not two sites.');
    return [one, other];
  };

  it('show each other’s comments within a second and a half', async () => {
    const [one, other] = pair();
    await ask(other.url, '/news/discussed');
    const { id } = await sent(one, 'discussed', comment(behind, 'discussed', { name: 'From one' }));
    const { cookie, csrf } = await signIn(other.url);
    await post(other.url, '/moderation/judge', { csrf, act: `publish ${id}` }, { cookie });
    for (const { url } of [one, other])
      await vi.waitFor(
        async () => expect((await ask(url, '/news/discussed')).body.toString()).toContain('From one'),
        { timeout: 1500, interval: 20 },
      );
  });

  it('know each other’s moderators, senders and visitors', async () => {
    const [one, other] = pair();
    const { cookie } = await signIn(one.url);
    expect((await ask(other.url, '/moderation', { headers: { cookie } })).body.toString()).toContain(
      'Sign out',
    );

    const sender = { 'x-forwarded-for': newAddress() };
    const send = (site: RunningSite) =>
      post(site.url, '/news/quiet/replies/send', comment(behind, 'quiet'), sender);
    expect((await send(one)).status).toBe(303);
    expect(textsOf(await send(other), '[role="alert"]')).toEqual([
      'Please wait 15 seconds between two comments.',
    ]);

    for (const site of [one, other, one]) await post(site.url, '/api/views', 'viewed', sender);
    await post(one.url, '/api/views', 'viewed');
    const hours = textsOf(await ask(other.url, '/trending'), '.day-chart tbody tr td:last-child').map(Number);
    expect(hours.reduce((sum, views) => sum + views, 0)).toBe(2);
  });
});
