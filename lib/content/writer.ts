import type { DatabaseSync } from 'node:sqlite';
import type { Problem } from '../problem.ts';
import { tagSlug } from '../urls.ts';
import type { FoundFile } from './files.ts';
import type { ReadEntry } from './reading-batches.ts';

/** Puts parsed files into the database. It runs inside the transaction of a sync. */

type WriterOptions = {
  /** The author id of an article that names none. */
  defaultAuthor: string;
  /** When an article is taken out that was live until then, it is gone. */
  now: Date;
  /** Whether a file is there, or may be. */
  isThere(file: string): boolean;
  /** Nothing has been read yet: there is nothing to take out, and what all articles wait for is written once. */
  isFirst: boolean;
};

/** What one file alone may have: a slug, among those of its kind, or an alias. */
type Name = { kind: string; slug: string };

type ArticleToWrite = Extract<ReadEntry, { kind: 'article' }>;

export class Writer {
  readonly #database: DatabaseSync;
  readonly #options: WriterOptions;
  readonly #sql: ReturnType<typeof prepareStatements>;
  /** The last id given to each minute, so that many articles of one moment are not looked through again. */
  readonly #lastIds = new Map<number, number>();
  /** The pack that was written last: its texts come one after the other. */
  #lastPack: { pack: Uint8Array; id: number | bigint } | undefined;

  /** What files have given up, by kind and slug. */
  readonly #freed = new Map<string, Name>();

  constructor(database: DatabaseSync, options: WriterOptions) {
    this.#database = database;
    this.#options = options;
    this.#sql = statementsOf(database);
  }

