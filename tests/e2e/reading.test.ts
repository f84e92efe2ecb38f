import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { site as configuration } from '../../lib/site.ts';
import { listening } from '../support/listening.ts';
import {
  isOurEdition,
  MISSING,
  NEWSROOMS,
  type Newsrooms,
  openNewsrooms,
  openReader,
  PLACES,
  type Place,
  type Reader,
} from '../support/reader.ts';

const WIDTHS = [360, 768, 1440];
const SCRIPT = [
  ['off', false],
  ['on', true],
] as const;

let newsrooms: Newsrooms;

beforeAll(async () => {
  newsrooms = await openNewsrooms();
});
afterAll(() => newsrooms?.close());

describe.each(NEWSROOMS)('reading %s', (newsroom, longSection) => {
  let url: string;
  let places: Record<Place, string>;
  const open = (options = {}) => openReader(newsrooms.browser, url, options);
  /** For the tests that only look: one page serves them all. */
  let looking: Reader;

  beforeAll(async () => {
    ({ url, places } = newsrooms.sites[newsroom]);
    looking = await open();
  });
  afterAll(() => looking?.close());

  describe.each(SCRIPT)('with script %s', (_, javaScriptEnabled) => {
    let reader: Reader;

    beforeAll(async () => {
      reader = await open({ javaScriptEnabled });
    });
    afterAll(() => reader?.close());

    it('leads to an article, its topic, older articles, a page that is not there and back', async () => {
      const { page, complaints } = reader;
      const heading = page.getByRole('heading', { level: 1 });
      await page.goto('/');
      const lead = page.locator('.lead h2 a');
      const title = await lead.textContent();
      await lead.click();
      await page.waitForURL('**/news/*');
      expect(await heading.textContent()).toBe(title);

      const topic = page.locator('.article header .kicker');
      const name = await topic.textContent();
      await topic.click();
      await page.waitForURL('**/topics/*');
      expect(await heading.textContent()).toBe(name);

      const section = page
        .getByRole('navigation', { name: 'Sections' })
        .getByRole('link', { name: longSection });
      const address = `${url}${await section.getAttribute('href')}`;
      await section.click();
      await page.waitForURL(address);
      const first = await page.locator('main h2').allTextContents();
      await page.getByRole('link', { name: 'Older' }).click();
      await page.waitForURL(`${address}/2`);
      const second = await page.locator('main h2').allTextContents();
      expect(second.length).toBeGreaterThan(0);
      expect(first.filter((text) => second.includes(text))).toEqual([]);
      expect(await page.locator('[aria-current="page"]').textContent()).toBe('2');

      const answer = await page.goto(MISSING);
      expect(answer?.status()).toBe(404);
      expect(await heading.textContent()).toBe('There is no page at this address');
      await page.getByRole('banner').getByRole('link', { name: configuration.name }).click();
      await page.waitForURL(`${url}/`);
      expect(await page.title()).toContain(configuration.tagline);
      expect(complaints).toEqual([]);
    });

    it('searches from the form by keyboard and by button', async () => {
      const { page, complaints } = reader;
      const word = new URL(places['a search with results'], url).searchParams.get('q') ?? '';
      await page.goto(MISSING);
      await page.getByRole('search').getByLabel('Search the site').fill(word);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/search?q=*');
      expect(await page.getByRole('status').textContent()).toMatch(/^\d+ articles? for “/);
      expect(await page.getByLabel('Search the site').inputValue()).toBe(word);
      expect(await page.locator('main h2 a').first().getAttribute('href')).toMatch(/^\/news\//);

      await page.getByLabel('Search the site').fill('qqqqqqzzzz <b>');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.waitForURL('**/search?q=qqqqqqzzzz*');
      expect(await page.getByRole('status').textContent()).toBe('No articles for “qqqqqqzzzz <b>”');
      expect(complaints).toEqual([]);
    });
  });

  it('has no page that complains, lacks a picture, asks elsewhere, hangs over the edge or prints navigation', async () => {
    const { page, complaints } = looking;
    for (const place of PLACES) {
      await page.goto(places[place]);
      expect(await brokenPictures(page), place).toEqual([]);
      expect(await page.evaluate(() => document.fonts.check('600 1em Newsreader')), place).toBe(true);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await overhang(page), `${place} at ${width}`).toBe(0);
      }
      await page.emulateMedia({ media: 'print' });
      expect(await shownNavigation(page), `${place} in print`).toEqual([]);
      expect(await page.getByRole('heading', { level: 1 }).isVisible(), place).toBe(true);
      await page.emulateMedia({ media: null });
    }
    expect(complaints).toEqual([]);
  });

  it('lets the keyboard skip to the text', async () => {
    const { page } = looking;
    await page.goto(places['an article']);
    const skip = page.getByRole('link', { name: 'Skip to the text' });
    expect((await skip.boundingBox())?.x).toBeLessThan(0);
    await page.keyboard.press('Tab');
    const box = await skip.boundingBox();
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const isInText = await page.evaluate(() => Boolean(document.activeElement?.closest('main')));
    expect(isInText).toBe(true);
  });

  it.each([
    ['light', ['the front page', 'an article', 'the second page of a list']],
    ['dark', ['an article', 'the search']],
  ] as const)(
    'shows where the keyboard is on the way through a page, in %s',
    async (colorScheme, visited) => {
      const { page } = looking;
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.emulateMedia({ colorScheme });
      const unseen = new Set<string>();
      for (const place of visited) {
        await page.goto(places[place]);
        let stops = 0;
        for (; stops < 200; stops++) {
          await page.keyboard.press('Tab');
          const problem = await page.evaluate(focusProblem);
          if (problem === 'left') break;
          if (problem) unseen.add(problem);
        }
        expect(stops).toBeGreaterThan(10);
        expect(stops).toBeLessThan(200);
      }
      expect([...unseen]).toEqual([]);
    },
  );

  it('wears the colours of light and dark on the screen, and prints black on white from both', async () => {
    const { page } = looking;
    await page.goto(places['a topic']);
    const topic = configuration.topics.find(({ id }) => places['a topic'].endsWith(`/${id}`));
    const worn = () =>
      page.evaluate(() => {
        const { backgroundColor, color } = getComputedStyle(document.body);
        const heading = document.querySelector('h1');
        return { paper: backgroundColor, ink: color, topic: heading && getComputedStyle(heading).color };
      });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { paper, ink } = configuration.colours[colorScheme];
      expect(await worn(), colorScheme).toEqual({
        paper: rgb(paper),
        ink: rgb(ink),
        topic: rgb(topic?.colour[colorScheme] ?? ''),
      });
      await page.emulateMedia({ media: 'print' });
      expect(await worn(), `${colorScheme}, printed`).toMatchObject({
        paper: 'rgb(255, 255, 255)',
        ink: 'rgb(0, 0, 0)',
      });
      await page.emulateMedia({ media: null });
    }
  });
});

