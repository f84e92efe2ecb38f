import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** A site whose clock the test sets, in all of its threads. */

const DAY_MS = 24 * 3_600_000;
const SLUG = 'later-story';
const PAGES = ['/', '/latest', '/feed.xml', '/sitemaps/1.xml', `/news/${SLUG}`];

const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-clock-'));
const shift = path.join(folder, 'shift.txt');
const shifted = `
  import { readFileSync } from 'node:fs';
  const Real = Date;
  const by = () => Number(readFileSync(${JSON.stringify(shift)}, 'utf8')) || 0;
  globalThis.Date = class Date extends Real {
    constructor(...given) { if (given.length === 0) super(Real.now() + by()); else super(...given); }
    static now() { return Real.now() + by(); }
  };`;
const setClock = (ms: number) => writeFileSync(shift, String(ms));

let site: RunningSite;
let remove: () => void;

beforeAll(async () => {
  setClock(0);
  const date = new Date(Date.now() + 200 * DAY_MS).toISOString();
  const copy = contentWith(undefined, {
    'articles/first.md': '---\ntitle: First\ndate: 2026-03-01\ntopic: campus\n---\nText.\n',
    [`articles/${SLUG}.md`]: `---\ntitle: Later\ndate: ${date}\ntopic: campus\n---\nText.\n`,
  });
  remove = copy.remove;
  site = await runSite(copy.content, {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS} --import=data:text/javascript,${encodeURIComponent(shifted)}`,
  });
});
afterAll(async () => {
  await site?.stop();
  remove?.();
  rmSync(folder, { recursive: true });
});

/** The pages that name the article, its own among them. */
async function showing(): Promise<string[]> {
  const answers = await Promise.all(PAGES.map((page) => ask(site.url, page)));
  return PAGES.filter((_, place) => {
    const answer = answers[place];
    return answer?.status === 200 && answer.body.toString().includes(SLUG);
  });
}

async function soon(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + 15_000; performance.now() < until; ) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

it('shows no article before its date when a clock that was ahead is set right', async () => {
  expect(await showing()).toEqual([]);
  setClock(400 * DAY_MS);
  expect(await soon(async () => (await showing()).length === PAGES.length)).toBe(true);
  setClock(0);
  // Readers who come first when the jump has been noticed, and who did not ask for anything meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await showing()).toEqual([]);
});
