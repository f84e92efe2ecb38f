import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type ContentCopy, contentWith } from '../support/content-copy.ts';
import { photograph } from '../support/photograph.ts';
import { openReader, type Reader } from '../support/reader.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** The layout with photographs, which go out as `<picture>`; drawings go out as a plain `<img>`. */

const COVERS = [
  ...['wide.jpg', 'tall.png', 'broad.webp', 'drawing.svg'],
  ...['square.avif', 'small.png', 'huge.jpg', 'turned.jpg'],
];
const PAGES = [
  '/',
  '/latest',
  '/topics/medicine',
  '/tags/pictures',
  '/authors/eve',
  '/archive/2026/03',
  '/news/story-00',
  '/news/story-01',
];

/** What shows pictures; in each of them the picture must have the place that a drawing has. */
const PICTURED = '.story:has(img), .byline, .author-box, .cover, .list > header:has(img)';

let browser: Browser;
let site: RunningSite;
let copy: ContentCopy;

beforeAll(async () => {
  const files: Record<string, string | Uint8Array> = {
    'media/wide.jpg': await photograph(900, 600).jpeg().toBuffer(),
    'media/tall.png': await photograph(400, 600).png().toBuffer(),
    'media/broad.webp': await photograph(1200, 400).webp().toBuffer(),
    'media/square.avif': await photograph(500, 500).avif().toBuffer(),
    'media/small.png': await photograph(50, 50).png().toBuffer(),
    'media/huge.jpg': await photograph(8000, 1200).jpeg({ quality: 40 }).toBuffer(),
    // Stored lying, to be shown upright: 400 by 600.
    'media/turned.jpg': await photograph(600, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    'media/drawing.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9z"/></svg>',
    'media/eve.jpg': await photograph(200, 300).jpeg().toBuffer(),
    'authors/eve.md': '---\nname: Eve\npicture: { src: /media/eve.jpg, alt: Eve }\n---\nShe writes.\n',
  };
  for (let place = 0; place < 28; place++) {
    const cover = COVERS[place % COVERS.length];
    const number = String(place).padStart(2, '0');
    files[`articles/story-${number}.md`] =
      `---\ntitle: Photographed story number ${number}\ndate: 2026-03-${String(28 - place).padStart(2, '0')}\n` +
      `topic: medicine\nauthors: [eve]\ntags: [Pictures]\n` +
      `cover: { src: /media/${cover}, alt: Fields }\n---\nThe text, with a word or two.\n`;
  }
  copy = contentWith(undefined, files);
  [browser, site] = await Promise.all([openBrowser(), runSite(copy.content)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
  copy?.remove();
});

describe.each([360, 1440])('in %i pixels', (width) => {
  let reader: Reader;

  beforeAll(async () => {
    reader = await openReader(browser, site.url, { viewport: { width, height: 900 } });
  });
  afterAll(() => reader?.close());

  it.each(PAGES)('a photograph has the place of a drawing on %s', async (address) => {
    const { page, complaints } = reader;
    await page.goto(address);
    const withPictures = await boxesOf(page);
    expect(await page.locator('picture').count()).toBeGreaterThan(0);
    expect(await page.evaluate(wordsInTheWay)).toEqual([]);
    await page.evaluate(() => {
      for (const picture of document.querySelectorAll('picture')) {
        const image = picture.querySelector('img');
        if (image) picture.replaceWith(image);
      }
    });
    expect(moved(withPictures, await boxesOf(page))).toEqual([]);
    expect(withPictures.length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it('the picture of a person is a circle, and that of a list has its shape', async () => {
    const { page } = reader;
    const ratios = (selector: string) =>
      page.locator(selector).evaluateAll((images) =>
        images.map((image) => {
          const { width: across, height: down } = image.getBoundingClientRect();
          return Math.round((across / down) * 100) / 100;
        }),
      );
    await page.goto('/news/story-00');
    expect(await ratios('.byline img, .author-box img')).toEqual([1, 1]);
    await page.goto('/authors/eve');
    expect(await ratios('.list > header img')).toEqual([1]);
    const rows = await ratios('.row img');
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows)).toEqual(new Set([width < 768 ? 1 : 1.78]));
  });

  it.each([
    ['wide.jpg', 900, 600],
    ['tall.png', 400, 600],
    ['broad.webp', 1200, 400],
    ['square.avif', 500, 500],
    ['small.png', 50, 50],
    ['huge.jpg', 8000, 1200],
    ['turned.jpg', 400, 600],
  ])(
    'the cover %s of %i by %i is no larger than itself, nor than half of the screen',
    async (cover, across, down) => {
      const { page } = reader;
      await page.goto(`/news/story-${String(COVERS.indexOf(cover)).padStart(2, '0')}`);
      const image = page.locator('.cover img');
      const { width: shown = 0, height = 0 } = (await image.boundingBox()) ?? {};
      expect(shown).toBeGreaterThan(Math.min(across, 250) - 1);
      expect(shown).toBeLessThanOrEqual(Math.min(across, width));
      expect(height).toBeLessThanOrEqual(Math.min(down, 450) + 1);
      const natural = await image.evaluate((element) =>
        element instanceof HTMLImageElement && element.complete
          ? element.naturalWidth / element.naturalHeight
          : 0,
      );
      expect(natural).toBeCloseTo(across / down, 1);
    },
  );

  it('nothing moves when the cover of an article has come', async () => {
    const { page } = reader;
    for (const slug of ['story-00', 'story-01', 'story-02', 'story-03', 'story-05', 'story-07']) {
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route(/\/(?:images|media)\//, async (route) => {
        await released;
        await route.continue();
      });
      await page.goto(`/news/${slug}`, { waitUntil: 'domcontentloaded' });
      const before = await boxesOf(page);
      release();
      await page.waitForLoadState('networkidle');
      expect(moved(before, await boxesOf(page))).toEqual([]);
      await page.unroute(/\/(?:images|media)\//);
    }
  });
});

type Box = { what: string; place: number[] };

/** Where everything is that shows a picture, and everything in it but the `<picture>` itself. */
async function boxesOf(page: Page): Promise<Box[]> {
  return page.evaluate((pictured) => {
    // What a telephone lays out later has a guessed size until then.
    for (const element of document.querySelectorAll<HTMLElement>('main, main *, .colophon'))
      element.style.contentVisibility = 'visible';
    return [...document.querySelectorAll(pictured)]
      .flatMap((element) => [element, ...element.querySelectorAll('img, p, h2, h3, div, figcaption')])
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return {
          what: `${element.localName}.${element.className}`,
          place: [x, y + scrollY, width, height],
        };
      });
  }, PICTURED);
}

/** What is elsewhere than before, by more than the rounding of a pixel. */
function moved(before: Box[], after: Box[]): string[] {
  expect(after.length).toBe(before.length);
  return before.flatMap(({ what, place }, index) => {
    const now = after[index]?.place ?? [];
    const isNear = place.every((value, side) => Math.abs(value - (now[side] ?? Number.NaN)) < 1.5);
    return isNear ? [] : [`${what}: ${place.map(Math.round)}, then ${now.map(Math.round)}`];
  });
}

/** Runs in the page: words that are neither below nor beside their picture, or that have too little room. */
function wordsInTheWay(): string[] {
  const box = (element: Element) => element.getBoundingClientRect();
  return [...document.querySelectorAll('.story:has(img), .byline, .author-box')].flatMap((element) => {
    const image = element.querySelector('img');
    const words = [...element.children].findLast((child) => !child.contains(image));
    if (!image || !words || !element.checkVisibility({ contentVisibilityAuto: true })) return [];
    const [picture, text] = [box(image), box(words)];
    const isBelow = text.top >= picture.bottom - 1;
    const isBeside = text.left >= picture.right && text.top < picture.bottom && text.bottom > picture.top;
    const isWide = text.width > Math.min(250, box(element).width * 0.4);
    return (isBelow || isBeside) && isWide ? [] : [element.outerHTML.slice(0, 300)];
  });
}
