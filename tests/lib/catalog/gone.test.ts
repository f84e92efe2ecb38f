import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openContent } from '../../../lib/content.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const STORY = 'articles/2026/03/story.md';
const open = (fields: Record<string, unknown> = {}) =>
  openNewsroom(onTestFinished, { files: { [STORY]: articleFile(fields) } });

it('is an article that was live when its file was taken away', () => {
  const { catalog, content, remove } = open();
  expect(catalog.isGone('story')).toBe(false);
  remove(STORY);
  content.sync();
  expect(catalog.isGone('story')).toBe(true);
});

it('is also told to one who looks at that file alone', () => {
  const { catalog, content, remove } = open();
  remove(STORY);
  content.sync([STORY]);
  expect(catalog.isGone('story')).toBe(true);
});

it('is one that had expired before', () => {
  const { catalog, content, remove } = open({ expires: '2026-03-05' });
  remove(STORY);
  content.sync();
  expect(catalog.isGone('story')).toBe(true);
});

it.each([
  ['has expired', { expires: '2026-03-05' }, undefined],
  ['was withdrawn', { withdrawn: 'The study was retracted.' }, 'The study was retracted.'],
])('is one whose file says that it %s', (_, fields, reason) => {
  const { catalog } = open(fields);
  expect(catalog.article('story')).toBeUndefined();
  expect(catalog.isGone('story')).toBe(true);
  expect(catalog.withdrawal('story')).toBe(reason);
});

it.each([
  ['has expired', { expires: '2026-03-05' }, undefined],
  ['was withdrawn', { withdrawn: 'The study was retracted.' }, 'The study was retracted.'],
])('is also the alias of one that %s', (_, fields, reason) => {
  const { catalog, content, write } = open({ ...fields, aliases: ['earlier'] });
  expect(catalog.aliasTarget('earlier')).toBeUndefined();
  expect(catalog.isGone('earlier')).toBe(true);
  expect(catalog.withdrawal('earlier')).toBe(reason);
  write('articles/earlier.md', articleFile({ draft: true }));
  content.sync();
  expect(catalog.isGone('earlier')).toBe(false);
});

it('is not the alias of a live article', () => {
  const { catalog } = open({ aliases: ['earlier'] });
  expect(catalog.isGone('earlier')).toBe(false);
});

it.each([
  ['is still a draft', { draft: true, withdrawn: 'Never mind.' }],
  ['is still to come', { date: '2099-01-01', withdrawn: 'Never mind.' }],
  ['ends before it begins', { date: '2026-03-01', expires: '2026-02-01' }],
])('is not one that %s', (_, fields) => {
  const { catalog } = open(fields);
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.withdrawal('story')).toBeUndefined();
});

it.each([
  ['a draft', { draft: true }],
  ['an article to come', { date: '2026-03-11' }],
])('is not %s', (_, fields) => {
  const { catalog, content, remove } = open(fields);
  remove(STORY);
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
});

it('is no slug that never was', () => {
  expect(open().catalog.isGone('never-was')).toBe(false);
});

it('is not one whose file has moved into another folder', () => {
  const { catalog, content, rename } = open();
  rename(STORY, 'articles/elsewhere/story.md');
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.article('story')?.path).toBe('articles/elsewhere/story.md');
});

it('is the old name of a file that has got another, unless the article keeps it as an alias', () => {
  const { catalog, content, rename, write } = open();
  rename(STORY, 'articles/2026/03/better-name.md');
  content.sync();
  expect(catalog.article('better-name')).toBeDefined();
  expect(catalog.aliasTarget('story')).toBeUndefined();
  expect(catalog.isGone('story')).toBe(true);

  write('articles/2026/03/better-name.md', articleFile({ aliases: ['story'] }));
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.aliasTarget('story')).toBe('better-name');
});

it('leads on at once when a file is renamed and keeps its old name in one step', () => {
  const { catalog, content, remove, write } = open();
  remove(STORY);
  write('articles/2026/03/better-name.md', articleFile({ aliases: ['story'] }));
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.aliasTarget('story')).toBe('better-name');
});

it('ends when the article comes back', () => {
  const { catalog, content, remove, write } = open();
  remove(STORY);
  content.sync();
  write('articles/elsewhere/story.md', articleFile());
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
});

it('is remembered over a restart, and forgotten with the catalog', () => {
  const { catalog, content, options, cacheDir, remove } = open();
  remove(STORY);
  content.sync();
  catalog.close();
  const reopened = () => {
    const again = openContent(options);
    again.sync();
    const isGone = again.catalog.isGone('story');
    again.close();
    return isGone;
  };
  expect(reopened()).toBe(true);
  for (const file of readdirSync(cacheDir)) rmSync(path.join(cacheDir, file), { recursive: true });
  expect(reopened()).toBe(false);
});

it('is not one that comes back after all files had gone', () => {
  const { catalog, content, contentDir, remove, write } = open();
  const files = readdirSync(contentDir, { recursive: true, encoding: 'utf8' });
  for (const file of files) if (file.endsWith('.md')) remove(file);
  content.sync();
  expect(catalog.isGone('story')).toBe(true);

  write(STORY, articleFile());
  content.sync();
  expect(catalog.isGone('story')).toBe(false);
  expect(catalog.article('story')).toBeDefined();
  expect(catalog.search('title')?.items.length).toBeGreaterThan(0);
});

describe('a slug that is among the aliases of another article', () => {
  const claim = { 'articles/claim.md': articleFile({ aliases: ['story'] }) };

  it.each([
    ['live', {}, true],
    ['a draft', { draft: true }, false],
    ['still to come', { date: '2026-03-11' }, false],
  ])('is not gone when the other one is taken away and it is %s', (_, fields, isLive) => {
    const files = { [STORY]: articleFile(fields), ...claim };
    const { catalog, content, remove } = openNewsroom(onTestFinished, { files });
    remove('articles/claim.md');
    content.sync();
    expect(catalog.isGone('story')).toBe(false);
    expect(catalog.isGone('claim')).toBe(true);
    expect(catalog.article('story') !== undefined).toBe(isLive);
  });

  it('is not gone when it has come back beside the article that was named after it', () => {
    const { catalog, content, rename, remove, write } = open();
    rename(STORY, 'articles/new.md');
    write('articles/new.md', articleFile({ aliases: ['story'] }));
    content.sync();
    write(STORY, articleFile({ title: 'Back' }));
    content.sync();
    remove('articles/new.md');
    content.sync();
    expect(catalog.isGone('story')).toBe(false);
    expect(catalog.article('story')?.title).toBe('Back');
  });

  it('leads there, and is not gone, when its own file is taken away', () => {
    const { catalog, content, remove } = openNewsroom(onTestFinished, {
      files: { [STORY]: articleFile(), ...claim },
    });
    remove(STORY);
    content.sync();
    expect(catalog.isGone('story')).toBe(false);
    expect(catalog.aliasTarget('story')).toBe('claim');
  });

  it('is gone when both are taken away', () => {
    const { catalog, content, remove } = openNewsroom(onTestFinished, {
      files: { [STORY]: articleFile(), ...claim },
    });
    remove(STORY);
    remove('articles/claim.md');
    content.sync();
    expect(catalog.isGone('story')).toBe(true);
  });
});
