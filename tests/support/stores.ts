import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { openStore, type Store, type StoreOptions } from '../../lib/store.ts';

/** Empty stores for tests: each test of the audience runs on both databases. */

export const DIALECTS = ['sqlite', 'postgres'] as const;
export type Dialect = (typeof DIALECTS)[number];

type After = (cleanUp: () => Promise<void>) => void;

/**
 * Makes an empty place for a store, which is gone after the test.
 * @param after registers the removal: `afterAll` for a whole file, `onTestFinished` for one test
 */
export async function emptyPlace(dialect: Dialect, after: After = onTestFinished): Promise<StoreOptions> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'newsroom-store-'));
  after(async () => rmSync(dataDir, { recursive: true, force: true }));
  if (dialect === 'sqlite') return { dataDir };
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdministrator(`CREATE DATABASE ${name} STRATEGY file_copy`);
  after(() => asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`));
  return { dataDir, databaseUrl: inject('databaseUrl').replace(/postgres$/, name) };
}

/** Opens an empty store, which is closed and gone after the test. */
export async function emptyStore(dialect: Dialect, after: After = onTestFinished): Promise<Store> {
  return openAt(await emptyPlace(dialect, after), after);
}

/** Opens the store at a place and closes it after the test, unless the test has done so. */
export async function openAt(place: StoreOptions, after: After = onTestFinished): Promise<Store> {
  const store = await openStore(place);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await store.close();
    isOpen = false;
  };
  after(close);
  return { ...store, close };
}

async function asAdministrator(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  await client.query(sql);
  await client.end();
}
