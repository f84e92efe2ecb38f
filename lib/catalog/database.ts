import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { makeUnpacker } from './packing.ts';

/** Raised with every change of the tables below: an older file is then made again. */
const VERSION = 13;

/** A transaction waits so long for others to end: a first sync of a large archive is one transaction. Milliseconds. */
const LONGEST_WAIT = 60_000;
/** Any other statement; none of them waits for more than the opening of another connection. Milliseconds. */
const BUSY_TIMEOUT = 10_000;
/** A page that cannot read for so long is not made; nothing that writes locks readers out in WAL mode. */
const READ_TIMEOUT_MS = 2000;
/** The pause of a bulk writer between two transactions: twice the interval at which others poll. Milliseconds. */
const PAUSE = 2;

/** Bytes of the write-ahead log that are kept for the next writing. */
const LARGEST_LOG = 4_000_000;

/**
 * Losing the last transactions in a power cut costs only reading those files again. The log of a first sync is as large
 * as the catalog; its room is given back when it has been worked in.
 */
const SETTINGS = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4000;
  PRAGMA journal_size_limit = ${LARGEST_LOG};
`;

/** How texts become words in the full-text table. */
export const TOKENIZER = 'porter unicode61 remove_diacritics 2';

const TABLES = `
  -- What was found on disk at the last sync.
  CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    inode INTEGER NOT NULL, hash TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE problems (
    path TEXT NOT NULL, line INTEGER, severity TEXT NOT NULL, reason TEXT NOT NULL, fix TEXT NOT NULL,
    -- 'file': the file's own bytes are wrong. 'retry': another file has its slug, or it could not be read.
    origin TEXT NOT NULL CHECK (origin IN ('file', 'retry', 'folder', 'proofreading'))
  );
  CREATE INDEX problems_of_path ON problems (path);
  CREATE INDEX problems_to_retry ON problems (path) WHERE origin = 'retry';
  -- Texts that wait to be proofread, in the version that is stored.
  CREATE TABLE unread (path TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;

  -- Times are milliseconds since 1970; 'month' is 'yyyy-mm' in the site's zone; 'fields' is the rest of the front matter.
  -- An article's id is the minute of its date, or the next that is free: the full-text table knows nothing but ids, and
  -- so can give the newest first.
  CREATE TABLE articles (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE,
    date INTEGER NOT NULL, updated INTEGER, expires INTEGER, draft INTEGER NOT NULL, featured INTEGER NOT NULL,
    topic TEXT NOT NULL, month TEXT NOT NULL, title TEXT NOT NULL, excerpt TEXT NOT NULL, words INTEGER NOT NULL,
    hash TEXT NOT NULL, fields TEXT NOT NULL
  );
  -- What a search asks of each article that it finds, without reading the article: made here and not with the other
  -- indexes, because the search names it.
  CREATE INDEX articles_in_search ON articles (id, draft, date, expires, topic, month);
  -- The place of an article's text: on which line of its file, and between which bytes of which pack.
  CREATE TABLE places (
    id INTEGER PRIMARY KEY, line INTEGER NOT NULL, pack INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
  );
  -- A pack stays until the last of its texts has gone.
  CREATE TABLE packs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE VIEW bodies AS
    SELECT places.id, line, unpacked(bytes, start, length) AS body FROM places JOIN packs ON packs.id = pack;

  CREATE TABLE tags (
    slug TEXT NOT NULL, date INTEGER NOT NULL, id INTEGER NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (slug, date DESC, id DESC)
  ) WITHOUT ROWID;
  CREATE TABLE bylines (
    author TEXT NOT NULL, date INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (author, date DESC, id DESC)
  ) WITHOUT ROWID;
  CREATE TABLE aliases (alias TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;

  -- Slugs of articles that were live and whose files have been taken away. This memory goes with the file: who deletes
  -- the catalog makes the site forget them, and they are then as if they had never been.
  CREATE TABLE gone (slug TEXT PRIMARY KEY) WITHOUT ROWID;

  -- Authors and static pages.
  CREATE TABLE leaves (
    kind TEXT NOT NULL, slug TEXT NOT NULL, path TEXT NOT NULL UNIQUE, line INTEGER NOT NULL, body TEXT NOT NULL,
    fields TEXT NOT NULL, hash TEXT NOT NULL, modified INTEGER NOT NULL, PRIMARY KEY (kind, slug)
  ) WITHOUT ROWID;

  CREATE VIRTUAL TABLE search USING fts5 (
    title, excerpt, tags, body, content = '', contentless_delete = 1, tokenize = "${TOKENIZER}"
  );

  -- The words of all articles as they are written there, for spelling: the full-text table holds stems. A word stays
  -- when its last article goes; before it is shown to anybody, the full-text table is asked for it.
  CREATE TABLE words (
    initial TEXT NOT NULL, length INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (initial, length, word)
  ) WITHOUT ROWID;

  -- Articles that the full-text table does not hold yet.
  CREATE TABLE search_pending (id INTEGER PRIMARY KEY);
  -- Articles whose words the spelling has not learnt yet.
  CREATE TABLE words_pending (id INTEGER PRIMARY KEY);

  -- One row: counts the syncs that changed anything.
  CREATE TABLE revision (number INTEGER NOT NULL);
  INSERT INTO revision VALUES (0);
`;

/**
 * The indexes that lists are answered by, and how many files have each tag. They stand apart because a first sync makes
 * them at its end: sorting once is several times faster than keeping them in order through every insertion. Those of long
 * lists end with `expires`, so that they are counted without a look at the articles. In the counts the empty tag is used
 * for all articles.
 */
const INDEXES = `
  CREATE INDEX articles_by_date ON articles (draft, date DESC, id DESC, expires);
  CREATE INDEX articles_by_update ON articles (draft, updated DESC) WHERE updated IS NOT NULL;
  CREATE INDEX articles_by_topic ON articles (topic, draft, date DESC, id DESC, expires);
  CREATE INDEX articles_by_month ON articles (draft, month, date DESC, id DESC, expires);
  CREATE INDEX articles_by_expiry ON articles (draft, expires) WHERE expires IS NOT NULL;
  CREATE INDEX featured_articles ON articles (draft, date DESC) WHERE featured = 1;
  CREATE INDEX tags_of_article ON tags (id);
  CREATE INDEX bylines_of_article ON bylines (id);
  CREATE INDEX aliases_of_article ON aliases (id);
  CREATE INDEX places_in_pack ON places (pack);
  CREATE TRIGGER place_removed AFTER DELETE ON places BEGIN
    DELETE FROM packs WHERE id = old.pack AND NOT EXISTS (SELECT 1 FROM places WHERE pack = old.pack);
  END;

  CREATE TABLE tag_counts (slug TEXT PRIMARY KEY, files INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO tag_counts SELECT slug, count(*) FROM tags GROUP BY slug;
  INSERT INTO tag_counts SELECT '', count(*) FROM articles;
  CREATE TRIGGER tag_added AFTER INSERT ON tags BEGIN
    INSERT OR IGNORE INTO tag_counts VALUES (new.slug, 0);
    UPDATE tag_counts SET files = files + 1 WHERE slug = new.slug;
  END;
  CREATE TRIGGER tag_removed AFTER DELETE ON tags BEGIN
    UPDATE tag_counts SET files = files - 1 WHERE slug = old.slug;
  END;
  CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    UPDATE tag_counts SET files = files + 1 WHERE slug = '';
  END;
  CREATE TRIGGER article_removed AFTER DELETE ON articles BEGIN
    UPDATE tag_counts SET files = files - 1 WHERE slug = '';
  END;
`;

/**
 * Opens the catalog's file for that content, and makes it when it is missing, of another version or damaged.
 * The file's name is made from the content folder's path and the settings under which it is read: another content has
 * another file. It is the path as it is given: a link that is switched keeps its catalog, in every thread.
 * @param settings all of the site's configuration that decides what a file becomes
 */
export function openDatabase(contentDir: string, cacheDir: string, settings: string): DatabaseSync {
  mkdirSync(cacheDir, { recursive: true });
  if (!statSync(contentDir).isDirectory()) throw new Error(`${contentDir} is not a folder.`);
  const file = placeFor(contentDir, cacheDir, settings);
  try {
    return prepare(file);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    removeFile(file);
    return prepare(file);
  }
}

function placeFor(contentDir: string, cacheDir: string, settings: string): string {
  const key = createHash('sha256')
    .update(`${path.resolve(contentDir)}\n${settings}`)
    .digest('hex')
    .slice(0, 12);
  return path.join(cacheDir, `catalog-${key}.sqlite`);
}

/**
 * Opens the catalog's file to read it, as pages do. It changes nothing about a file that is damaged or being made: many
 * connections that tried would wait for one another.
 * @throws CatalogUnreadable for a file that is missing, of another version or damaged
 */
export function openToRead(contentDir: string, cacheDir: string, settings: string): DatabaseSync {
  const file = placeFor(contentDir, cacheDir, settings);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: READ_TIMEOUT_MS });
    database.function('unpacked', { deterministic: true }, makeUnpacker());
    if (versionOf(database) === VERSION) return database;
  } catch (error) {
    database?.close();
    throw new CatalogUnreadable(`${file} cannot be read.`, { cause: error });
  }
  database.close();
  throw new CatalogUnreadable(`${file} is empty or of another version.`);
}

/** Thrown where a page finds no catalog that it can read. */
export class CatalogUnreadable extends Error {
  override name = 'CatalogUnreadable';
}

function removeFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** The number of the file at the catalog's path: another number is another file. Undefined when there is none. */
export function fileNumber(database: DatabaseSync): number | undefined {
  return statSync(placeOf(database), { throwIfNoEntry: false })?.ino;
}

/**
 * Reads the whole file for damage. What open connections hold in memory may hide it, so a new one looks.
 * @param file where the catalog is
 */
export function isSoundFile(file: string): boolean {
  try {
    const fresh = new DatabaseSync(file, { readOnly: true, timeout: READ_TIMEOUT_MS });
    try {
      if (versionOf(fresh) !== VERSION) return false;
      return fresh.prepare('PRAGMA quick_check(1)').get()?.quick_check === 'ok';
    } finally {
      fresh.close();
    }
  } catch (error) {
    if (isDamaged(error)) return false;
    throw error;
  }
}

/** Closes the connection and removes its file. */
export function discard(database: DatabaseSync): void {
  const place = placeOf(database);
  database.close();
  removeFile(place);
}

export function placeOf(database: DatabaseSync): string {
  const place = database.location();
  if (place === null) throw new Error('The catalog is not in a file.');
  return place;
}

function prepare(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  try {
    database.function('unpacked', { deterministic: true }, makeUnpacker());
    // Packed texts leave less room unused in larger pages. It counts for a new file alone.
    database.exec('PRAGMA page_size = 8192');
    database.exec(SETTINGS);
    if (versionOf(database) === VERSION) {
      probe(database);
      return database;
    }
    inTransaction(database, () => {
      // Another process may have been first.
      if (versionOf(database) === VERSION) return;
      dropEverything(database);
      database.exec(TABLES);
      database.exec(`PRAGMA user_version = ${VERSION}`);
    });
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Touches the first page of each table: a file of which only the beginning is sound is found out here. */
function probe(database: DatabaseSync): void {
  const tables = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const { name } of tables.all()) database.prepare(`SELECT 1 FROM "${name}" LIMIT 1`).get();
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version);
}

function dropEverything(database: DatabaseSync): void {
  const views = database.prepare("SELECT name FROM sqlite_master WHERE type = 'view'");
  for (const { name } of views.all()) database.exec(`DROP VIEW "${name}"`);
  const tables = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'",
  );
  for (const { name } of tables.all()) database.exec(`DROP TABLE "${name}"`);
  const others = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const { name } of others.all()) database.exec(`DROP TABLE "${name}"`);
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26): the file is not one that can be read. */
function isDamaged(error: unknown): boolean {
  return [11, 26].includes(codeOf(error) ?? 0);
}

/** Whether SQLite itself reports it, or there is no file that it could read. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof CatalogUnreadable || codeOf(error) !== undefined;
}

/** SQLite's primary result code; undefined for an error that is not SQLite's. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Makes the indexes if they are missing. */
export function ensureIndexes(database: DatabaseSync): void {
  const found = database.prepare(
    "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'articles_by_date'",
  );
  if (!found.get()) database.exec(INDEXES);
}

/**
 * Runs the work in one transaction: all of it is in the file, or none.
 * @throws Error when another thread or process has been writing for a minute without a pause
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  begin(database);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * SQLite's busy handler backs off to 100 ms and misses a bulk writer's gaps: an editor's change once waited for five
 * seconds.
 */
function begin(database: DatabaseSync): void {
  const started = performance.now();
  database.exec('PRAGMA busy_timeout = 0');
  try {
    while (!isBegun(database, performance.now() - started)) Atomics.wait(asleep, 0, 0, PAUSE / 2);
  } finally {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
  }
}

function isBegun(database: DatabaseSync, waited: number): boolean {
  try {
    database.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (isBusy(error) && waited < LONGEST_WAIT) return false;
    throw error;
  }
}

const asleep = new Int32Array(new SharedArrayBuffer(4));

/** For a bulk writer: between two transactions all waiting connections get their turn. */
export async function pause(): Promise<void> {
  await setTimeout(PAUSE);
}

/** SQLITE_BUSY (5). */
function isBusy(error: unknown): boolean {
  return codeOf(error) === 5;
}

/**
 * Runs the work in one transaction and leaves what it has written in the log: the next writer copies it into the
 * file, which takes as long as a tenth of a first sync, and readers need not wait for it.
 */
export function inLog<Result>(database: DatabaseSync, work: () => Result): Result {
  const usual = Number(database.prepare('PRAGMA wal_autocheckpoint').get()?.wal_autocheckpoint);
  database.exec('PRAGMA wal_autocheckpoint = 0');
  try {
    return inTransaction(database, work);
  } finally {
    database.exec(`PRAGMA wal_autocheckpoint = ${usual}`);
  }
}

/**
 * Prepares a statement for `run`. It reads integers as bigints, because what `run` returns holds the last row id of
 * the connection, and after a write to the full-text index that is one past what a number can hold.
 */
export function prepareWrite(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}
