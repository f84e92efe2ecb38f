import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openCatalog } from '../../../lib/catalog.ts';
import { articleFile, openNewsroom } from '../newsroom-copy.ts';

const STORY = 'articles/2026/03/story.md';
const open = (fields: Record<string, unknown> = {}) =>
  openNewsroom(onTestFinished, { files: { [STORY]: articleFile(fields) } });

it('is an article that was live when its file was taken away', () => {
  const { catalog, remove } = open();
  expect(catalog.isGone('story')).toBe(false);
  remove(STORY);
  catalog.sync();
  expect(catalog.isGone('story')).toBe(true);
});

it('is also told to one who looks at that file alone', () => {
  const { catalog, remove } = open();
  remove(STORY);
  catalog.sync([STORY]);
  expect(catalog.isGone('story')).toBe(true);
});

it('is one that had expired before', () => {
  const { catalog, remove } = open({ expires: '2026-03-05' });
  remove(STORY);
  catalog.sync();
  expect(catalog.isGone('story')).toBe(true);
});

it.each([
  ['a draft', { draft: true }],
  ['an article to come', { date: '2026-03-11' }],
])('is not %s', (_, fields) => {
  const { catalog, remove } = open(fields);
  remove(STORY);
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
});

it('is no slug that never was', () => {
  expect(open().catalog.isGone('never-was')).toBe(false);
});

it('is not one whose file has moved into another folder', () => {
  const { catalog, rename } = open();
  rename(STORY, 'articles/elsewhere/story.md');
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.article('story')?.path).toBe('articles/elsewhere/story.md');
});

it('is the old name of a file that has got another, unless the article keeps it as an alias', () => {
  const { catalog, rename, write } = open();
  rename(STORY, 'articles/2026/03/better-name.md');
  catalog.sync();
  expect(catalog.article('better-name')).toBeDefined();
  expect(catalog.aliasTarget('story')).toBeUndefined();
  expect(catalog.isGone('story')).toBe(true);

  write('articles/2026/03/better-name.md', articleFile({ aliases: ['story'] }));
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.aliasTarget('story')).toBe('better-name');
});

it('leads on at once when a file is renamed and keeps its old name in one step', () => {
  const { catalog, remove, write } = open();
  remove(STORY);
  write('articles/2026/03/better-name.md', articleFile({ aliases: ['story'] }));
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.aliasTarget('story')).toBe('better-name');
});

it('ends when the article comes back', () => {
  const { catalog, remove, write } = open();
  remove(STORY);
  catalog.sync();
  write('articles/elsewhere/story.md', articleFile());
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
});

it('is remembered over a restart, and forgotten with the catalog', () => {
  const { catalog, options, cacheDir, remove } = open();
  remove(STORY);
  catalog.sync();
  catalog.close();
  const reopened = () => {
    const again = openCatalog(options);
    again.sync();
    const isGone = again.isGone('story');
    again.close();
    return isGone;
  };
  expect(reopened()).toBe(true);
  for (const file of readdirSync(cacheDir)) rmSync(path.join(cacheDir, file), { recursive: true });
  expect(reopened()).toBe(false);
});

it('is not one that comes back after all files had gone', () => {
  const { catalog, contentDir, remove, write } = open();
  const files = readdirSync(contentDir, { recursive: true, encoding: 'utf8' });
  for (const file of files) if (file.endsWith('.md')) remove(file);
  catalog.sync();
  expect(catalog.isGone('story')).toBe(true);

  write(STORY, articleFile());
  catalog.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.article('story')).toBeDefined();
  expect(catalog.search('title')?.items.length).toBeGreaterThan(0);
});
