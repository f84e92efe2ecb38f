import { readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFile } from '../../../lib/content/files.ts';
import { rescan } from '../../../lib/content/rescan.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** A file system may hold any time, size and number of a file; the catalog goes on with what it can hold. */

const YEAR_2271_S = 9_500_000_000;

function open() {
  const newsroom = openNewsroom(onTestFinished, { files: { 'articles/a.md': articleFile({ title: 'A' }) } });
  const [name = ''] = readdirSync(newsroom.cacheDir).filter((entry) => entry.endsWith('.sqlite'));
  const database = new DatabaseSync(path.join(newsroom.cacheDir, name));
  onTestFinished(() => database.close());
  return { ...newsroom, database, place: path.join(newsroom.contentDir, 'articles/a.md') };
}

describe('a file whose time is after the year 2255', () => {
  it('is read, looked for and changed like any other', async () => {
    const { catalog, content, contentDir, database, place, write } = open();
    utimesSync(place, YEAR_2271_S, YEAR_2271_S);
    // Some file systems end earlier.
    expect(statSync(place).mtimeMs).toBeGreaterThan(Date.now());
    content.sync();
    expect(content.sync()).toMatchObject({ files: 1, read: 0 });
    expect((await rescan(database, contentDir)).changed).toEqual([]);
    write('articles/a.md', articleFile({ title: 'B' }));
    utimesSync(place, YEAR_2271_S, YEAR_2271_S);
    expect((await rescan(database, contentDir)).changed).toEqual(['articles/a.md']);
    content.sync();
    expect(catalog.article('a')?.title).toBe('B');
  });
});

describe('a row of the catalog with a time that no number can hold', () => {
  it('is read, and written again', async () => {
    const { content, contentDir, database } = open();
    const column = database.prepare('UPDATE files SET modified = ?, changed = ?, inode = ?, size = ?');
    const huge = 9_500_000_000_000_000n;
    column.run(huge, -huge, huge, huge);
    expect((await rescan(database, contentDir)).changed).toEqual(['articles/a.md']);
    expect(content.sync()).toMatchObject({ files: 1, read: 1 });
    expect(content.sync()).toMatchObject({ files: 1, read: 0 });
  });
});

describe('findFile', () => {
  it('gives whole numbers that a number can hold', () => {
    const { contentDir, place } = open();
    for (const seconds of [0, -1, -62_000_000_000, YEAR_2271_S, 15_000_000_000]) {
      utimesSync(place, seconds, seconds);
      const { path: _, ...numbers } = findFile(contentDir, 'articles/a.md') ?? { path: '' };
      expect(Object.values(numbers).every(Number.isSafeInteger)).toBe(true);
    }
  });
});
