import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
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
  /** Whether SQLite's file still has its name: what is written to a file without one is lost with the process. */
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
export async function openStore({ dataDir, databaseUrl }: StoreOptions): Promise<Store> {
  const dialect = databaseUrl ? 'postgres' : 'sqlite';
  const db = new Kysely<Tables>({
    dialect: databaseUrl
      ? (await import('./postgres.ts')).postgresDialect(databaseUrl)
      : sqliteDialect(dataDir),
  });
  try {
    await migrate(db, dialect);
  } catch (error) {
    // A driver that could not begin has nothing to end, and would say again why.
    await db.destroy().catch(() => undefined);
    throw error;
  }

  const secrets = new Map<string, Uint8Array>();
  async function secret(name: string): Promise<Uint8Array> {
    const known = secrets.get(name);
    if (known) return known;
    // Of two processes that come at once, the first one's is kept, and both read it.
    const value = randomBytes(32).toString('base64url');
    await db
      .insertInto('secrets')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const row = await db
      .selectFrom('secrets')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    const key = Buffer.from(row.value, 'base64url');
    secrets.set(name, key);
    return key;
  }

  const file = path.join(dataDir, 'audience.sqlite');
  const opened = dialect === 'sqlite' ? numberOf(file) : undefined;
  /** Whether the log could not be emptied, because another program reads it. */
  let isScrubDue = false;
  async function scrub(patienceMs?: number): Promise<void> {
    if (dialect === 'sqlite') isScrubDue = !(await emptyLog(db, patienceMs));
  }

  const isInPlace = () => opened === undefined || numberOf(file) === opened;

  return {
    db,
    dialect,
    isInPlace,
    secret,
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

export const OUT_OF_PLACE = 'it has been removed or replaced while it was in use';

/** Which file has that name; undefined when there is none. */
function numberOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}
