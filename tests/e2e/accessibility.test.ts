import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contentWith } from '../support/content-copy.ts';
import {
  articleOfToday,
  type Behind,
  newAddress,
  openBehind,
  PASSWORD,
  post,
  signIn,
} from '../support/forms.ts';
import {
  NEWSROOMS,
  type Newsrooms,
  openNewsrooms,
  openReader,
  PLACES,
  type Place,
  type Reader,
} from '../support/reader.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const AXE = readFileSync(path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
/** What the edition can have that the fixture has not is in its texts; the frame of these pages is the same. */
const FRAMES: readonly Place[] = ['the second page of a list', 'the topics', 'the search'];
/** Telephones first: what a desk has laid out once keeps its size, and a telephone would show it cut off. */
const LOOKS = [
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'light', width: 1440 },
] as const;

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

/** What axe-core finds at an address; see `findingsHere`. */
async function findingsOn(page: Page, address: string): Promise<string[]> {
  // Opened on a telephone: what a desk has laid out once keeps its size there, and a telephone has to guess it.
  await page.setViewportSize({ width: 360, height: 900 });
  await page.goto(address);
  return findingsHere(page);
}

/** What axe-core finds on a page in light and dark, narrow and wide; each finding once, with where it was found. */
async function findingsHere(page: Page): Promise<string[]> {
  const findings = new Map<string, string[]>();
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    // Nothing has to be loaded for it: the styles stand in the page. Lighthouse looks at the size of targets too.
    const answer = await page.evaluate(
      "axe.run({ reporter: 'no-passes', preload: false, rules: { 'target-size': { enabled: true } } })",
    );
    for (const { id, help, nodes } of resultSchema.parse(answer).violations) {
      for (const { html } of nodes) {
        const finding = `${id}: ${help}: ${html.slice(0, 200)}`;
        findings.set(finding, [...(findings.get(finding) ?? []), `${colorScheme} ${width}`]);
      }
    }
  }
  return [...findings].map(([finding, looks]) => `${finding} (${looks.join(', ')})`);
}

let newsrooms: Newsrooms;

beforeAll(async () => {
  newsrooms = await openNewsrooms();
});
afterAll(() => newsrooms?.close());

/** Opens a page that has axe-core, a script which the site's policy would not let in. */
async function openFor(url: string): Promise<Reader> {
  const reader = await openReader(newsrooms.browser, url, { bypassCSP: true });
  await reader.page.addInitScript({ content: AXE });
  return reader;
}

describe('a telephone', () => {
  it('cuts off no ring around what has the keyboard', async () => {
    const { url, places } = newsrooms.sites['the edition'];
    const { page, close } = await openReader(newsrooms.browser, url, {
      viewport: { width: 360, height: 740 },
    });
    const ring = async () => {
      // The first stop, which skips to the text, has its ring within itself.
      for (let stop = 1; stop <= 2; stop++) await page.keyboard.press('Tab');
      return page.evaluate(() => {
        const { outlineWidth, outlineOffset } = getComputedStyle(document.activeElement ?? document.body);
        return Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
      });
    };
    for (const place of ['the front page', 'an article'] as const) {
      await page.goto(places[place]);
      const margins = await page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .map((element) => getComputedStyle(element))
          .filter(({ contentVisibility }) => contentVisibility === 'auto')
          .map((style) => Number.parseFloat(style.getPropertyValue('overflow-clip-margin'))),
      );
      expect(margins.length).toBeGreaterThan(0);
      expect(Math.min(...margins)).toBe(await ring());
    }
    await close();
  });
});

describe.each(NEWSROOMS)('axe-core on %s', (name) => {
  let reader: Reader;

  beforeAll(async () => {
    reader = await openFor(newsrooms.sites[name].url);
  });
  afterAll(() => reader?.close());

  it.each(PLACES.filter((place) => name === 'the fixture' || !FRAMES.includes(place)))(
    'finds nothing wrong on %s, in light and dark, on a telephone and a desk',
    async (place) => {
      expect(await findingsOn(reader.page, newsrooms.sites[name].places[place])).toEqual([]);
    },
  );
});

