import type { DatabaseSync } from 'node:sqlite';
import { tagSlug } from '../urls.ts';
import { prepareWrite } from './database.ts';
import type { FoundFile } from './files.ts';
import type { Problem } from './problem.ts';
import type { ReadEntry } from './reading-batches.ts';

/** Puts parsed files into the database. It runs inside the transaction of a sync. */

/**
 * @param now when an article is taken out that was live until then, it is gone
 * @param isFirst nothing has been read yet: there is nothing to take out, and what all articles wait for is written once
 */
export function makeWriter(database: DatabaseSync, defaultAuthor: string, now: Date, isFirst: boolean) {
  const sql = (text: string) => prepareWrite(database, text);
  const articleAt = sql('SELECT id, date FROM articles WHERE path = ?');
  const articleOf = sql('SELECT 1 FROM articles WHERE id = ?');
  const articleCalled = sql('SELECT path FROM articles WHERE slug = ?');
  const aliasCalled = sql(
    'SELECT a.path FROM aliases s JOIN articles a USING (id) WHERE s.alias = ? AND a.path <> ?',
  );
  const leafCalled = sql('SELECT path FROM leaves WHERE kind = ? AND slug = ? AND path <> ?');
  const insertArticle = sql(
    `INSERT INTO articles (id, slug, path, date, updated, expires, draft, featured, topic, month, title, excerpt, words, hash, fields)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertPack = sql('INSERT INTO packs (bytes) VALUES (?)');
  const insertPlace = sql('INSERT INTO places (id, line, pack, start, length) VALUES (?, ?, ?, ?, ?)');
  const insertTag = sql('INSERT OR IGNORE INTO tags (slug, date, id, label) VALUES (?, ?, ?, ?)');
  const insertByline = sql('INSERT OR IGNORE INTO bylines (author, date, id) VALUES (?, ?, ?)');
  const insertAlias = sql('INSERT INTO aliases (alias, id) VALUES (?, ?)');
  const awaitSearch = sql('INSERT OR IGNORE INTO search_pending (id) VALUES (?)');
  const awaitSpelling = sql('INSERT OR IGNORE INTO words_pending (id) VALUES (?)');
  const insertLeaf = sql(
    'INSERT INTO leaves (kind, slug, path, line, body, fields, hash, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const removals = [
    'articles',
    'places',
    'tags',
    'bylines',
    'aliases',
    'search_pending',
    'words_pending',
  ].map((table) => sql(`DELETE FROM ${table} WHERE id = ?`));
  const markGone = sql(
    `INSERT OR IGNORE INTO gone (slug)
     SELECT slug FROM articles WHERE path = :path AND draft = 0 AND date <= :now
     UNION SELECT alias FROM aliases JOIN articles USING (id) WHERE path = :path AND draft = 0 AND date <= :now`,
  );
  const markBack = sql('DELETE FROM gone WHERE slug = ?');
  const removeSearch = sql('DELETE FROM search WHERE rowid = ?');
  const removeLeaf = sql('DELETE FROM leaves WHERE path = ?');
  const removeFile = sql('DELETE FROM files WHERE path = ?');
  const awaitReading = sql('INSERT OR REPLACE INTO unread (path, hash) VALUES (?, ?)');
  const removeUnread = sql('DELETE FROM unread WHERE path = ?');
  const removeProblems = sql('DELETE FROM problems WHERE path = ?');
  const touchFile = sql('UPDATE files SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ?');
  const upsertFile = sql(
    'INSERT OR REPLACE INTO files (path, size, modified, changed, inode, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertProblem = sql(
    'INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, ?)',
  );

  /** The last id given to each minute, so that many articles of one moment are not looked through again. */
  const lastIds = new Map<number, number>();

  /** The minute of a moment as an id, or the next minute that no article has. */
  function freeId(date: number): number {
    const minute = Math.floor(date / 60_000);
    let id = (lastIds.get(minute) ?? minute - 1) + 1;
    while (articleOf.get(id)) id++;
    lastIds.set(minute, id);
    return id;
  }

  /** The pack that was written last: its texts come one after the other. */
  let written: { pack: Uint8Array; id: number | bigint } | undefined;

  /** The number of a pack in the database. */
  function numberOf(pack: Uint8Array): number | bigint {
    if (written?.pack !== pack) written = { pack, id: insertPack.run(pack).lastInsertRowid };
    return written.id;
  }

  /** Takes out what the file's last version had put in. @returns the id and date that it had as an article */
  function clear(file: string): { id: number; date: number } | undefined {
    if (isFirst) return undefined;
    removeLeaf.run(file);
    removeUnread.run(file);
    const row = articleAt.get(file);
    if (!row) return undefined;
    const id = Number(row.id);
    for (const removal of removals) removal.run(id);
    removeSearch.run(id);
    return { id, date: Number(row.date) };
  }

  function taken(file: string, what: string, by: unknown): Problem {
    return {
      path: file,
      severity: 'error',
      reason: `The slug "${what}" is taken by ${String(by)}.`,
      fix: 'Rename this file: a slug is the file name, and may stand once in the whole site.',
    };
  }

  function storeArticle(
    entry: Extract<ReadEntry, { kind: 'article' }>,
    file: FoundFile,
    hash: string,
  ): Problem[] {
    const { slug, fields } = entry;
    const owner = articleCalled.get(slug);
    if (owner && owner.path !== file.path) return [taken(file.path, slug, owner.path)];
    const aliases = (fields.aliases ?? []).filter((alias) => alias !== slug);
    for (const alias of aliases) {
      const other = aliasCalled.get(alias, file.path);
      if (other) {
        return [{ ...taken(file.path, alias, other.path), fix: 'Remove it from "aliases" here or there.' }];
      }
    }
    const former = clear(file.path);
    const {
      date,
      updated,
      expires,
      draft,
      featured,
      topic,
      title,
      excerpt: _,
      tags = [],
      related = [],
      ...others
    } = fields;
    const id = former?.date === date ? former.id : freeId(date);
    const proposed = related.map((other, place) => ({ slug: other, line: entry.relatedLines[place] }));
    const rest = JSON.stringify({ ...others, tags, related: proposed });
    insertArticle.run(
      ...[id, slug, file.path, date, updated ?? null, expires ?? null, draft ? 1 : 0, featured ? 1 : 0],
      ...[topic, entry.month, title, entry.excerpt, entry.words, hash, rest],
    );
    const { pack, start, length } = entry.body;
    insertPlace.run(id, entry.bodyLine, numberOf(pack), start, length);
    for (const tag of tags) insertTag.run(tagSlug(tag), date, id, tag);
    for (const author of fields.authors ?? [defaultAuthor]) insertByline.run(author, date, id);
    for (const alias of new Set(aliases)) insertAlias.run(alias, id);
    if (isFirst) return [];
    for (const back of [slug, ...aliases]) markBack.run(back);
    awaitSearch.run(id);
    awaitSpelling.run(id);
    awaitReading.run(file.path, hash);
    return [];
  }

  return {
    store(entry: ReadEntry, file: FoundFile, hash: string): Problem[] {
      if (entry.kind === 'article') return storeArticle(entry, file, hash);
      const owner = leafCalled.get(entry.kind, entry.slug, file.path);
      if (owner) return [taken(file.path, entry.slug, owner.path)];
      clear(file.path);
      const { kind, slug, bodyLine, body, fields } = entry;
      const modified = Math.trunc(file.modified / 1000);
      insertLeaf.run(kind, slug, file.path, bodyLine, body, JSON.stringify(fields), hash, modified);
      if (!isFirst) awaitReading.run(file.path, hash);
      return [];
    },
    /**
     * Writes down that the file was read, and what was wrong with it.
     * @param origin whether the file itself is wrong, or may be right at another time as it is
     */
    note(file: FoundFile, hash: string, problems: Problem[], origin: 'file' | 'retry'): void {
      upsertFile.run(file.path, file.size, file.modified, file.changed, file.inode, hash);
      if (!isFirst) removeProblems.run(file.path);
      for (const { path: place, line, severity, reason, fix } of problems) {
        insertProblem.run(place, line ?? null, severity, reason, fix, origin);
      }
    },
    /** The bytes are the same, only the time is another. */
    touch(file: FoundFile): void {
      touchFile.run(file.size, file.modified, file.changed, file.inode, file.path);
    },
    remove(file: string): void {
      markGone.run({ path: file, now: now.getTime() });
      clear(file);
      removeFile.run(file);
      removeProblems.run(file);
    },
    /** All files have been written. */
    finish(): void {
      if (!isFirst) return;
      database.exec(`
        INSERT INTO search_pending SELECT id FROM articles;
        INSERT INTO words_pending SELECT id FROM articles;
        INSERT INTO unread SELECT path, hash FROM articles UNION ALL SELECT path, hash FROM leaves;
        DELETE FROM gone WHERE EXISTS (SELECT 1 FROM articles WHERE articles.slug = gone.slug)
          OR EXISTS (SELECT 1 FROM aliases WHERE alias = gone.slug);
      `);
    },
  };
}
