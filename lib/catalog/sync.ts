import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { tz } from '@date-fns/tz';
import { format } from 'date-fns';
import { slugify } from '../urls.ts';
import { inTransaction, prepareWrite } from './database.ts';
import { type ArticleEntry, type Entry, type FileParser, kindOf } from './parse.ts';
import type { Problem } from './problem.ts';

/** What one sync did. `ms` is milliseconds. */
export type SyncReport = { files: number; read: number; removed: number; changed: boolean; ms: number };

type Found = { path: string; size: number; modified: number };

/**
 * Brings the database to what the content folder holds: reads the files whose size or time differ from the last sync,
 * and those that had problems then, and writes the difference in one transaction. A file that turns bad keeps its
 * last good version.
 * @param defaultAuthor the author id of an article that names none
 */
export function syncContent(
  database: DatabaseSync,
  contentDir: string,
  parse: FileParser,
  zone: string,
  defaultAuthor: string,
): SyncReport {
  const started = performance.now();
  const found = walk(contentDir);
  const report = inTransaction(database, () => {
    const known = knownFiles(database);
    const writer = makeWriter(database, zone, defaultAuthor);
    const here = new Set(found.map((file) => file.path));
    const removed = [...known.keys()].filter((file) => !here.has(file));
    for (const file of removed) writer.remove(file);

    let read = 0;
    let changed = removed.length > 0;
    for (const file of found) {
      const before = known.get(file.path);
      const same = before && before.size === file.size && before.modified === file.modified;
      if (same && !before.troubled) continue;
      const bytes = readIfThere(path.join(/* turbopackIgnore: true */ contentDir, file.path));
      if (!bytes) continue;
      read++;
      const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
      if (before?.hash === hash && !before.troubled) {
        writer.touch(file);
        continue;
      }
      const parsed = parse(file.path, bytes);
      const problems = parsed.ok ? writer.store(parsed.entry, file, hash) : parsed.problems;
      writer.note(file, hash, problems);
      changed ||= before?.hash !== hash || problems.length === 0;
    }
    if (changed) database.exec('UPDATE revision SET number = number + 1');
    return { files: found.length, read, removed: removed.length, changed };
  });
  return { ...report, ms: performance.now() - started };
}

