import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { inTransaction, pause } from '../catalog-database.ts';
import { withoutTags } from '../markdown.ts';
import type { Pace } from '../pace.ts';
import { searchable } from './searchable.ts';
import { learnWords, spellableWords } from './spelling.ts';

/** The full-text table follows the articles: at once after an edit, in the background after a first sync. */

const pendingRow = z.object({
  id: z.number(),
  hash: z.string(),
  title: z.string().transform(searchable),
  excerpt: z.string().transform(searchable),
  tags: z.string().transform((json) => searchable(z.array(z.string()).parse(JSON.parse(json)).join('\n'))),
  body: z.string().transform((body) => searchable(withoutTags(body))),
});

/** What is searched of an article. */
const CONTENT = `
  SELECT id, hash, title, excerpt, json_extract(fields, '$.tags') AS tags, body FROM articles JOIN bodies USING (id)
  WHERE id = ?`;

type PendingTable = 'search_pending' | 'words_pending';
type PendingArticle = { id: number; bytes: number };

/** Articles that wait in a table, each with the bytes of its file; at most so many. */
function pendingIn(database: DatabaseSync, table: PendingTable, most: number): PendingArticle[] {
  const waiting = database.prepare(
    `SELECT id, size FROM ${table} JOIN articles USING (id) LEFT JOIN files USING (path) LIMIT ?`,
  );
  return waiting.all(most).map((row) => ({ id: Number(row.id), bytes: Number(row.size ?? 0) }));
}

/** The first of them whose files have no more bytes together. */
function within(articles: PendingArticle[], maxBytes: number): number[] {
  let sum = 0;
  return articles
    .filter(({ bytes }) => {
      sum += bytes;
      return sum <= maxBytes;
    })
    .map(({ id }) => id);
}

/** A batch of waiting articles: one at least, however large it is. */
function batchIn(database: DatabaseSync, table: PendingTable, most: number): number[] {
  const [first, ...others] = pendingIn(database, table, most);
  return first ? [first.id, ...within(others, MAX_BATCH_BYTES - first.bytes)] : [];
}

/** How many articles the full-text table does not hold yet. */
export function pendingSearch(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS n FROM search_pending').get()?.n);
}

/**
 * The words that a connection has put with those that are known. Articles share nearly all their words, and looking
 * each up in the table took longer than the full-text index itself.
 */
const learnt = new WeakMap<DatabaseSync, Set<string>>();
/** Some 20 MB. A text in another language, or of made-up words, must not fill the memory. */
const MAX_LEARNT = 200_000;

function wordsLearnt(database: DatabaseSync): Set<string> {
  const known = learnt.get(database);
  if (known && known.size < MAX_LEARNT) return known;
  const fresh = new Set<string>();
  learnt.set(database, fresh);
  return fresh;
}

/** How many articles the spelling has not learnt the words of. */
export function pendingWords(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS n FROM words_pending').get()?.n);
}

/**
 * Takes up to that many waiting articles into the full-text table, inside the caller's transaction.
 * @returns how many they were
 */
export function indexPending(database: DatabaseSync, most: number): number {
  const batch = batchIn(database, 'search_pending', most);
  indexArticles(database, batch);
  return batch.length;
}

function indexArticles(database: DatabaseSync, ids: number[]): void {
  const content = database.prepare(CONTENT);
  const insert = database.prepare(
    'INSERT INTO search (rowid, title, excerpt, tags, body) VALUES (?, ?, ?, ?, ?)',
  );
  const done = database.prepare('DELETE FROM search_pending WHERE id = ?');
  for (const wanted of ids) {
    const { id, title, excerpt, tags, body } = pendingRow.parse(content.get(wanted));
    insert.run(id, title, excerpt, tags, body);
    done.run(id);
  }
}

/** After an edit or a few the search follows in the same transaction; more than this wait for the background. */
const FEW = 50;
/**
 * Bytes of the files that are taken in together with an edit. Readers wait for it: 100 kB of Chinese, in which each
 * character is a word, take 30 ms. The rest is left to the background.
 */
const MAX_FEW_BYTES = 100_000;

/**
 * Takes what waits into the search and the spelling when it is little, inside the caller's transaction. It begins with
 * the smallest files, takes one article at least of those that are small, and no further one after so many milliseconds.
 */
export function indexFew(database: DatabaseSync, maxMs: number): void {
  const until = performance.now() + maxMs;
  const inTime = (ids: number[], take: (ids: number[]) => void) => {
    for (const [place, id] of ids.entries()) {
      if (place > 0 && performance.now() > until) return;
      take([id]);
    }
  };
  inTime(fewIn(database, 'search_pending'), (ids) => indexArticles(database, ids));
  inTime(fewIn(database, 'words_pending'), (ids) => indexWords(database, wordsOfArticles(database, ids)));
}