  /** @returns why the entry is not stored; none when it is */
  store(entry: ReadEntry, file: FoundFile, hash: string): Problem[] {
    if (!this.#options.isFirst) this.#sql.removeWaiting.run(file.path);
    if (entry.kind === 'article') return this.#storeArticle(entry, file, hash);
    const { kind, slug, bodyLine, body, fields } = entry;
    const owner = this.#sql.profileCalled.get(kind, slug, file.path);
    if (owner && !this.#hasLeft(owner.path)) {
      this.#sql.awaitName.run(kind, slug, file.path);
      return [slugTaken(file.path, slug, owner.path)];
    }
    this.#clear(file.path);
    const json = JSON.stringify(fields);
    this.#sql.insertProfile.run(kind, slug, file.path, bodyLine, body, json, hash);
    if (!this.#options.isFirst) this.#sql.awaitReading.run(file.path, hash);
    return [];
  }

  /**
   * Writes down that the file was read, and what was wrong with it.
   * @param origin whether the file itself is wrong, or may be right at another time as it is
   */
  note(file: FoundFile, hash: string, problems: Problem[], origin: 'file' | 'retry'): void {
    this.#sql.upsertFile.run(file.path, file.size, file.modified, file.changed, file.inode, hash);
    if (!this.#options.isFirst) this.#sql.removeProblems.run(file.path);
    if (!this.#options.isFirst && origin === 'file') this.#sql.removeWaiting.run(file.path);
    for (const { path: place, line, severity, reason, fix } of problems) {
      this.#sql.insertProblem.run(place, line ?? null, severity, reason, fix, origin);
    }
  }

  /** The bytes are the same, only the time is another. */
  touch(file: FoundFile): void {
    this.#sql.touchFile.run(file.size, file.modified, file.changed, file.inode, file.path);
  }

  remove(file: string): void {
    this.#sql.markGone.run({ path: file, now: this.#options.now.getTime() });
    this.#clear(file);
    this.#sql.removeFile.run(file);
    this.#sql.removeProblems.run(file);
    this.#sql.removeWaiting.run(file);
  }

  /**
   * The files that wait for what other files have given up. The caller stores each before it asks for the next: those
   * behind the one that has taken the name go on waiting.
   */
  *successors(): Generator<string> {
    for (const [key, name] of this.#freed) {
      this.#freed.delete(key);
      for (const { path } of this.#sql.waitingFor.all(name.kind, name.slug)) {
        if (this.#isTaken(name)) break;
        yield String(path);
      }
    }
  }

  /** All files have been written. */
  finish(): void {
    if (!this.#options.isFirst) return;
    this.#database.exec(`
      INSERT INTO search_pending SELECT id FROM articles;
      INSERT INTO words_pending SELECT id FROM articles;
      INSERT INTO unread SELECT path, hash FROM articles UNION ALL SELECT path, hash FROM profiles;
      DELETE FROM gone WHERE EXISTS (SELECT 1 FROM articles WHERE articles.slug = gone.slug)
        OR EXISTS (SELECT 1 FROM aliases WHERE alias = gone.slug);
    `);
  }

  #storeArticle(entry: ArticleToWrite, file: FoundFile, hash: string): Problem[] {
    const { slug, fields } = entry;
    const aliases = (fields.aliases ?? []).filter((alias) => alias !== slug);
    const conflict = this.#conflictOf(slug, aliases, file.path);
    if (conflict) return [conflict];
    const former = this.#clear(file.path);
    const id = former?.date === fields.date ? former.id : this.#freeId(fields.date);
    this.#insertArticle(id, entry, file.path, hash);
    const sql = this.#sql;
    for (const tag of fields.tags ?? []) sql.insertTag.run(tagSlug(tag), fields.date, id, tag);
    for (const author of fields.authors ?? [this.#options.defaultAuthor]) {
      sql.insertByline.run(author, fields.date, id);
    }
    for (const alias of new Set(aliases)) sql.insertAlias.run(alias, id);
    if (this.#options.isFirst) return [];
    for (const back of [slug, ...aliases]) sql.markBack.run(back);
    sql.awaitSearch.run(id);
    sql.awaitSpelling.run(id);
    sql.awaitReading.run(file.path, hash);
    return [];
  }

  #conflictOf(slug: string, aliases: string[], file: string): Problem | undefined {
    const owner = this.#sql.articleCalled.get(slug);
    if (owner && owner.path !== file && !this.#hasLeft(owner.path)) {
      this.#sql.awaitName.run('article', slug, file);
      return slugTaken(file, slug, owner.path);
    }
    for (const alias of aliases) {
      const other = this.#sql.aliasCalled.get(alias, file);
      if (!other || this.#hasLeft(other.path)) continue;
      this.#sql.awaitName.run('alias', alias, file);
      return { ...slugTaken(file, alias, other.path), fix: 'Remove it from "aliases" here or there.' };
    }
    return undefined;
  }

  /**
   * Takes out the owner of a slug when its file is not there any more: of a large change the removals come last, and an
   * article that was moved must not be missing until then.
   */
  #hasLeft(owner: unknown): boolean {
    if (this.#options.isFirst || this.#options.isThere(String(owner))) return false;
    this.remove(String(owner));
    return true;
  }

  #insertArticle(id: number, entry: ArticleToWrite, path: string, hash: string): void {
    const { date, updated, expires, draft, featured, topic, title, excerpt, ...others } = entry.fields;
    const { tags = [], related = [], withdrawn } = others;
    const ends = withdrawn === undefined ? expires : date;
    const proposed = related.map((slug, place) => ({ slug, line: entry.relatedLines[place] }));
    const rest = JSON.stringify({ ...others, tags, related: proposed, hasStandfirst: excerpt !== undefined });
    this.#sql.insertArticle.run(
      ...[id, entry.slug, path, date, updated ?? null, ends ?? null, draft ? 1 : 0, placeOf(featured)],
      ...[topic, others.series ?? null, entry.month, title, entry.excerpt, entry.words, hash, rest],
    );
    const { pack, start, length } = entry.body;
    this.#sql.insertPlace.run(id, entry.bodyLine, this.#numberOf(pack), start, length);
  }

  /** The minute of a moment as an id, or the next minute that no article has. */
  #freeId(date: number): number {
    const minute = Math.floor(date / 60_000);
    let id = (this.#lastIds.get(minute) ?? minute - 1) + 1;
    while (this.#sql.articleOf.get(id)) id++;
    this.#lastIds.set(minute, id);
    return id;
  }

  /** The number of a pack in the database. */
  #numberOf(pack: Uint8Array): number | bigint {
    if (this.#lastPack?.pack !== pack) {
      this.#lastPack = { pack, id: this.#sql.insertPack.run(pack).lastInsertRowid };
    }
    return this.#lastPack.id;
  }

  /** Takes out what the file's last version had put in. @returns the id and date that it had as an article */
  #clear(file: string): { id: number; date: number } | undefined {
    if (this.#options.isFirst) return undefined;
    const profile = this.#sql.removeProfile.get(file);
    if (profile) this.#free(String(profile.kind), profile.slug);
    this.#sql.removeUnread.run(file);
    const row = this.#sql.articleAt.get(file);
    if (!row) return undefined;
    const id = Number(row.id);
    this.#free('article', row.slug);
    for (const { alias } of this.#sql.aliasesOf.all(id)) this.#free('alias', alias);
    for (const removal of this.#sql.removals) removal.run(id);
    this.#sql.removeSearch.run(id);
    return { id, date: Number(row.date) };
  }

  #free(kind: string, slug: unknown): void {
    const name = { kind, slug: String(slug) };
    this.#freed.set(`${kind}/${name.slug}`, name);
  }

  #isTaken({ kind, slug }: Name): boolean {
    if (kind === 'article') return this.#sql.articleCalled.get(slug) !== undefined;
    if (kind === 'alias') return this.#sql.aliasCalled.get(slug, '') !== undefined;
    return this.#sql.profileCalled.get(kind, slug, '') !== undefined;
  }
}

/** Among the featured articles: those without a place of their own come last. */
function placeOf(featured: boolean | number | undefined): number | null {
  if (typeof featured === 'number') return featured;
  return featured ? 10 : null;
}

function slugTaken(file: string, what: string, by: unknown): Problem {
  return {
    path: file,
    severity: 'error',
    reason: `The slug "${what}" is taken by ${String(by)}.`,
    fix: 'Rename this file: a slug is the file name, and may stand once in the whole site.',
  };
}

/** Preparing them takes longer than writing a file. */
const prepared = new WeakMap<DatabaseSync, ReturnType<typeof prepareStatements>>();

function statementsOf(database: DatabaseSync): ReturnType<typeof prepareStatements> {
  const known = prepared.get(database) ?? prepareStatements(database);
  prepared.set(database, known);
  return known;
}

function prepareStatements(database: DatabaseSync) {
  const sql = (text: string) => database.prepare(text);
  return {
    articleAt: sql('SELECT id, date, slug FROM articles WHERE path = ?'),
    articleOf: sql('SELECT 1 FROM articles WHERE id = ?'),
    articleCalled: sql('SELECT path FROM articles WHERE slug = ?'),
    aliasCalled: sql(
      'SELECT a.path FROM aliases s JOIN articles a USING (id) WHERE s.alias = ? AND a.path <> ?',
    ),
    aliasesOf: sql('SELECT alias FROM aliases WHERE id = ?'),
    profileCalled: sql('SELECT path FROM profiles WHERE kind = ? AND slug = ? AND path <> ?'),
    insertArticle: sql(
      `INSERT INTO articles (id, slug, path, date, updated, expires, draft, featured, topic, series, month, title, excerpt, words, hash, fields)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    insertPack: sql('INSERT INTO packs (bytes) VALUES (?)'),
    insertPlace: sql('INSERT INTO places (id, line, pack, start, length) VALUES (?, ?, ?, ?, ?)'),
    insertTag: sql('INSERT OR IGNORE INTO tags (slug, date, id, label) VALUES (?, ?, ?, ?)'),
    insertByline: sql('INSERT OR IGNORE INTO bylines (author, date, id) VALUES (?, ?, ?)'),
    insertAlias: sql('INSERT INTO aliases (alias, id) VALUES (?, ?)'),
    awaitSearch: sql('INSERT OR IGNORE INTO search_pending (id) VALUES (?)'),
    awaitSpelling: sql('INSERT OR IGNORE INTO words_pending (id) VALUES (?)'),
    insertProfile: sql(
      'INSERT INTO profiles (kind, slug, path, line, body, fields, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    removals: ['articles', 'places', 'tags', 'bylines', 'aliases', 'search_pending', 'words_pending'].map(
      (table) => sql(`DELETE FROM ${table} WHERE id = ?`),
    ),
    markGone: sql(
      `INSERT OR IGNORE INTO gone (slug) SELECT slug FROM (
         SELECT slug FROM articles WHERE path = :path AND draft = 0 AND date <= :now
         UNION SELECT alias FROM aliases JOIN articles USING (id) WHERE path = :path AND draft = 0 AND date <= :now
       ) AS own
       WHERE NOT EXISTS (SELECT 1 FROM articles WHERE articles.slug = own.slug AND path <> :path)
         AND NOT EXISTS (SELECT 1 FROM aliases JOIN articles USING (id) WHERE alias = own.slug AND path <> :path)`,
    ),
    markBack: sql('DELETE FROM gone WHERE slug = ?'),
    removeSearch: sql('DELETE FROM search WHERE rowid = ?'),
    removeProfile: sql('DELETE FROM profiles WHERE path = ? RETURNING kind, slug'),
    removeFile: sql('DELETE FROM files WHERE path = ?'),
    awaitName: sql('INSERT OR IGNORE INTO waiting (kind, slug, path) VALUES (?, ?, ?)'),
    waitingFor: sql('SELECT path FROM waiting WHERE kind = ? AND slug = ? ORDER BY path'),
    removeWaiting: sql('DELETE FROM waiting WHERE path = ?'),
    awaitReading: sql('INSERT OR REPLACE INTO unread (path, hash) VALUES (?, ?)'),
    removeUnread: sql('DELETE FROM unread WHERE path = ?'),
    removeProblems: sql('DELETE FROM problems WHERE path = ?'),
    touchFile: sql('UPDATE files SET size = ?, modified = ?, changed = ?, inode = ? WHERE path = ?'),
    upsertFile: sql(
      'INSERT OR REPLACE INTO files (path, size, modified, changed, inode, hash) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    insertProblem: sql(
      'INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, ?)',
    ),
  };
}
