import { expect, it, onTestFinished } from 'vitest';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

it('leads from each earlier slug to the article', () => {
  const { catalog } = openNewsroom(onTestFinished);
  expect(catalog.aliasTarget('old-name')).toBe('every-field');
  expect(catalog.aliasTarget('older-name')).toBe('every-field');
});

it('leads nowhere from a slug that no article had', () => {
  const { catalog } = openNewsroom(onTestFinished);
  expect(catalog.aliasTarget('never-was')).toBeUndefined();
});

it('leads nowhere from the alias of a draft', () => {
  const { catalog } = openNewsroom(onTestFinished);
  expect(catalog.aliasTarget('zebradraft-alias')).toBeUndefined();
});

it('is no article under its own name', () => {
  const { catalog } = openNewsroom(onTestFinished);
  expect(catalog.article('old-name')).toBeUndefined();
});

it('leads nowhere while a live article has the slug', () => {
  const files = {
    'articles/a/new-name.md': articleFile({ aliases: ['name'] }),
    'articles/b/name.md': articleFile(),
  };
  const { catalog } = openNewsroom(onTestFinished, { files });
  expect(catalog.aliasTarget('name')).toBeUndefined();
  expect(catalog.article('name')?.path).toBe('articles/b/name.md');
});

it('is judged alike whichever of two files with one name is read first', () => {
  const alias = articleFile({ aliases: ['name'] });
  const problemsOf = (files: Record<string, string>) =>
    openNewsroom(onTestFinished, { files }).catalog.problems().length;
  const aliasFirst = problemsOf({ 'articles/a/new-name.md': alias, 'articles/b/name.md': articleFile() });
  const aliasLast = problemsOf({ 'articles/a/name.md': articleFile(), 'articles/b/new-name.md': alias });
  expect(aliasFirst).toBe(aliasLast);
});

it('does not keep an edit of a sound article off the site', () => {
  const files = {
    'articles/a/new-name.md': articleFile({ aliases: ['name'] }),
    'articles/b/name.md': articleFile(),
  };
  const { catalog, content, write } = openNewsroom(onTestFinished, { files });
  expect(catalog.problems()).toEqual([]);
  write('articles/a/new-name.md', articleFile({ title: 'Edited', aliases: ['name'] }));
  content.sync();
  expect(catalog.article('new-name')?.title).toBe('Edited');
});

it('belongs to the article that was there first', () => {
  const files = {
    'articles/a.md': articleFile({ aliases: ['shared'] }),
    'articles/b.md': articleFile({ aliases: ['shared'] }),
  };
  const { catalog } = openNewsroom(onTestFinished, { files });
  expect(catalog.aliasTarget('shared')).toBe('a');
  expect(catalog.problems()).toEqual([
    {
      path: 'articles/b.md',
      line: undefined,
      severity: 'error',
      reason: 'The slug "shared" is taken by articles/a.md.',
      fix: 'Remove it from "aliases" here or there.',
    },
  ]);
});

it('does not mind an article that lists its own slug', () => {
  const files = { 'articles/name.md': articleFile({ aliases: ['name'] }) };
  const { catalog } = openNewsroom(onTestFinished, { files });
  expect(catalog.article('name')?.slug).toBe('name');
  expect(catalog.problems()).toEqual([]);
});

it('is gone when the article no longer lists it', () => {
  const { catalog, content, write } = openNewsroom(onTestFinished, {
    files: { 'articles/a.md': articleFile({ aliases: ['b'] }) },
  });
  write('articles/a.md', articleFile({ aliases: ['c'] }));
  content.sync();
  expect(catalog.aliasTarget('b')).toBeUndefined();
  expect(catalog.aliasTarget('c')).toBe('a');
});
