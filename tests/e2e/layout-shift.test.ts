import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Newsrooms, openNewsrooms, openReader, type Place } from '../support/reader.ts';

/** Whether anything moves under a reader's eyes, while a page comes and while it is read to its end. */

const KINDS: Place[] = ['the front page', 'an article', 'a list', 'a topic', 'an author', 'trending'];

let newsrooms: Newsrooms;

beforeAll(async () => {
  newsrooms = await openNewsrooms();
});
afterAll(() => newsrooms?.close());

// A font that comes while the first line is drawn moves it, as it may on a machine that is busy with other tests.
it.each([360, 412, 768, 1440])(
  'nothing that a reader sees moves, in %i pixels',
  { retry: 1 },
  async (width) => {
    const { url, places } = newsrooms.sites['the edition'];
    const moved: string[] = [];
    for (const kind of KINDS) {
      // Nothing is in the cache: a picture that comes late must not move what is around it.
      const { page, close } = await openReader(newsrooms.browser, url, { viewport: { width, height: 800 } });
      await page.addInitScript(noteShifts);
      await page.goto(places[kind], { waitUntil: 'networkidle' });
      moved.push(...(await readToTheEnd(page)).map((shift) => `${kind}: ${shift}`));
      await close();
    }
    expect(moved).toEqual([]);
  },
);

/** Runs in the page: what moves is written to the root element. */
function noteShifts(): void {
  const observer = new PerformanceObserver((list) => {
    // Not before: when this begins to run the page has another root element.
    const { dataset } = document.documentElement;
    for (const shift of list.getEntries()) {
      // TypeScript does not know the entries of this kind.
      const sources: { node?: Node }[] =
        'sources' in shift && Array.isArray(shift.sources) ? shift.sources : [];
      const moved = sources.map(
        ({ node }) => `${node?.nodeName} in ${node?.parentElement?.outerHTML.slice(0, 100)}`,
      );
      dataset.moved = [dataset.moved ?? [], ...moved].flat().join('\n');
    }
  });
  observer.observe({ type: 'layout-shift', buffered: true });
}

/** Goes down a page, as fast as the browser draws it. @returns what has moved meanwhile, or before */
async function readToTheEnd(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = document.documentElement;
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    while (scrollY + innerHeight < root.scrollHeight - 2) {
      scrollBy(0, innerHeight * 0.7);
      await drawn();
    }
    // What moves is told a moment after it was drawn.
    await new Promise((resolve) => setTimeout(resolve, 200));
    return root.dataset.moved?.trim().split('\n') ?? [];
  });
}
