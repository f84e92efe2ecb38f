import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { inTransaction, openAgain, placeOf, prepareWrite } from './database.ts';
import { packed } from './packing.ts';
import { learnWords, spellableWords } from './spelling.ts';

/** The full-text table follows the articles: at once after an edit, in the background after a first sync. */

const pendingRow = z.object({
  id: z.number(),
  title: z.string(),
  excerpt: z.string(),
  tags: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json)).join('\n')),
  body: packed,
});

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
const MOST_LEARNT = 200_000;

function wordsLearnt(database: DatabaseSync): Set<string> {
  const known = learnt.get(database);
  if (known && known.size < MOST_LEARNT) return known;
  const fresh = new Set<string>();
  learnt.set(database, fresh);
  return fresh;
}

/**
 * Takes up to that many waiting articles into the full-text table, inside the caller's transaction.
 * @returns how many they were
 */
export function indexPending(database: DatabaseSync, most: number): number {
  const waiting = database.prepare(
    `SELECT id, title, excerpt, json_extract(fields, '$.tags') AS tags, body
     FROM search_pending JOIN articles USING (id) JOIN bodies USING (id) LIMIT ?`,
  );
  const insert = prepareWrite(
    database,
    'INSERT INTO search (rowid, title, excerpt, tags, body) VALUES (?, ?, ?, ?, ?)',
  );
  const done = prepareWrite(database, 'DELETE FROM search_pending WHERE id = ?');
  const known = wordsLearnt(database);
  const words = new Set<string>();
  const rows = waiting.all(most);
  for (const row of rows) {
    const { id, title, excerpt, tags, body } = pendingRow.parse(row);
    insert.run(id, title, excerpt, tags, body);
    for (const text of [title, excerpt, tags, body]) {
      for (const word of spellableWords(text)) if (!known.has(word)) words.add(word);
    }
    done.run(id);
  }
  learnWords(database, words);
  for (const word of words) known.add(word);
  return rows.length;
}

/** Articles that a thread takes in at once: half the time of a few at a time, and an edit waits no longer for it. */
const THREAD_BATCH = 64;

/** Takes in all that are waiting, in a thread that this starts. Whoever stops it loses nothing but time. */
export function fillingThread(database: DatabaseSync): Worker {
  const place = new URL(/* turbopackIgnore: true */ './search-thread.ts', import.meta.url);
  const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };
  return new Worker(place, { workerData: placeOf(database), resourceLimits });
}

/** How many parts of one size the full-text table may have before it merges them: the default, and while it is filled. */
const MERGED = 4;
const MERGED_WHILE_FILLING = 8;
/** Pages of the full-text table that one step of the merging writes. */
const MERGE_STEP = 64;

/** In the thread. */
export function fillForOthers(place: string): void {
  const database = openAgain(place);
  const setMerging = prepareWrite(database, "INSERT INTO search (search, rank) VALUES ('automerge', ?)");
  setMerging.run(MERGED_WHILE_FILLING);
  while (inTransaction(database, () => indexPending(database, THREAD_BATCH)) > 0);
  setMerging.run(MERGED);
  mergeParts(database);
  database.close();
}

/** Merges the parts that the batches have left, in small steps: a search then looks into one place for each word. */
function mergeParts(database: DatabaseSync): void {
  const merge = prepareWrite(database, "INSERT INTO search (search, rank) VALUES ('merge', ?)");
  const changes = database.prepare('SELECT total_changes() AS n');
  const count = () => Number(changes.get()?.n);
  // The negative first step says that all parts are meant; a step that changes less than two rows has found none to merge.
  let pages = -MERGE_STEP;
  for (let before = count(), after = before + 2; after - before >= 2; pages = MERGE_STEP) {
    before = count();
    merge.run(pages);
    after = count();
  }
}
