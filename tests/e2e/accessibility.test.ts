import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  NEWSROOMS,
  type Newsroom,
  type Newsrooms,
  openNewsrooms,
  openReader,
  PLACES,
  type Place,
  type Reader,
} from './reader.ts';

const AXE = readFileSync(path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
/** What the edition can have that the fixture has not is in its texts; the frame of these pages is the same. */
const FRAMES: readonly Place[] = ['the second page of a list', 'the topics', 'the search'];
const LOOKS = [
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 1440 },
  { colorScheme: 'dark', width: 360 },
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

/** What axe-core finds on a page in light and dark, narrow and wide; each finding once, with where it was found. */
async function findingsOn(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await page.evaluate(AXE);
  const findings = new Map<string, string[]>();
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    // Nothing has to be loaded for it: the styles stand in the page.
    const answer = await page.evaluate("axe.run({ resultTypes: ['violations'], preload: false })");
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

/** axe-core is a script, which the site's policy would not let in. */
const openFor = (name: Newsroom) =>
  openReader(newsrooms.browser, newsrooms.sites[name].url, { bypassCSP: true });

describe.each(NEWSROOMS)('axe-core on %s', (name) => {
  let reader: Reader;

  beforeAll(async () => {
    reader = await openFor(name);
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
    const { page, close } = await openFor('the edition');
    expect(await findingsOn(page, '/news/every-element')).toEqual([]);
    await close();
  });
});
