// @vitest-environment jsdom
import { beforeAll, describe, expect, it } from 'vitest';
import { tables } from '../../lib/messages.ts';
import { GIVEN, textsOf } from '../support/message-texts.ts';
import { type Page, wholeNewsroom } from '../support/whole-newsroom.ts';

/** A newsroom in German with topics of its own shows none of the words that the English one shows. */

/** What is said in no page that is asked for here: on drawn cards, and by the search for names. */
const NOT_ON_PAGES = /^\.(?:card|offices|numbers)\b/;
const METAS =
  'meta[name="description"], meta[property^="og:"], meta[name^="twitter:"], meta[property^="article:"]';
/** Words for machines. */
const CODES = /^(?:website|article)$/;

/** Letters of a message between what it is given. */
const partsOf = (text: string) =>
  text
    .split(GIVEN)
    .flatMap((part) => part.split(/\s*\d+(?:[.,]\d+)?\s*/))
    .map((part) => part.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
    .filter((part) => part.length > 2);

const wordsOf = (table: unknown) =>
  new Set(
    [0, 1, 2]
      .flatMap((count) => textsOf(table, count))
      .filter(({ path }) => !NOT_ON_PAGES.test(path))
      .flatMap(({ text }) => partsOf(text)),
  );

/** A part as whole words. */
const wholly = (part: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(part)}(?![\\p{L}\\p{N}])`, 'u');

/** Data without the names of its fields and types, other codes and addresses. */
const withoutCodes = (data: string) =>
  data.replace(/"@?\w+":|"@type":"\w+"|\b\w+_\w+\b|https?:\/\/[^\s"<]+/g, ' ');

/** What a reader sees or hears of an answer. */
function shown({ text }: Page): string {
  if (!/^\s*<!doctype html/i.test(text)) return withoutCodes(text.replace(/<\/?[\w:]+[^>]*>/g, ' '));
  const page = new DOMParser().parseFromString(text, 'text/html');
  const data = [...page.querySelectorAll('script[type="application/ld+json"]')].map(({ textContent }) =>
    withoutCodes(textContent),
  );
  for (const unseen of page.querySelectorAll('script, style')) unseen.remove();
  const heard = [...page.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].flatMap((element) =>
    ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
  );
  const told = [...page.querySelectorAll(METAS)]
    .map((meta) => withoutCodes(meta.getAttribute('content') ?? ''))
    .filter((content) => !CODES.test(content));
  // Blocks and buttons beside one another would run together.
  const seen: string[] = [];
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) seen.push(walker.currentNode.textContent ?? '');
  return [...seen, ...heard, ...told, ...data].join('\n');
}

const german = [...wordsOf(tables.de)].join('\n');
/** Parts of English messages that no German message holds. */
const english = [...wordsOf(tables.en)].filter((part) => !wholly(part).test(german));

function inPages(pages: Page[]): { part: string; on: string }[] {
  const texts = pages.map((page) => ({ name: page.name, text: shown(page) }));
  return english.flatMap((part) => {
    const pattern = wholly(part);
    const found = texts.find(({ text }) => pattern.test(text));
    return found ? [{ part, on: found.name }] : [];
  });
}

describe('every kind of page', () => {
  let inGerman: Page[];
  let inEnglish: Page[];

  beforeAll(async () => {
    inGerman = await wholeNewsroom('hafen', { NEWSROOM_TESTS_SITE: 'de' });
    inEnglish = await wholeNewsroom('policy', {});
  });

  it('is answered alike in both languages', () => {
    const statuses = (pages: Page[]) => pages.map(({ status }) => status);
    expect(statuses(inGerman)).toEqual(statuses(inEnglish));
    expect(statuses(inGerman).filter((status) => status >= 500)).toEqual([]);
  });

  it('shows the words of the English table where the site is in English, so that the next test can fail', () => {
    const found = new Set(inPages(inEnglish).map(({ part }) => part));
    expect(english.length).toBeGreaterThan(200);
    const missed = english.filter((part) => !found.has(part));
    expect(missed.length / english.length, missed.join('\n')).toBeLessThan(0.2);
  });

  it('shows none of them where it is in German', () => {
    expect(inPages(inGerman)).toEqual([]);
  });

  it('shows German dates, quotes and its language', () => {
    const [home] = inGerman.filter(({ name }) => name === '/');
    const [replies] = inGerman.filter(({ name }) => name === '/news/story/replies');
    expect(home?.text).toMatch(/<html lang="de">/);
    expect(home?.text).toMatch(/>\d{1,2}\. \p{L}+ \d{4}, \d{1,2}:\d\d Uhr MES?Z<\/time>/u);
    expect(replies?.text).toContain('Kommentare zu „Zwölf Boxkämpfer“');
  });

  it('has no banner and no disclaimer, and no place for them, where the site has none', () => {
    for (const { name, text } of inGerman) {
      if (!text.startsWith('<!DOCTYPE html>')) continue;
      const page = new DOMParser().parseFromString(text, 'text/html');
      expect(page.querySelectorAll('.banner, .disclaimer').length, name).toBe(0);
      expect(page.body.textContent, name).not.toMatch(/undefined|\[object/);
    }
  });
});
