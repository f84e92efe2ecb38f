import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markdownAttacks } from '../lib/content/attacks.ts';
import { openBrowser } from '../support/browser.ts';
import { type ContentCopy, contentWith } from '../support/content-copy.ts';
import { MISSING, openReader, type Reader } from '../support/reader.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';
import { hostileFiles } from '../support/texts.ts';

const TITLE = '</title></script><script>console.error(“hostile”)</script>';
const QUERY = '"><script>console.error(21)</script><img src=x onerror=console.error(22)>';
const PAGES = [
  '/news/hostile',
  '/',
  '/latest',
  '/authors/hostile',
  '/hostile-page',
  '/news/plain-story',
  `/search?q=${encodeURIComponent(QUERY)}`,
];

/** One page an attack, so that none hides another; a page's text is made as an article's is. */
const attackFiles = Object.fromEntries(
  markdownAttacks.map(({ markdown }, place) => [
    `pages/attack-${place}.md`,
    `---\ntitle: Attack ${place}\n---\nBefore it.\n\n${markdown}\n\nAfter it.\n`,
  ]),
);

/** What could run or lead astray in a page: elements, attributes and addresses that a text must never become. */
function dangersOn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const isData = element.matches(
        'script[type="application/ld+json"], script[type="speculationrules"], script[src^="/assets/"][data-keep]',
      );
      if (
        element.matches('script, iframe, object, embed, base, meta[http-equiv], form[action*=":"]') &&
        !isData
      )
        return [element.outerHTML];
      return (
        [...element.attributes]
          .filter(({ name, value }) => /^on/i.test(name) || /^\s*(?:javascript|data|vbscript):/i.test(value))
          // As an image a drawing runs nothing and loads nothing; that this one does neither is seen by the complaints.
          .filter(({ value }) => !(element.localName === 'img' && value.startsWith('data:image/svg+xml,')))
          .map(({ name, value }) => `<${element.localName}> ${name}="${value}"`)
      );
    }),
  );
}

let browser: Browser;
let site: RunningSite;
let copy: ContentCopy;

beforeAll(async () => {
  copy = contentWith('tests/newsroom', { ...hostileFiles, ...attackFiles });
  [browser, site] = await Promise.all([openBrowser(), runSite(copy.content)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  copy?.remove();
});

// Once as readers meet the site, and once without its policy: nothing may rest on the policy alone.
describe.each([
  ['under the policy of the site', false],
  ['without the policy', true],
])('hostile articles, %s,', (_, bypassCSP) => {
  let reader: Reader;

  beforeAll(async () => {
    reader = await openReader(browser, site.url, { bypassCSP });
  });
  afterAll(() => reader?.close());

  it.each(PAGES)('run nothing and load nothing from elsewhere on %s', async (path) => {
    const { page, complaints } = reader;
    const before = complaints.length;
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await setTimeout(50);
    expect(await dangersOn(page)).toEqual([]);
    expect(complaints.slice(before)).toEqual([]);
  });

  it('are shown as the text that they are', async () => {
    const { page } = reader;
    await page.goto('/news/hostile');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(TITLE);
    expect(await page.title()).toContain(TITLE);
    expect(await page.locator('.prose code').first().textContent()).toContain('<script>');
  });

  it('run nothing when the pointer meets their links and follows them', async () => {
    const { page, complaints } = reader;
    await page.goto('/news/hostile');
    const links = page.locator('.article a');
    const before = complaints.length;
    expect(await links.count()).toBeGreaterThan(20);
    await links.evaluateAll((all) => {
      for (const link of all) {
        // An address of the web or of mail would lead away from the page; one that runs would run in it.
        const leadsAway = /^(?:https?:|mailto:|\/)/.test(link.getAttribute('href') ?? '');
        if (leadsAway) link.addEventListener('click', (event) => event.preventDefault());
        link.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
    });
    await setTimeout(50);
    expect(complaints.slice(before)).toEqual([]);
  });
});

describe('an attack', () => {
  it('runs nothing from a text, whichever it is', async () => {
    // Without the policy, because under it a browser would hide what got through.
    const { page, complaints, close } = await openReader(browser, site.url, { bypassCSP: true });
    await page.addInitScript(() => {
      Object.assign(globalThis, { attack: () => console.error('An attack ran.') });
    });
    const texts: string[] = [];
    for (const [place, { name }] of markdownAttacks.entries()) {
      const answer = await fetch(`${site.url}/attack-${place}`);
      expect(answer.status, `${name}: ${site.output()}`).toBe(200);
      const [, text = ''] = /<div class="prose">(.*)<\/div><\/div><\/main>/s.exec(await answer.text()) ?? [];
      expect(text, name).toContain('Before it.');
      texts.push(`<section title="${place}">${text}</section>`);
    }
    await page.goto(MISSING);
    await page.setContent(texts.join('\n'), { waitUntil: 'load' });
    await setTimeout(200);
    expect(await page.locator('body > section[title]').count()).toBe(markdownAttacks.length);
    expect(await dangersOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  it('by an address in the front matter keeps the article off the site', async () => {
    expect((await fetch(`${site.url}/news/hostile-address`)).status).toBe(404);
  });

  it('by a script in a drawing that is opened alone runs nothing and asks nothing elsewhere', async () => {
    const { page, complaints, close } = await openReader(browser, site.url);
    await page.goto('/media/hostile.svg');
    await setTimeout(200);
    const blocked = (complaint: string) => /Content Security Policy|sandbox/.test(complaint);
    expect(complaints.filter((complaint) => !blocked(complaint))).toEqual([
      'request elsewhere: https://elsewhere.example/pixel.png',
      'failed: https://elsewhere.example/pixel.png csp',
    ]);
    await close();
  });
});
