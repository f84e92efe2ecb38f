import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { contentWith } from './content-copy.ts';
import { type RunningSite, runSite } from './running-site.ts';
import { everyElement, wideDrawing } from './texts.ts';

/** The newsrooms on which the browser tests run, each with a section whose list has a second page. */
export const NEWSROOMS = [
  ['the fixture', 'Research'],
  ['the edition', 'Latest'],
] as const;

/** Whether the content is that of the edition that ships: a newsroom with another one has the fixture in its place. */
export const isOurEdition = existsSync(
  path.resolve(
    import.meta.dirname,
    '../../content/articles/2026/11/ketamine-for-depression-addiction-risk.md',
  ),
);
const EDITION = isOurEdition ? 'content' : 'tests/newsroom';

export type Newsroom = (typeof NEWSROOMS)[number][0];

export type Newsrooms = {
  browser: Browser;
  sites: Record<Newsroom, { url: string; places: Record<Place, string> }>;
  close(): Promise<void>;
};

/** Starts a browser, the fixture, and the edition with one article more: that of every element. */
export async function openNewsrooms(): Promise<Newsrooms> {
  const files = { 'articles/every-element.md': everyElement, 'media/wide.svg': wideDrawing };
  const copy = contentWith(EDITION, files);
  const [browser, fixture, edition] = await Promise.all([
    openBrowser(),
    runSite(undefined, { MODERATOR_PASSWORD: 'a password for the tests' }),
    runSite(copy.content),
  ]);
  const found = async ({ url }: RunningSite) => ({ url, places: await placesOf(url) });
  return {
    browser,
    sites: { 'the fixture': await found(fixture), 'the edition': await found(edition) },
    async close() {
      await Promise.all([browser.close(), fixture.stop(), edition.stop()]);
      copy.remove();
    },
  };
}

export const MISSING = '/no-such-page';

export type Reader = {
  page: Page;
  /** What should not happen: anything on the console, dialogs, violations of the policy, requests elsewhere. */
  complaints: string[];
  close(): Promise<void>;
};

/** Opens a page that writes down what should not happen. The notice that `MISSING` is missing is no complaint. */
export async function openReader(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Reader> {
  const context = await browser.newContext({ baseURL: url, reducedMotion: 'reduce', ...options });
  const complaints: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`The policy was violated: ${violatedDirective} by ${blockedURI}`);
    });
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    const at = message.location().url;
    const isNotice = message.text().includes('status of 404') && at === url + MISSING;
    if (!isNotice) complaints.push(`console ${message.type()}: ${message.text()} at ${at}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && protocol !== 'data:') complaints.push(`request elsewhere: ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    // A page that the reader leaves takes what it was loading with it.
    const reason = request.failure()?.errorText ?? '';
    if (reason !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${reason}`);
  });
  return { page, complaints, close: () => context.close() };
}

export const PLACES = [
  'the front page',
  'an article',
  'a list',
  'the second page of a list',
  'a topic',
  'the topics',
  'a tag',
  'an author',
  'the archive',
  'a month',
  'the search',
  'a search with results',
  'a search without results',
  'a static page',
  'trending',
  'the way to the moderators',
  'a page that is not there',
] as const;

export type Place = (typeof PLACES)[number];

/**
 * The path of one page of each type, found as a reader finds it: by following links from the front page.
 * @throws Error when the site has no link to a page of a type
 */
export async function placesOf(url: string): Promise<Record<Place, string>> {
  const textAt = async (path: string) => (await fetch(url + path)).text();
  const find = (text: string, pattern: RegExp) => {
    const found = pattern.exec(text)?.[1];
    if (found === undefined) throw new Error(`${url} has nothing like ${pattern}.`);
    return found;
  };
  const article = find(await textAt('/'), /<article class="story lead">.*?<h2><a href="(\/news\/[^"]+)"/s);
  const text = await textAt(article);
  const word = find(text, /<h1>[^<]*?(\p{L}{5,})/u);
  return {
    'the front page': '/',
    'an article': article,
    'a list': '/latest',
    'the second page of a list': '/latest/2',
    'a topic': find(text, /class="kicker[^"]*" href="(\/topics\/[^"]+)"/),
    'the topics': '/topics',
    'a tag': find(text, /href="(\/tags\/[^"]+)"/),
    'an author': find(text, /href="(\/authors\/[^"]+)"/),
    'the archive': '/archive',
    'a month': find(await textAt('/archive'), /href="(\/archive\/\d{4}\/\d{2})"/),
    'the search': '/search',
    'a search with results': `/search?q=${encodeURIComponent(word)}`,
    'a search without results': '/search?q=qqqqqqzzzz',
    'a static page': '/about',
    trending: '/trending',
    'the way to the moderators': '/moderation',
    'a page that is not there': MISSING,
  };
}