describe('axe-core on an article of every element', () => {
  it('finds nothing wrong with lists, code, tables, figures, notes and sources', async () => {
    const { page, close } = await openFor(newsrooms.sites['the edition'].url);
    expect(await findingsOn(page, '/news/every-element')).toEqual([]);
    await close();
  });
});

describe('axe-core on the pages of what readers say', () => {
  const SEND = '/news/discussed/replies/send';
  const article = { slug: 'discussed', date: new Date(), comments: true };
  let copy: ReturnType<typeof contentWith>;
  let site: RunningSite;
  let behind: Behind;
  let reader: Reader;
  let published: string;

  const form = (text: string) => ({ name: 'Ada', text, token: behind.tokenOf('discussed') });
  async function taken(text: string, parent?: string): Promise<string> {
    const circumstances = { article, address: newAddress() };
    const result = await behind.comments.submit({ ...form(text), parent }, circumstances);
    if (!result.accepted) throw new Error(result.message);
    return result.id;
  }

  beforeAll(async () => {
    copy = contentWith('tests/newsroom', { 'articles/discussed.md': articleOfToday('A discussed story') });
    site = await runSite(copy.content, { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1' });
    behind = await openBehind(site);
    const publish = (ids: string[]) =>
      behind.comments.moderation.judge(ids, 'published', { by: 'Desk', why: '' });
    published = await taken('> Quoted\nA first thing, with https://a.test/b.');
    await publish([published]);
    const answer = await taken('An answer.', published);
    await publish([answer, await taken('A second thing.')]);
    await publish([await taken('An answer to the answer.', answer)]);
    await taken('What waits.', published);
    reader = await openFor(site.url);
  });
  afterAll(async () => {
    await Promise.all([reader?.close(), behind?.store.close(), site?.stop()]);
    copy?.remove();
  });

  it('finds nothing wrong with threads, their pages and the form of an answer', async () => {
    const targets = ['', '/replies', '/replies/newest', `/replies/answer/${published}`];
    for (const target of targets) {
      expect([target, await findingsOn(reader.page, `/news/discussed${target}`)]).toEqual([target, []]);
      expect(await reader.page.getByLabel('Comment *').count(), target).toBe(1);
    }
  });

  it('finds nothing wrong with a preview and a refusal', async () => {
    const { page } = reader;
    await page.goto(SEND);
    await page.getByLabel('Comment *').fill('What I say.');
    await page.getByLabel('Name *').fill('\u200b');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('alert').waitFor();
    expect(await findingsHere(page)).toEqual([]);
    await page.getByLabel('Name *').fill('Ada');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('heading', { name: 'Preview' }).waitFor();
    expect(await findingsHere(page)).toEqual([]);
  });

  it('finds nothing wrong with the page of one’s own comment', async () => {
    const { headers } = await post(site.url, SEND, form('What is mine.'));
    expect(await findingsOn(reader.page, headers.location ?? '')).toEqual([]);
    await reader.page.getByText('Delete it', { exact: true }).click();
    expect(await reader.page.getByRole('button', { name: 'Delete my comment' }).count()).toBe(1);
  });

  it('finds nothing wrong with the moderators’ desk and its log', async () => {
    const [name = '', value = ''] = (await signIn(site.url)).cookie.split('=');
    await reader.page.context().addCookies([{ name, value, url: `${site.url}/moderation` }]);
    expect(await findingsOn(reader.page, '/moderation?state=all')).toEqual([]);
    expect(await reader.page.getByRole('checkbox').count()).toBeGreaterThan(4);
    expect(await findingsOn(reader.page, '/moderation/log')).toEqual([]);
    expect(await reader.page.getByRole('table').count()).toBe(1);
  });
});
