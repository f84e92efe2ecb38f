import { createHash } from 'node:crypto';
import { accessSync, constants, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makeFolder } from '../make-folder.ts';
import { Refusal } from '../refusal.ts';
import { catalogFault } from './fault.ts';
import { makeUnpacker } from './packing.ts';
import type { CatalogSite } from './queries.ts';
import { INDEXES, tablesFor, VERSION } from './tables.ts';
import { BUSY_TIMEOUT_MS, codeOf, inTransaction, MAX_WAIT_MS } from './transactions.ts';

/** A page that cannot read for so long is not made; nothing that writes locks readers out in WAL mode. */
const READ_TIMEOUT_MS = 2000;
/** Bytes of the write-ahead log that are kept for the next writing. */
const MAX_LOG_BYTES = 4_000_000;

/**
 * Losing the last transactions in a power cut costs only reading those files again. The log of a first sync is as large
 * as the catalog; its room is given back when it has been worked in.
 */
const SETTINGS = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4000;
  PRAGMA journal_size_limit = ${MAX_LOG_BYTES};
`;

/**
 * A connection that writes. What a statement's `run` returns holds the connection's last row id, and a write to the
 * full-text table leaves one there that no number can hold: every statement but a question reads integers as bigints.
 */
class WritingConnection extends DatabaseSync {
  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    if (!/^\s*(?:SELECT|PRAGMA)\b/i.test(sql)) statement.setReadBigInts(true);
    return statement;
  }
}

/** Which catalog: that of a content folder, as a site reads it. */
export type CatalogPlace = {
  contentDir: string;
  cacheDir: string;
  site: Pick<CatalogSite, 'zone' | 'language' | 'topics' | 'author'>;
};

/**
 * Opens the catalog's file for that content, and makes it when it is missing, of another version or damaged.
 * @param maxWaitMs how long the thread may sleep while another connection writes
 * @throws Error when the content folder does not exist
 * @throws Refusal when the file cannot be made because the disk is full
 */
export function openDatabase(place: CatalogPlace, maxWaitMs = MAX_WAIT_MS): DatabaseSync {
  const { contentDir, cacheDir, site } = place;
  makeFolder(cacheDir);
  if (!statSync(contentDir).isDirectory()) throw new Error(`${contentDir} is not a folder.`);
  const file = fileFor(place);
  makeRoom(file);
  try {
    return prepareOrRemake(file, site.language, maxWaitMs);
  } catch (error) {
    if (catalogFault(error, cacheDir).kind === 'full') throw new Refusal(noRoomIn(cacheDir));
    throw error;
  }
}

/** What to do when a catalog cannot be made, for the person who starts the site. */
export function noRoomIn(cacheDir: string): string {
  return `CACHE_DIR is ${cacheDir}, on a disk that is full: make room on it, or set CACHE_DIR to a folder on another disk.`;
}

function prepareOrRemake(file: string, language: string, maxWaitMs: number): DatabaseSync {
  try {
    return prepare(file, language, maxWaitMs);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    removeFile(file);
    return prepare(file, language, maxWaitMs);
  }
}

/**
 * The file's name is made from the content folder's path and all of the site's configuration that decides what a file
 * becomes: another content has another catalog. It is the path as it is given: a link that is switched keeps its catalog,
 * in every thread.
 */
function fileFor({ contentDir, cacheDir, site }: CatalogPlace): string {
  const settings = JSON.stringify([
    site.zone,
    site.author.id,
    site.topics.map(({ id }) => id),
    site.language,
  ]);
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
export function openToRead(place: CatalogPlace): DatabaseSync {
  const file = fileFor(place);
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

const SUFFIXES = ['', '-wal', '-shm'];

function removeFile(file: string): void {
  for (const suffix of SUFFIXES) rmSync(file + suffix, { force: true, recursive: true });
}

/**
 * Removes what no catalog can be in: a file of another user, who started the site once, or what is no file.
 * @throws Refusal when it cannot be removed
 */
function makeRoom(file: string): void {
  if (SUFFIXES.every((suffix) => canHold(file + suffix))) return;
  try {
    removeFile(file);
  } catch {
    throw new Refusal(`${file} cannot be written: remove it, or give it to the user that runs the site.`);
  }
}

function canHold(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats) return true;
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return stats.isFile();
  } catch {
    return false;
  }
}

/** The numbers of the catalog's file, its log and the log's index at their paths: another number is another file. */
export type FileNumbers = readonly (number | undefined)[];

export function fileNumbers(database: DatabaseSync): FileNumbers {
  const place = placeOf(database);
  return SUFFIXES.map((suffix) => statSync(place + suffix, { throwIfNoEntry: false })?.ino);
}

/**
 * Whether all that was opened is still at its path. A log that was taken away goes on being written, and who opens the
 * file next reads it without.
 */
export function isInPlace(database: DatabaseSync, opened: FileNumbers): boolean {
  return fileNumbers(database).every((number, which) => number === opened[which]);
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

/** Closes the connection and removes its files, unless another process has made all of them again: those stay. */
export function discard(database: DatabaseSync, opened: FileNumbers): void {
  const place = placeOf(database);
  const isOurs = fileNumbers(database).some(
    (number, which) => number !== undefined && number === opened[which],
  );
  database.close();
  if (isOurs) removeFile(place);
}

export function placeOf(database: DatabaseSync): string {
  const place = database.location();
  if (place === null) throw new Error('The catalog is not in a file.');
  return place;
}

function prepare(file: string, language: string, maxWaitMs: number): DatabaseSync {
  const database = new WritingConnection(file, { timeout: Math.min(maxWaitMs, BUSY_TIMEOUT_MS) });
  try {
    database.function('unpacked', { deterministic: true }, makeUnpacker());
    // Packed texts leave less room unused in larger pages. It counts for a new file alone.
    database.exec('PRAGMA page_size = 8192');
    database.exec(SETTINGS);
    if (versionOf(database) === VERSION) {
      probe(database);
      return database;
    }
    inTransaction(database, () => makeTables(database, language), maxWaitMs);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function makeTables(database: DatabaseSync, language: string): void {
  // Another process may have been first.
  if (versionOf(database) === VERSION) return;
  dropEverything(database);
  database.exec(tablesFor(language));
  database.exec(`PRAGMA user_version = ${VERSION}`);
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

/** Makes the indexes if they are missing. */
export function ensureIndexes(database: DatabaseSync): void {
  const found = database.prepare(
    "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'articles_by_date'",
  );
  if (!found.get()) database.exec(INDEXES);
}
