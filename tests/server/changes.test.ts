import { readdirSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { dice } from '../lib/server/page-cache/fixtures.ts';
import { type Asked, ask } from '../support/ask.ts';
import { changingStories, type State } from '../support/changing-stories.ts';
import { contentWith } from '../support/content-copy.ts';
import { crawl } from '../support/crawl.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const CHANGES = 1000;
const STORIES = 60;
const READERS = 4;
/** Most changes that come at once, as a pull brings them, and the shortest and longest wait after them. Milliseconds. */
const AT_ONCE = 9;
const PAUSE = { least: 50, most: 150 };
/** So many come last, one by one with hardly a pause in milliseconds: no page is made without a change meanwhile. */
const STORM = { changes: 300, pause: 7 };

const LISTS = [
  ...[
    '/',
    '/latest',
    '/latest/2',
    '/topics/research',
    '/tags/group-1',
    '/archive/2026/01',
    '/authors/newsroom',
  ],
  ...[
    '/feed.xml',
    '/feed.json',
    '/sitemap.xml',
    '/sitemaps/1.xml',
    '/search?q=changing',
    '/search?q=story+7',
  ],
];
const STARTS = [...LISTS, '/tags', '/topics', '/archive', '/news-sitemap.xml', '/topics/medicine/feed.xml'];

const random = dice(7);
const stories = changingStories(STORIES, random);
const slugless = /^\/(?!news\/)/;
let site: RunningSite;
let remove: () => void;

beforeAll(async () => {
  const copy = contentWith(undefined, {
    ...stories.files,
    'pages/about.md': '---\ntitle: About\n---\nText.\n',
  });
  remove = copy.remove;
  site = await runSite(copy.content);
});
afterAll(async () => {
  await site.stop();
  remove();
});

/** What answers have said against what was in the files. */
const faults: string[] = [];
const statuses = new Map<number, number>();

/** Reads one address after the other until it is told to stop. A reader never sees an older version after a newer. */
async function read(isOver: () => boolean): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const seen = new Map<string, number>();
  while (!isOver()) {
    const address =
      Math.random() < 0.7
        ? `/news/${stories.anySlug()}`
        : (LISTS[Math.floor(Math.random() * LISTS.length)] ?? '/');
    const since = performance.now();
    const answer = await ask(site.url, address, { agent });
    const until = performance.now();
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    for (const fault of faultsOf(address, answer, since, until, seen))
      faults.push(`${address} answered ${answer.status} after ${Math.round(until - since)} ms: ${fault}`);
  }
  agent.destroy();
}

function faultsOf(
  address: string,
  answer: Asked,
  since: number,
  until: number,
  seen: Map<string, number>,
): string[] {
  const found: string[] = [];
  const said = versionsIn(answer);
  for (const [number, versions] of said) {
    const version = Math.max(...versions);
    if (versions.size > 1) found.push(`story ${number} is mixed of versions ${[...versions].join(' and ')}`);
    if (!stories.couldSay(number, version, since, until))
      found.push(`story ${number} was not in version ${version}`);
    const before = seen.get(number) ?? 0;
    if (version < before) found.push(`story ${number} went back from version ${before} to ${version}`);
    seen.set(number, version);
  }
  if (slugless.test(address)) return answer.status === 200 ? found : [...found, 'a list is always there'];
  const slug = address.slice('/news/'.length);
  const [, number = ''] = slug.split('-');
  const state = stateIn(answer, [...(said.get(number) ?? [])][0]);
  if (!state || !stories.couldBe(slug, state, since, until))
    found.push(`it was not ${JSON.stringify(state)}`);
  return found;
}

/** The versions of each story that a page speaks of, by the story's number. */
function versionsIn({ body }: Asked): Map<string, Set<number>> {
  const said = new Map<string, Set<number>>();
  const text = body.toString('utf8').replace(/<\/?mark>/g, '');
  for (const [, number = '', version] of text.matchAll(/\bstory (\d+) version (\d+)/g))
    said.set(number, (said.get(number) ?? new Set()).add(Number(version)));
  return said;
}

function stateIn({ status, headers }: Asked, version: number | undefined): State | undefined {
  if (status === 200 && version !== undefined) return { is: 'live', version };
  if (status === 301) return { is: 'moved', to: String(headers.location).slice('/news/'.length) };
  if (status === 410) return { is: 'gone' };
  if (status === 404) return { is: 'missing' };
  return undefined;
}

it('readers see each article as it was before a change or after it, and never an error or a mix', async () => {
  let isOver = false;
  const reading = Array.from({ length: READERS }, () => read(() => isOver));
  for (let left = CHANGES; left > 0; ) {
    const isStorm = left <= STORM.changes;
    const together = isStorm ? 1 : 1 + Math.floor(random() * AT_ONCE);
    for (let number = 0; number < together; number++) stories.change(site.contentDir);
    left -= together;
    await setTimeout(isStorm ? STORM.pause : PAUSE.least + random() * (PAUSE.most - PAUSE.least));
  }
  stories.correct(site.contentDir);
  await setTimeout(2000);
  isOver = true;
  await Promise.all(reading);
  expect(faults).toEqual([]);
  for (const status of [200, 301, 410])
    expect([status, (statuses.get(status) ?? 0) > 10]).toEqual([status, true]);
  // A name that was never seen is missing, which is rare.
  statuses.delete(404);
  expect([...statuses.keys()].sort()).toEqual([200, 301, 410]);
  expect(site.output()).not.toMatch(/could not be made|"level":[56]0|Error:/);
}, 60_000);

it('in the end each address is what its file says', async () => {
  for (const slug of stories.slugs()) {
    const answer = await ask(site.url, `/news/${slug}`);
    const [, number = ''] = slug.split('-');
    const [version] = versionsIn(answer).get(number) ?? [];
    const state = stateIn(answer, version);
    const now = performance.now();
    expect([slug, state, state && stories.couldBe(slug, state, now, now)]).toEqual([slug, state, true]);
  }
});

it('in the end each page is what a site shows that starts on the same content with nothing kept', async () => {
  const fresh = await runSite('tests/newsroom', { CONTENT_DIR: site.contentDir, SITE_URL: site.url });
  onTestFinished(async () => void (await fresh.stop()));
  const starts = [...STARTS, ...stories.slugs().map((slug) => `/news/${slug}`)];
  const shown = await crawl(site.url, starts);
  const texts = [...shown.values()].filter(({ type }) => /html|xml|json|plain/.test(type));
  expect(texts.length).toBeGreaterThan(STARTS.length + STORIES);
  for (const { path: address, status, body } of texts) {
    const again = await ask(fresh.url, address);
    // That an article is gone for good is known to the one who saw it go, and said on a page of its own.
    expect([address, again.status]).toEqual([address, status === 410 ? 404 : status]);
    if (status === 410) continue;
    expect([address, lasting(again.body.toString('utf8'))]).toEqual([address, lasting(body)]);
  }
}, 60_000);

it('no page holds its moment longer than it is made', () => {
  const file = readdirSync(site.cacheDir).find((name) => /^catalog-.*\.sqlite$/.test(name)) ?? '';
  const database = new DatabaseSync(path.join(site.cacheDir, file), { timeout: 1000 });
  // The log shrinks when no connection reads an older state any more.
  expect(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0, log: 0 });
  database.close();
});

/** A page without what says when it was made. */
function lasting(body: string): string {
  return body
    .replace(/name="token" value="[^"]*"/g, '')
    .replace(/Last counted .*?<\/time>/g, '')
    .replace(/<lastBuildDate>[^<]*/g, '');
}