/** All Markdown files of the content, in order of their path. */
function walk(contentDir: string): Found[] {
  const found: Found[] = [];
  for (const part of ['articles', 'authors', 'pages']) {
    const entries = readdirIfThere(path.join(/* turbopackIgnore: true */ contentDir, part));
    for (const entry of entries) {
      const file = path.posix.join(part, entry.split(path.sep).join('/'));
      if (!kindOf(file) || path.posix.basename(file).startsWith('.')) continue;
      const state = statSync(path.join(/* turbopackIgnore: true */ contentDir, file), {
        throwIfNoEntry: false,
      });
      if (state?.isFile())
        found.push({ path: file, size: state.size, modified: Math.trunc(state.mtimeMs * 1000) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readdirIfThere(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

/** A file may go between the walk and the reading; the next sync sees that it is gone. */
function readIfThere(file: string): Uint8Array | undefined {
  return statSync(file, { throwIfNoEntry: false }) ? readFileSync(file) : undefined;
}

function knownFiles(database: DatabaseSync) {
  const rows = database.prepare(
    `SELECT path, size, modified, hash,
       EXISTS (SELECT 1 FROM problems p WHERE p.path = f.path AND p.origin = 'sync') AS troubled FROM files f`,
  );
  return new Map(
    rows.all().map((row) => [
      String(row.path),
      {
        size: Number(row.size),
        modified: Number(row.modified),
        hash: String(row.hash),
        troubled: row.troubled === 1,
      },
    ]),
  );
}

function makeWriter(database: DatabaseSync, zone: string, defaultAuthor: string) {
  const sql = (text: string) => prepareWrite(database, text);
  const articleAt = sql('SELECT id FROM articles WHERE path = ?');
  const articleCalled = sql('SELECT path FROM articles WHERE slug = ?');
  const aliasCalled = sql(
    'SELECT a.path FROM aliases s JOIN articles a USING (id) WHERE s.alias = ? AND a.path <> ?',
  );
  const leafCalled = sql('SELECT path FROM leaves WHERE kind = ? AND slug = ? AND path <> ?');
  const insertArticle = sql(
    `INSERT INTO articles (slug, path, date, updated, expires, draft, featured, topic, month, title, excerpt, words, hash, fields)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const insertBody = sql('INSERT INTO bodies (id, line, body) VALUES (?, ?, ?)');
  const insertTag = sql('INSERT OR IGNORE INTO tags (slug, date, id, label) VALUES (?, ?, ?, ?)');
  const insertByline = sql('INSERT OR IGNORE INTO bylines (author, date, id) VALUES (?, ?, ?)');
  const insertAlias = sql('INSERT INTO aliases (alias, id) VALUES (?, ?)');
  const insertSearch = sql('INSERT INTO search (rowid, title, excerpt, tags, body) VALUES (?, ?, ?, ?, ?)');
  const insertLeaf = sql(
    'INSERT INTO leaves (kind, slug, path, line, body, fields, hash, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const removals = ['articles', 'bodies', 'tags', 'bylines', 'aliases'].map((table) =>
    sql(`DELETE FROM ${table} WHERE id = ?`),
  );
  const removeSearch = sql('DELETE FROM search WHERE rowid = ?');
  const removeLeaf = sql('DELETE FROM leaves WHERE path = ?');
  const removeFile = sql('DELETE FROM files WHERE path = ?');
  const removeProblems = sql('DELETE FROM problems WHERE path = ?');
  const touchFile = sql('UPDATE files SET size = ?, modified = ? WHERE path = ?');
  const upsertFile = sql('INSERT OR REPLACE INTO files (path, size, modified, hash) VALUES (?, ?, ?, ?)');
  const insertProblem = sql(
    "INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, 'sync')",
  );

  function clear(file: string): void {
    const row = articleAt.get(file);
    if (row) {
      const id = Number(row.id);
      for (const removal of removals) removal.run(id);
      removeSearch.run(id);
    }
    removeLeaf.run(file);
  }

  function taken(file: string, what: string, by: unknown): Problem {
    return {
      path: file,
      severity: 'error',
      reason: `The slug "${what}" is taken by ${String(by)}.`,
      fix: 'Rename this file: a slug is the file name, and may stand once in the whole site.',
    };
  }

  function storeArticle(entry: ArticleEntry, file: Found, hash: string): Problem[] {
    const { slug, fields } = entry;
    const owner = articleCalled.get(slug);
    if (owner && owner.path !== file.path) return [taken(file.path, slug, owner.path)];
    const aliases = (fields.aliases ?? []).filter((alias) => alias !== slug);
    for (const alias of aliases) {
      const other = aliasCalled.get(alias, file.path) ?? articleCalled.get(alias);
      if (other && other.path !== file.path) {
        return [{ ...taken(file.path, alias, other.path), fix: 'Remove it from "aliases" here or there.' }];
      }
    }
    clear(file.path);
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
      ...others
    } = fields;
    const month = format(date, 'yyyy-MM', { in: tz(zone) });
    const rest = JSON.stringify({ ...others, tags });
    const row = insertArticle.get(
      ...[slug, file.path, date, updated ?? null, expires ?? null, draft ? 1 : 0, featured ? 1 : 0],
      ...[topic, month, title, entry.excerpt, entry.words, hash, rest],
    );
    const id = Number(row?.id);
    insertBody.run(id, entry.bodyLine, entry.body);
    for (const tag of tags) insertTag.run(slugify(tag), date, id, tag);
    for (const author of fields.authors ?? [defaultAuthor]) insertByline.run(author, date, id);
    for (const alias of new Set(aliases)) insertAlias.run(alias, id);
    insertSearch.run(id, title, entry.excerpt, tags.join('\n'), entry.body);
    return [];
  }

  return {
    store(entry: Entry, file: Found, hash: string): Problem[] {
      if (entry.kind === 'article') return storeArticle(entry, file, hash);
      const owner = leafCalled.get(entry.kind, entry.slug, file.path);
      if (owner) return [taken(file.path, entry.slug, owner.path)];
      clear(file.path);
      const { kind, slug, bodyLine, body, fields } = entry;
      const modified = Math.trunc(file.modified / 1000);
      insertLeaf.run(kind, slug, file.path, bodyLine, body, JSON.stringify(fields), hash, modified);
      return [];
    },
    /** Writes down that the file was read, and what was wrong with it. */
    note(file: Found, hash: string, problems: Problem[]): void {
      upsertFile.run(file.path, file.size, file.modified, hash);
      removeProblems.run(file.path);
      for (const { path: place, line, severity, reason, fix } of problems) {
        insertProblem.run(place, line ?? null, severity, reason, fix);
      }
    },
    /** The bytes are the same, only the time is another. */
    touch(file: Found): void {
      touchFile.run(file.size, file.modified, file.path);
    },
    remove(file: string): void {
      clear(file);
      removeFile.run(file);
      removeProblems.run(file);
    },
  };
}
