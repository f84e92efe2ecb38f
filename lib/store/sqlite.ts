import { chmodSync, linkSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type TransactionSettings,
} from 'kysely';
import { makeFolder } from '../make-folder.ts';
import type { Tables } from './schema.ts';

/** Kysely's questions put to `node:sqlite`, over one connection. */

/** How long a query waits for another connection's transaction. */
const PATIENCE_MS = 5000;
const STATEMENTS = 500;

/** @returns the dialect over the file `audience.sqlite` in that folder, which is made when it is missing. */
export function sqliteDialect(dataDir: string): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => makeDriver(() => openFile(dataDir)),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite makes tables in a transaction like anything else; it is what keeps two starts from migrating at once. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

const FILE = 'audience.sqlite';

function openFile(dataDir: string): DatabaseSync {
  // It holds keys and where comments came from: the folder and its files are for their owner alone.
  makeFolder(dataDir, 0o700);
  // A folder that is there may be everybody's, such as /tmp: only one that holds nothing else is closed to others.
  if (isOurs(dataDir)) keepToOwner(dataDir, 0o700);
  const file = path.join(dataDir, FILE);
  if (!statSync(file, { throwIfNoEntry: false })) makeForOwner(file);
  // SQLite makes the others like the first; these may be of an older version of the site.
  for (const each of [file, `${file}-wal`, `${file}-shm`]) keepToOwner(each, 0o600);
  // Waiting inside SQLite would stop this thread, in which the one that holds the lock may run: see `patiently`.
  return new DatabaseSync(file, { timeout: 0 });
}

/**
 * Makes an empty file for its owner alone. It gets its name when it is closed: a process that closes any descriptor of a
 * database loses all its locks on it, and another program would then delete the log that is still written to
 * (sqlite.org/howtocorrupt.html, 2.2).
 */
function makeForOwner(file: string): void {
  const aside = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(aside, '', { mode: 0o600, flag: 'wx' });
  try {
    linkSync(aside, file);
  } catch (error) {
    // Another thread or process was first.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside);
  }
}

/** Whether a folder holds the store's own files and nothing else. */
function isOurs(dataDir: string): boolean {
  try {
    return readdirSync(dataDir).every((name) => name.startsWith(FILE));
  } catch {
    // It may be entered and not read.
    return false;
  }
}

/** Takes the access away from others, where it is ours to take. */
function keepToOwner(file: string, mode: number): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || (found.mode & 0o777) === mode) return;
  try {
    chmodSync(file, mode);
  } catch {
    // The folder may be another user's, such as a mounted disk's.
  }
}

/** FULL: a transaction that was committed survives a power cut. Deleted keys are overwritten. */
const SETTINGS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'secure_delete = ON',
  'cache_size = -4000',
];

function makeDriver(open: () => DatabaseSync): Driver {
  let connection: Connection | undefined;
  let free: Promise<void> = Promise.resolve();
  let release: () => void = () => undefined;
  const run = async (on: DatabaseConnection, sql: string) => {
    await on.executeQuery(CompiledQuery.raw(sql));
  };

  return {
    async init() {
      const opened = makeConnection(open());
      try {
        for (const setting of SETTINGS) await run(opened, `PRAGMA ${setting}`);
      } catch (error) {
        // Kysely ends only a driver that has begun.
        opened.close();
        throw error;
      }
      connection = opened;
    },
    /** One at a time, in the order of asking. */
    async acquireConnection() {
      if (!connection) throw new Error('The store was used before it was opened.');
      const before = free;
      const { promise, resolve } = Promise.withResolvers<void>();
      free = promise;
      await before;
      release = resolve;
      return connection;
    },
    async releaseConnection() {
      release();
    },
    /** What may write takes the lock at its start, so that it cannot fail half-way for another writer. */
    beginTransaction: (on: DatabaseConnection, { accessMode }: TransactionSettings) =>
      run(on, accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE'),
    commitTransaction: (on) => run(on, 'COMMIT'),
    /** On a full disk and after some other errors SQLite has done it itself; a second one would hide the first error. */
    async rollbackTransaction(on) {
      if (connection?.isInTransaction()) await run(on, 'ROLLBACK');
    },
    async destroy() {
      connection?.close();
    },
  };
}

type Connection = DatabaseConnection & { isInTransaction(): boolean; close(): void };

function makeConnection(database: DatabaseSync): Connection {
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= STATEMENTS) statements.clear();
    const made = database.prepare(sql);
    statements.set(sql, made);
    return made;
  }

  return {
    executeQuery: <Row>({ sql, parameters }: CompiledQuery) =>
      patiently(() => {
        const statement = prepared(sql);
        const values = parameters.map(toSqlite);
        if (statement.columns().length > 0) {
          // Kysely knows the row's type from the query; SQLite gives back what was asked.
          return { rows: statement.all(...values) as Row[] };
        }
        return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) };
      }),
    streamQuery(): AsyncIterableIterator<QueryResult<never>> {
      throw new Error('The store is read by the page, not by the stream.');
    },
    isInTransaction: () => database.isTransaction,
    close: () => database.close(),
  };
}

/**
 * Does it again while another connection writes. In one thread several connections may be open,
 * so the wait yields to the one that holds the lock.
 */
async function patiently<Result>(work: () => Result, timeoutMs = PATIENCE_MS): Promise<Result> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await pause(1 + Math.random() * 4);
    }
  }
}

/** How long another program may hold the lock before the file counts as one that takes no writes. */
const WRITE_CHECK_TIMEOUT_MS = 500;

/** Less room than this on the disk counts as none. */
const MIN_FREE_BYTES = 1_000_000;

/**
 * Sets a value to itself, which a lock, a full disk and a read-only file all refuse. It has a connection of its own: on
 * the common one, readers would wait for the lock with it.
 * @throws SQLite's error
 */
export async function checkFileWrites(dataDir: string): Promise<void> {
  const { bavail, bsize } = statfsSync(dataDir);
  // The log may have room for one value, and none for a comment.
  if (bavail * bsize < MIN_FREE_BYTES) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
  const url = pathToFileURL(path.join(dataDir, FILE));
  url.search = 'mode=rw';
  const database = new DatabaseSync(url, { timeout: 0 });
  try {
    await patiently(
      () => database.exec('UPDATE secrets SET value = value WHERE name = (SELECT min(name) FROM secrets)'),
      WRITE_CHECK_TIMEOUT_MS,
    );
  } finally {
    database.close();
  }
}

/** How long readers may hold up the emptying of the log. */
const SCRUB_PATIENCE_MS = 2000;

/**
 * Empties the write-ahead log, which still holds what has been deleted. Readers that do not end in time are left alone:
 * the next call does it.
 * @returns whether it is empty
 */
export async function emptyLog(db: Kysely<Tables>, patienceMs = SCRUB_PATIENCE_MS): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  do {
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db);
    if (rows[0]?.busy === 0) return true;
    await pause(10);
  } while (performance.now() < deadline);
  return false;
}

/** SQLITE_BUSY (5): another connection holds the lock. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && (error.errcode & 0xff) === 5;
}

function toSqlite(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`The store holds no ${typeof value}.`);
}
