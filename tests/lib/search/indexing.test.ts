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

describe('a large file', () => {
  const LARGE = articleFile({ title: 'Quokka' }, 'wombat '.repeat(20_000));

  it('is live at once and found when the background has taken it in', async () => {
    const { catalog, content, write } = openNewsroom(onTestFinished, { files: {} });
    write('articles/large.md', LARGE);
    content.sync();
    expect(catalog.article('large')).toBeDefined();
    expect(catalog.searchPending()).toBe(1);
    await content.fillSearch();
    expect(catalog.searchPending()).toBe(0);
    expect(catalog.search('wombat')?.total).toBe(1);
    expect(content.backlog()).toBe(1);
  });

  it('keeps no other edit waiting', () => {
    const { catalog, content, write } = openNewsroom(onTestFinished, {
      files: { 'articles/large.md': LARGE },
    });
    write('articles/small.md', articleFile({ title: 'Numbat' }));
    content.syncFew(['articles/small.md'], 100);
    expect(catalog.searchPending()).toBe(1);
    expect(catalog.search('numbat')?.total).toBe(1);
  });

  it('leaves those that come with it to the background when they are much together', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, place) => [
        `articles/a${place}.md`,
        articleFile({ title: 'Numbat' }, 'wombat '.repeat(1000)),
      ]),
    );
    const { catalog, content } = openNewsroom(onTestFinished, { files });
    expect(catalog.searchPending()).toBeGreaterThan(20);
    expect(catalog.searchPending()).toBeLessThan(40);
    await content.fillSearch();
    expect(catalog.search('wombat')?.total).toBe(40);
  });
});

describe('an edit of characters that become many words', () => {
  it.each([
    ['\u3316', 1_000_000],
    ['\ufdfa', 1_000_000],
    ['\u337f', 99_000],
    ['\u3316', 99_000],
    ['\u3316a', 99_000],
    ['\u3303', 99_000],
    ['\u6cd5', 99_000],
    ['1.', 99_000],
    ['\n', 999_000],
  ])('takes under 100 ms of the thread that answers: %j', (text, bytes) => {
    const { content, write } = openNewsroom(onTestFinished, { files: {} });
    let least = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 5 && least >= 100; tries++) {
      const body = text.repeat(Math.floor((bytes - 200) / Buffer.byteLength(text)));
      write('articles/a.md', articleFile({ title: `A title ${tries}` }, body));
      const before = process.threadCpuUsage();
      content.syncFew(['articles/a.md'], 100);
      const { user, system } = process.threadCpuUsage(before);
      least = Math.min(least, (user + system) / 1000);
    }
    expect(least).toBeLessThan(100);
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
    await fillSearch(database, {
      isEnough() {
        left.push(pendingWords(database));
        return false;
      },
    });
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