describe('reading the texts', () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await openReader(newsrooms.browser, newsrooms.sites['the edition'].url));
  });

  it('of the edition marks the part that was chosen in the contents, the last one too, and goes back from a source', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(newsrooms.sites['the edition'].places['an article']);
    const links = page.locator('.contents a');
    for (const link of [links.last(), links.first()]) {
      await link.click();
      await page.waitForFunction(
        (text) => document.querySelector('.contents [aria-current]')?.textContent === text,
        await link.textContent(),
      );
      expect(await page.locator('.contents [aria-current]').count()).toBe(1);
    }
    const back = page.locator('#source-1 a[href="#cite-1"]');
    expect(await page.locator('.prose a#cite-1').textContent()).toBe('1');
    await back.click();
    expect(new URL(page.url()).hash).toBe('#cite-1');
  });

  it('of the edition is shared by mail, by the copied address and by the sheet of the system', async () => {
    const address = newsrooms.sites['the edition'].places['an article'];
    const context = await newsrooms.browser.newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    try {
      const reading = await context.newPage();
      await reading.addInitScript(() => {
        Object.assign(navigator, { share: async (what: object) => Object.assign(window, { shared: what }) });
      });
      await reading.goto(new URL(address, newsrooms.sites['the edition'].url).href);
      const canonical = await reading.locator('link[rel="canonical"]').getAttribute('href');
      const letter = new URL((await reading.locator('.share a').getAttribute('href')) ?? '');
      expect(letter.searchParams.get('body')).toBe(canonical);
      expect(letter.searchParams.get('subject')).toBe(await reading.locator('h1').textContent());
      await reading.getByRole('button', { name: 'Copy link' }).click();
      await reading.getByRole('button', { name: 'Link copied' }).waitFor();
      expect(await reading.evaluate(() => navigator.clipboard.readText())).toBe(canonical);
      await reading.getByRole('button', { name: 'More…' }).click();
      expect(await reading.evaluate(() => Reflect.get(window, 'shared'))).toEqual({
        title: await reading.title(),
        url: canonical,
      });
    } finally {
      await context.close();
    }
  });

  it('of the edition fits each article into a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const sitemap = await (await fetch(`${newsrooms.sites['the edition'].url}/sitemaps/1.xml`)).text();
    const addresses = [...sitemap.matchAll(/<loc>([^<]+)/g)].map(([, address = '']) => address);
    expect(addresses.length).toBeGreaterThan(30);
    // All in one page, because it is only their layout that is looked at.
    const mains: string[] = [];
    for (const address of addresses) {
      const [main] = /<main id="main">.*<\/main>/s.exec(await (await fetch(address)).text()) ?? [];
      expect(main, address).toBeDefined();
      mains.push(main ?? '');
    }
    await page.goto(addresses[0] ?? '');
    await page.locator('main').evaluate((main, texts) => {
      main.outerHTML = texts.join('');
    }, mains);
    expect(await page.locator('main > .article').count()).toBe(addresses.length);
    const wide = await page
      .locator('main')
      .evaluateAll((all) =>
        all
          .filter((main) => main.scrollWidth > main.clientWidth)
          .map((main) => main.querySelector('h1')?.textContent),
      );
    expect(wide).toEqual([]);
    expect(await overhang(page)).toBe(0);
  });

  it.skipIf(!isOurEdition)(
    'of an article on a telephone leads within it to exactly where a link points',
    async () => {
      await page.setViewportSize({ width: 390, height: 800 });
      const { url } = newsrooms.sites['the edition'];
      await page.goto(`${url}/news/ketamine-for-depression-addiction-risk`);
      const links = await page
        .locator('main a[href^="#"]')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      const targets = [...new Set([...links, '#replies', '#related'])];
      expect(targets.length).toBeGreaterThan(15);
      const missed: string[] = [];
      for (const target of targets) {
        // A page of its own each time: nothing far below has been laid out yet.
        await page.goto('about:blank');
        await page.goto(`${url}/news/ketamine-for-depression-addiction-risk${target}`);
        const top = () => page.locator(target).evaluate((place) => place.getBoundingClientRect().top);
        await page.waitForFunction(() => scrollY > 0);
        await page.waitForTimeout(300);
        const landed = await top();
        if (Math.abs(landed - 16) > 2) missed.push(`${target} at ${landed}`);
      }
      expect(missed).toEqual([]);
    },
  );

  it.skipIf(!isOurEdition)(
    'of an article shows in its contents which section is read, though the script came before the text',
    async () => {
      const url = await listening(inTwoParts(newsrooms.sites['the edition'].url, '<div class="prose">'));
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${url}/news/ketamine-for-depression-addiction-risk`);
      const links = await page.locator('.contents a').all();
      expect(links.length).toBeGreaterThan(3);
      for (const link of [...links, ...links.toReversed()]) {
        const heading = (await link.getAttribute('href')) ?? '';
        await page
          .locator(heading)
          .evaluate((section) => scrollBy(0, section.getBoundingClientRect().top - 100));
        await page.waitForFunction(
          (address) => {
            const marked = [...document.querySelectorAll('.contents [aria-current="true"]')];
            return marked.map((other) => other.getAttribute('href')).join() === address;
          },
          heading,
          { timeout: 5000 },
        );
      }
    },
  );

  it.each(WIDTHS)(
    'of every element keeps words, code, tables and pictures inside %i pixels',
    async (width) => {
      await page.setViewportSize({ width, height: 900 });
      const wide: string[] = [];
      for (const path of ['/news/every-element', '/latest/3', '/tags/elements', '/search?q=methylene']) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(200);
        const pixels = await overhang(page);
        if (pixels > 0) wide.push(`${path} by ${pixels} pixels`);
      }
      expect(wide).toEqual([]);
    },
  );

  it('of every element scrolls a wide table by keyboard', async () => {
    await page.setViewportSize({ width: 360, height: 900 });
    await page.goto('/news/every-element');
    const table = page.locator('.table-scroll').first();
    await table.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => (document.activeElement?.scrollLeft ?? 0) > 0);
    expect(await table.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
  });
});

/** How far the page reaches beyond the window's right edge, in pixels. */
function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The names of the means to go elsewhere that can be seen now. */
function shownNavigation(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('nav, .skip, .rail, .share, .replies .reply-form, .act')]
      .filter((element) => element.checkVisibility())
      .map((element) => element.className),
  );
}

/** The addresses of the pictures that cannot be shown; those that wait until they come near are fetched too. */
function brokenPictures(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const states = [...document.images].map(async (picture) => {
      picture.loading = 'eager';
      return picture.decode().then(
        () => [],
        () => [picture.src],
      );
    });
    return (await Promise.all(states)).flat();
  });
}

function rgb(hex: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${red}, ${green}, ${blue})`;
}

/**
 * Runs in the page: why a reader cannot see the focused element, or nothing when it is seen. An outline must stand
 * out against what is around it by 3:1 (WCAG 2.2, 1.4.11), and nothing may cover the element (2.4.11).
 * @returns 'left' when the focus has gone through the whole page
 */
function focusProblem(): string | undefined {
  const element = document.activeElement;
  if (!element || element === document.body) return 'left';
  const name = `${element.localName} "${element.textContent?.slice(0, 40)}"`;
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
  if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `${name} has no outline`;
  const [box] = element.getClientRects();
  if (!box || box.right < 1 || box.bottom < 1 || box.left > innerWidth || box.top > innerHeight)
    return `${name} is out of sight`;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!top || !(element.contains(top) || top.contains(element))) return `${name} is covered`;

  const parts = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = parts(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  // An outline within the element must differ from the element itself.
  let ground: Element | null =
    Number.parseFloat(outlineOffset) < 0
      ? element
      : document.elementFromPoint(Math.max(0, box.left - 4), box.top + box.height / 2);
  while (ground && parts(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const background = ground ? getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)';
  const [dark = 0, light = 0] = [luminance(outlineColor), luminance(background)].sort((a, b) => a - b);
  const contrast = (light + 0.05) / (dark + 0.05);
  return contrast < 3 ? `${name} has an outline of ${contrast.toFixed(1)}:1` : undefined;
}

/** A proxy in front of the site. What is left of an article from `border` on comes when its script had time to run. */
function inTwoParts(site: string, border: string) {
  const { promise: scriptCame, resolve: come } = Promise.withResolvers<void>();
  return createServer(async ({ url = '/' }, response) => {
    const answer = await fetch(site + url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.setHeader('content-type', answer.headers.get('content-type') ?? '');
    const half = body.indexOf(border);
    if (half > 0) {
      response.write(body.subarray(0, half));
      await scriptCame;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    response.end(body.subarray(Math.max(half, 0)));
    if (url.startsWith('/assets/')) come();
  });
}
