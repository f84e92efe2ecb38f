import { randomBytes } from 'node:crypto';
import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Kysely, sql } from 'kysely';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { checkFileWrites, emptyLog, sqliteDialect } from './sqlite.ts';

/** Opens the database and brings its tables up to date. */

export type StoreOptions = {
  /** The folder of the SQLite file. */
  dataDir: string;
  /** Of PostgreSQL: `postgres://user:password@host/database`. With it the folder is not used. */
  databaseUrl?: string | undefined;
  /** After which PostgreSQL gives up a statement; SQLite answers at once. */
  statementTimeoutMs?: number | undefined;
  /** SQLite's file is read to its end first, because it was found damaged. */
  isSuspect?: boolean | undefined;
  /** SQLite's file has been in use: one that is not there is away, and not made again. */
  wasThere?: boolean | undefined;
};

export type Store = {
  db: Kysely<Tables>;
  dialect: 'sqlite' | 'postgres';
  /**
   * A key that all processes on this store share: made at the first asking and kept.
   * @returns 32 bytes
   */
  secret(name: string): Promise<Uint8Array>;
  /** Resolves when the database answers. @throws what the database says when it does not */
  health(): Promise<void>;
  /** Whether SQLite's file is still there and whole: what is written to one that is not is lost with the process. */
  isInPlace(): boolean;
  /** Resolves when the database takes a write; nothing changes by it. @throws what the database says when it does not */
  checkWrites(): Promise<void>;
  /** Removes from SQLite's log what has been deleted from the tables. PostgreSQL does so by its own vacuum. */
  scrub(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Opens the store and brings its tables up to date.
 * @throws Error when the database cannot be reached or written
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, databaseUrl, isSuspect, wasThere } = options;
  const dialect = databaseUrl ? 'postgres' : 'sqlite';
  const file = path.join(dataDir, 'audience.sqlite');
  if (wasThere && dialect === 'sqlite' && !statsOf(file)) throw new Error(GONE);
  if (isSuspect && dialect === 'sqlite') await checkWholeFile(file);
  const db = await connectUpToDate(options, dialect);
  const secrets = new Secrets(db);
  const opened = dialect === 'sqlite' ? new OpenedFile(file) : undefined;
  const isInPlace = () => opened?.isInPlace() ?? true;

  /** Whether the log could not be emptied, because another program reads it. */
  let isScrubDue = false;
  async function scrub(patienceMs?: number): Promise<void> {
    if (dialect === 'sqlite') isScrubDue = !(await emptyLog(db, patienceMs));
  }

  return {
    db,
    dialect,
    isInPlace,
    secret: (name) => secrets.get(name),
    scrub: () => scrub(),
    async health() {
      if (isScrubDue) await scrub(0);
      if (!isInPlace()) throw new Error(OUT_OF_PLACE);
      // SQLite answers `SELECT 1` without a look at its file.
      await db.selectFrom('secrets').select('name').limit(1).execute();
    },
    async checkWrites() {
      if (dialect === 'sqlite') await checkFileWrites(dataDir);
      // On a replica and on a server that shuts down this fails; PostgreSQL's own locks are each of a row.
      else
        await sql`UPDATE secrets SET value = value WHERE name = (SELECT min(name) FROM secrets)`.execute(db);
    },
    close: () => db.destroy(),
  };
}

/** The keys that all processes on a store share. */
class Secrets {
  readonly #db: Kysely<Tables>;
  readonly #known = new Map<string, Uint8Array>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async get(name: string): Promise<Uint8Array> {
    const known = this.#known.get(name);
    if (known) return known;
    // Of two processes that come at once, the first one's is kept, and both read it.
    const value = randomBytes(32).toString('base64url');
    await this.#db
      .insertInto('secrets')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const row = await this.#db
      .selectFrom('secrets')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    const key = Buffer.from(row.value, 'base64url');
    this.#known.set(name, key);
    return key;
  }
}

/** SQLite's file. It never gets smaller: nothing here gives room back to the disk. */
class OpenedFile {
  readonly #file: string;
  readonly #opened: Stats | undefined;
  #largest: number;

  constructor(file: string) {
    this.#file = file;
    this.#opened = statsOf(file);
    this.#largest = this.#opened?.size ?? 0;
  }

  /** Whether it is still there and whole. */
  isInPlace(): boolean {
    if (!this.#opened) return true;
    const found = statsOf(this.#file);
    if (found?.ino !== this.#opened.ino || found.size < this.#largest) return false;
    this.#largest = found.size;
    return true;
  }
}

/** A disk that is away for a moment must not be taken for a store with nothing in it. */
export const GONE = 'it has gone while it was in use';

export const OUT_OF_PLACE = 'it has been removed, replaced or cut off while it was in use';

/** Connects to the database, and brings its tables up to date. */
async function connectUpToDate(options: StoreOptions, dialect: Store['dialect']): Promise<Kysely<Tables>> {
  const { dataDir, databaseUrl, statementTimeoutMs } = options;
  // A change of large tables may take longer than any other statement.
  if (databaseUrl && statementTimeoutMs !== undefined)
    await bringUpToDate(await connect({ databaseUrl, dataDir }));
  const db = await connect({ dataDir, databaseUrl, statementTimeoutMs });
  try {
    if (dialect === 'postgres') await checkEncoding(db);
    await migrate(db, dialect);
    return db;
  } catch (error) {
    // A driver that could not begin has nothing to end, and would say again why.
    await db.destroy().catch(() => undefined);
    throw error;
  }
}

async function connect({ dataDir, databaseUrl, statementTimeoutMs }: StoreOptions): Promise<Kysely<Tables>> {
  if (!databaseUrl) return new Kysely<Tables>({ dialect: sqliteDialect(dataDir) });
  const { postgresDialect } = await import('./postgres.ts');
  return new Kysely<Tables>({ dialect: postgresDialect(databaseUrl, statementTimeoutMs) });
}

/** @throws Error for a database that cannot hold every letter */
async function checkEncoding(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`SHOW server_encoding`.execute(db);
  const encoding = rows[0]?.server_encoding;
  if (encoding !== 'UTF8')
    throw new Error(
      `its encoding is ${encoding}, but it must be UTF8: createdb --encoding=UTF8 --template=template0`,
    );
}

/** Brings the tables up to date on a connection of its own. */
async function bringUpToDate(db: Kysely<Tables>): Promise<void> {
  try {
    await migrate(db, 'postgres');
  } finally {
    await db.destroy().catch(() => undefined);
  }
}

/**
 * Reads a file to its end in a thread, because it may be large.
 * @throws Error when it is damaged or cannot be read
 */
async function checkWholeFile(file: string): Promise<void> {
  if (!statsOf(file)) return;
  const thread = new Worker(new URL(/* turbopackIgnore: true */ './soundness-thread.ts', import.meta.url), {
    workerData: file,
  });
  const found = await new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The look at the store ended without a result.')));
  });
  if (found !== 'ok') throw Object.assign(new Error(String(found)), { errcode: SQLITE_CORRUPT });
}

const SQLITE_CORRUPT = 11;

function statsOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}
