import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../lib/markdown.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The ids that pages and components have in their source. */
const ids = new Set(
  globSync(['components/**/*.tsx', 'app/**/*.tsx'], { cwd: ROOT }).flatMap((file) =>
    [
      ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/\b(?:id|ID|REFUSAL)\s?=\s?["']([a-z-]+)["']/g),
    ].map(([, id = '']) => id),
  ),
);

it('finds the ids of the pages', () => {
  for (const id of ['replies', 'reply', 'trending', 'main', 'sources', 'contents-heading'])
    expect(ids).toContain(id);
});

it.each([
  ...ids,
  'reply-abc',
  'source-12',
  'year-2026',
  'user-content-fn-1',
  'footnote-label',
  'author-text-a',
])('a heading never takes the id %s of the page', async (id) => {
  const { headings } = await renderMarkdown(`## ${id.replaceAll('-', ' ')}\n`, 'articles/x.md', 1, {
    imageSize: async () => undefined,
    leadsSomewhere: () => true,
    origin: 'https://news.test',
    sources: 0,
  });
  expect(headings[0]?.id).not.toBe(id);
});

it('of an author, whose text is shown under articles, has a prefix before all of its ids', async () => {
  const { html, headings } = await renderMarkdown(
    '## Work\n\nA[^n] [b](#work).\n\n[^n]: C.',
    'authors/x.md',
    1,
    {
      imageSize: async () => undefined,
      leadsSomewhere: () => true,
      origin: 'https://news.test',
      sources: 0,
      idPrefix: 'author-text-',
    },
  );
  expect(headings[0]?.id).toBe('author-text-work');
  const made = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(made.every((id) => id?.startsWith('author-text-'))).toBe(true);
  for (const [, target = ''] of html.matchAll(/ href="#([^"]*)"/g)) expect(made).toContain(target);
});