function fewIn(database: DatabaseSync, table: PendingTable): number[] {
  const articles = pendingIn(database, table, FEW + 1);
  if (articles.length > FEW) return [];
  return within(
    articles.sort((a, b) => a.bytes - b.bytes),
    MAX_FEW_BYTES,
  );
}

/** The words of a waiting article in one of its versions. */
type ArticleWords = { id: number; hash: string; words: Set<string> };

/** The words, of up to that many waiting articles, that the connection has not put with those that are known. */
export function pendingWordsOf(database: DatabaseSync, most: number): ArticleWords[] {
  return wordsOfArticles(database, batchIn(database, 'words_pending', most));
}

function wordsOfArticles(database: DatabaseSync, ids: number[]): ArticleWords[] {
  const content = database.prepare(CONTENT);
  const known = wordsLearnt(database);
  return ids.map((wanted) => {
    const { id, hash, title, excerpt, tags, body } = pendingRow.parse(content.get(wanted));
    const words = [title, excerpt, tags, body].flatMap(spellableWords);
    return { id, hash, words: new Set(words.filter((word) => !known.has(word))) };
  });
}

/** Learns words, inside the caller's transaction. An article that has changed since they were read goes on waiting. */
export function indexWords(database: DatabaseSync, articles: ArticleWords[]): void {
  const done = database.prepare(
    'DELETE FROM words_pending WHERE id = ? AND (SELECT hash FROM articles WHERE id = words_pending.id) IS ?',
  );
  const known = wordsLearnt(database);
  const words = new Set(articles.flatMap((article) => [...article.words]));
  learnWords(database, words);
  for (const { id, hash } of articles) done.run(id, hash);
  for (const word of words) known.add(word);
}

/** Articles taken in between two answers to readers: some ten milliseconds of work. */
const BATCH = 8;
/** With more waiting than this, a large batch is taken in at once: in half the time, and an edit waits no longer for it. */
const MANY = 1000;
const LARGE_BATCH = 64;
/** Of the files of a batch, but for its first: a batch is one transaction, for which an edit waits. */
const MAX_BATCH_BYTES = 500_000;

/** How many parts of one size the full-text table may have before it merges them: the default, and with many waiting. */
const MERGED = 4;
const MERGED_LATER = 8;
/** Pages of the full-text table that one step of the merging writes. */
const MERGE_STEP = 64;

/**
 * Takes in all that are waiting, a few at a time: first into the search, which is then ready and for which readers wait,
 * and then their words into the spelling. Stopping it loses nothing but time.
 */
export async function fillSearch(
  database: DatabaseSync,
  { onProgress, isEnough }: Pick<Pace, 'onProgress' | 'isEnough'> = {},
): Promise<void> {
  const waiting = pendingSearch(database);
  const total = waiting + pendingWords(database);
  const areMany = waiting > MANY;
  const size = total > MANY ? LARGE_BATCH : BATCH;
  let done = 0;
  const inBatches = async (take: () => number, goOn = () => true) => {
    while (database.isOpen) {
      const taken = take();
      if (taken === 0) break;
      done += taken;
      onProgress?.(done - 1, total);
      await pause();
      if (!goOn()) break;
    }
  };
  if (areMany) setMerging(database, MERGED_LATER);
  await inBatches(() => inTransaction(database, () => indexPending(database, size)));
  if (areMany && database.isOpen) {
    setMerging(database, MERGED);
    await mergeParts(database);
  }
  await inBatches(
    () => {
      // They are read before: an editor's change waits for what is done in the transaction, and that is the lesser part.
      const articles = pendingWordsOf(database, size);
      inTransaction(database, () => indexWords(database, articles));
      return articles.length;
    },
    () => !isEnough?.(),
  );
}

/** The setting must be an integer, and a number that is bound is none for SQLite. */
function setMerging(database: DatabaseSync, parts: number): void {
  database.exec(`INSERT INTO search (search, rank) VALUES ('automerge', ${parts})`);
}

/** Merges the parts that the batches have left, in small steps: a search then looks into one place for each word. */
async function mergeParts(database: DatabaseSync): Promise<void> {
  const merge = database.prepare("INSERT INTO search (search, rank) VALUES ('merge', ?)");
  const changes = database.prepare('SELECT total_changes() AS n');
  const count = () => Number(changes.get()?.n);
  // The negative first step says that all parts are meant; a step that changes less than two rows has found none to merge.
  let pages = -MERGE_STEP;
  for (let before = count(), after = before + 2; after - before >= 2; pages = MERGE_STEP) {
    before = count();
    inTransaction(database, () => merge.run(pages));
    after = count();
    await pause();
    if (!database.isOpen) return;
  }
}
