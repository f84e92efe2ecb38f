import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { prepareWrite } from './database.ts';
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

/** Takes up to that many waiting articles into the full-text table, inside the caller's transaction. */
export function indexPending(database: DatabaseSync, most: number): void {
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
  for (const row of waiting.all(most)) {
    const { id, title, excerpt, tags, body } = pendingRow.parse(row);
    insert.run(id, title, excerpt, tags, body);
    for (const text of [title, excerpt, tags, body]) {
      for (const word of spellableWords(text)) if (!known.has(word)) words.add(word);
    }
    done.run(id);
  }
  learnWords(database, words);
  for (const word of words) known.add(word);
}
