import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAudience } from '../../lib/audience.ts';
import { openStore } from '../../lib/store.ts';
import { openBrowser } from '../support/browser.ts';
import { contentWith } from '../support/content-copy.ts';
import { AGENT, articleOfToday, newAddress, PASSWORD } from '../support/forms.ts';
import { openReader, type Reader } from '../support/reader.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const SCRIPT = [
  ['off', false],
  ['on', true],
] as const;
/** Articles of today, which take comments; one for each round, so that the rounds do not meet. */
const articles = SCRIPT.map(([script]) => [
  `articles/script-${script}.md`,
  articleOfToday(`Script ${script}`),
]);

/** Milliseconds. */
const DAY = 86_400_000;

let copy: ReturnType<typeof contentWith>;
let site: RunningSite;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  copy = contentWith('tests/newsroom', Object.fromEntries(articles));
  [site, browser] = await Promise.all([
    runSite(copy.content, { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1' }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await Promise.all([site?.stop(), browser?.close()]);
  copy?.remove();
});

/** Somebody at an address of their own. */
function somebody(javaScriptEnabled: boolean): Promise<Reader> {
  return openReader(browser, site.url, {
    javaScriptEnabled,
    userAgent: AGENT,
    extraHTTPHeaders: { 'x-forwarded-for': newAddress() },
  });
}

/** Waits until a form may be sent: its token says when the page was made, and three seconds are the least. */
const typedSince = (page: Page, opened: number) =>
  page.waitForTimeout(Math.max(0, opened + 3100 - performance.now()));

/** Fills the form in and sends it, not faster than one types. */
async function comment(page: Page, article: string, text: string, name = 'Reader'): Promise<void> {
  await page.goto(article);
  const opened = performance.now();
  await page.getByLabel('Comment *').fill(text);
  await page.getByLabel('Name *').fill(name);
  await page.getByLabel(/^Remember me/).check();
  await typedSince(page, opened);
  await page.getByRole('button', { name: 'Post comment' }).click();
}

async function viewsOf(slug: string): Promise<number> {
  const store = await openStore({ dataDir: site.dataDir });
  const audience = openAudience({ store, clock: () => new Date(), origin: site.url, knows: () => true });
  const views = await audience.views(slug);
  await store.close();
  return views;
}

/** Waits until the page says it. */
const shows = (page: Page, text: string) => page.getByText(text).first().waitFor();

/** Waits until another reader's page has these comments: within a second, with room for a busy machine. */
async function soonSays(article: string, comments: string[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const html = await (await fetch(site.url + article)).text();
      expect([...html.matchAll(/class="said"><p>([^<]*)/g)].map(([, said]) => said)).toEqual(comments);
    },
    { timeout: 2500, interval: 50 },
  );
}

const saidOn = (page: Page) => page.locator('#replies .said').allTextContents();

describe.each(SCRIPT)('with script %s', (script, javaScriptEnabled) => {
  const slug = `script-${script}`;
  const article = `/news/${slug}`;
  let author: Reader;
  let other: Reader;
  let moderator: Reader;

  beforeAll(async () => {
    [author, other, moderator] = (await Promise.all([1, 2, 3].map(() => somebody(javaScriptEnabled)))) as [
      Reader,
      Reader,
      Reader,
    ];
  });
  afterAll(async () => {
    expect([...author.complaints, ...other.complaints, ...moderator.complaints]).toEqual([]);
    await Promise.all([author.close(), other.close(), moderator.close()]);
  });

  it(`a reader is ${javaScriptEnabled ? 'counted once, however often they come' : 'not counted, and misses nothing'}`, async () => {
    const { page } = author;
    // A new day begins at midnight UTC, and the visitor is then another: both visits are on one.
    const leftOfDay = DAY - (Date.now() % DAY);
    if (leftOfDay < 15_000) await page.waitForTimeout(leftOfDay);
    for (let visit = 0; visit < 2; visit++) {
      await page.goto(article);
      await page.mouse.wheel(0, 800);
      await page.waitForTimeout(500);
    }
    await vi.waitFor(async () => expect(await viewsOf(slug)).toBe(javaScriptEnabled ? 1 : 0), 5000);
  });

  it('a reader is told what is wrong with a comment, and keeps what they typed', async () => {
    const { page } = author;
    await page.goto(article);
    await page.getByLabel('Comment *').fill('Kept though it came too early.');
    await page.getByLabel('Name *').fill('Reader');
    await page.getByRole('button', { name: 'Preview' }).click();
    expect(await page.locator('.preview .said').textContent()).toBe('Kept though it came too early.');
    await page.goto(`${article}/replies/send`);
    await page.getByLabel('Comment *').fill('Kept though it came too early.');
    await page.getByLabel('Name *').fill('\u200b');
    await page.getByRole('button', { name: 'Post comment' }).click();
    expect(await page.getByRole('alert').textContent()).toBe('Please give a name.');
    expect(await page.getByLabel('Comment *').inputValue()).toBe('Kept though it came too early.');
    author.complaints.length = 0;
  });

  it('a comment is held, seen by its author alone, changed, and published by a moderator', async () => {
    const { page } = author;
    await comment(page, article, 'The first thing that I say.');
    await page.waitForURL('**/replies/own/*');
    await shows(page, 'An editor reads your comment before it appears');
    await page.getByLabel('Comment *').fill('The first thing that I say, said better.');
    await page.getByRole('button', { name: 'Save the change' }).click();
    await page.locator('.preview .said', { hasText: 'The first thing that I say, said better.' }).waitFor();
    await other.page.goto(article);
    expect(await saidOn(other.page)).toEqual([]);

    await moderator.page.goto('/moderation');
    await moderator.page.getByLabel('Your name, for the log').fill('Desk');
    await moderator.page.getByLabel('Password').fill(PASSWORD);
    await moderator.page.getByRole('button', { name: 'Sign in' }).click();
    await moderator.page.getByRole('button', { name: 'publish the comment of Reader' }).click();
    await shows(moderator.page, '0 comments');

    await soonSays(article, ['The first thing that I say, said better.']);
    await other.page.goto(article);
    expect(await saidOn(other.page)).toEqual(['The first thing that I say, said better.']);
    await page.reload();
    await shows(page, 'Your comment is published.');
  });

  it('a known reader appears at once, and deletes what they said', async () => {
    const { page } = author;
    // Fifteen seconds are between two comments of one sender; the cookie knows the reader at another address too.
    await page.context().setExtraHTTPHeaders({ 'x-forwarded-for': newAddress() });
    await comment(page, article, 'The second thing.');
    await page.waitForURL('**/replies/own/*');
    await shows(page, 'Your comment is published.');
    await soonSays(article, ['The first thing that I say, said better.', 'The second thing.']);

    const last = page.getByRole('button', { name: 'Delete my comment' });
    expect(await last.isVisible()).toBe(false);
    await page.getByText('Delete it', { exact: true }).click();
    await last.click();
    await shows(page, 'You have deleted your comment.');
    await soonSays(article, ['The first thing that I say, said better.']);
  });

  it('another reader answers, and the log knows who decided what', async () => {
    const { page } = other;
    await page.goto(article);
    await page.getByRole('link', { name: 'Reply to Reader' }).click();
    await page.waitForURL('**/replies/answer/*');
    const opened = performance.now();
    await page.getByLabel('Comment *').fill('An answer.');
    await page.getByLabel('Name *').fill('Other');
    await typedSince(page, opened);
    await page.getByRole('button', { name: 'Post comment' }).click();
    await page.waitForURL('**/replies/own/*');

    await moderator.page.goto('/moderation');
    await shows(moderator.page, 'Answers Reader:');
    await moderator.page.getByRole('checkbox', { name: 'Other' }).check();
    await moderator.page.getByLabel('Why, for the log').fill('on topic');
    await moderator.page.getByRole('button', { name: 'publish', exact: true }).click();
    await shows(moderator.page, '0 comments');
    await soonSays(article, ['The first thing that I say, said better.', 'An answer.']);
    await page.goto(article);
    expect(await page.locator('#replies ol ol .said').allTextContents()).toEqual(['An answer.']);

    await moderator.page.goto('/moderation/log');
    const row = moderator.page.getByRole('row').nth(1);
    expect(await row.textContent()).toMatch(/moderator: Deskpublished: Other.*on topic/);
    await moderator.page.goto('/moderation');
    await moderator.page.getByRole('button', { name: 'Sign out' }).click();
    await moderator.page.getByLabel('Password').waitFor();
  });
});
