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
  const words = new Set<string>();
  for (const row of waiting.all(most)) {
    const { id, title, excerpt, tags, body } = pendingRow.parse(row);
    insert.run(id, title, excerpt, tags, body);
    for (const text of [title, excerpt, tags, body]) for (const word of spellableWords(text)) words.add(word);
    done.run(id);
  }
  learnWords(database, words);
}
