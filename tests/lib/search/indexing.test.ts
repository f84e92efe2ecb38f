import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inTransaction, makeUnpacker } from '../../../lib/catalog-database.ts';
import { fillSearch, indexWords, pendingWords, pendingWordsOf } from '../../../lib/search/indexing.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** A connection of its own to a catalog whose spelling knows no word yet, as after a first sync of many articles. */
function waitingCatalog(): DatabaseSync {
  const { cacheDir } = openNewsroom(onTestFinished);
  const name = readdirSync(cacheDir).find((entry) => entry.endsWith('.sqlite')) ?? '';
  const database = new DatabaseSync(path.join(cacheDir, name));
  database.function('unpacked', makeUnpacker());
  database.exec('DELETE FROM words; INSERT INTO words_pending SELECT id FROM articles');
  onTestFinished(() => database.close());
  return database;
}

describe('the search after a first sync of many files', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, place) => [
      `articles/a${place}.md`,
      articleFile({ title: `Quokka ${place}` }),
    ]),
  );

  it('catches up afterwards', async () => {
    const { catalog, content } = openNewsroom(onTestFinished, { files: many });
    expect(catalog.searchPending()).toBe(60);
    await content.fillSearch();
    expect(catalog.searchPending()).toBe(0);
    expect(catalog.search('quokka')?.total).toBe(60);
  });

  it('forgets what was removed or changed in between', async () => {
    const { catalog, content, remove, write } = openNewsroom(onTestFinished, { files: many });
    remove('articles/a0.md');
    write('articles/a1.md', articleFile({ title: 'Numbat' }));
    content.sync();
    await content.fillSearch();
    expect(catalog.search('quokka')?.total).toBe(58);
    expect(catalog.search('numbat')?.total).toBe(1);
  });
});

describe('words that are read before the transaction', () => {
  it('are learnt in it, and their articles wait no more', () => {
    const database = waitingCatalog();
    const before = pendingWords(database);
    const articles = pendingWordsOf(database, 10);
    expect(articles).toHaveLength(10);
    inTransaction(database, () => indexWords(database, articles));
    expect(pendingWords(database)).toBe(before - 10);
    const [word = ''] = articles[0]?.words ?? [];
    expect(database.prepare('SELECT 1 AS known FROM words WHERE word = ?').get(word)).toMatchObject({
      known: 1,
    });
  });

  it('of an article that has changed meanwhile are read again', () => {
    const database = waitingCatalog();
    const before = pendingWords(database);
    const articles = pendingWordsOf(database, 10);
    const [first] = articles;
    database.prepare("UPDATE articles SET hash = 'another' WHERE id = ?").run(first?.id ?? 0);
    inTransaction(database, () => indexWords(database, articles));
    expect(pendingWords(database)).toBe(before - 9);
    const again = pendingWordsOf(database, 1);
    expect(again).toMatchObject([{ id: first?.id, hash: 'another' }]);
    inTransaction(database, () => indexWords(database, again));
    expect(pendingWords(database)).toBe(before - 10);
  });
});

describe('the learning of words', () => {
  it('lets others go first after each few articles', async () => {
    const database = waitingCatalog();
    const left: number[] = [];
    await fillSearch(database, { rest: async () => left.push(pendingWords(database)) });
    expect(left.length).toBeGreaterThan(2);
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    expect(left.at(-1)).toBe(0);
  });

  it('stops when something else has to be done first', async () => {
    const database = waitingCatalog();
    const before = pendingWords(database);
    await fillSearch(database, { isEnough: () => true });
    expect(pendingWords(database)).toBeLessThan(before);
    expect(pendingWords(database)).toBeGreaterThan(0);
    await fillSearch(database);
    expect(pendingWords(database)).toBe(0);
  });
});
