import { existsSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepStore, openStore, type Store, StoreAway, type StoreOptions } from '../../../lib/store.ts';
import { DIALECTS, emptyPlace } from '../../support/stores.ts';

function keep(place: StoreOptions) {
  const said: string[] = [];
  const kept = keepStore<Store>({
    place,
    prepare: async (store) => store,
    onAway: ({ kind }) => said.push(`away: ${kind}`),
    onBack: () => said.push('back'),
    onError: (_, { kind }) => said.push(`failed: ${kind}`),
  });
  onTestFinished(() => kept.close());
  return { kept, said };
}

const secretsIn = (store: Store) => store.db.selectFrom('secrets').selectAll().execute();

describe.each(DIALECTS)('a store that is kept on %s', (dialect) => {
  it('is used as soon as it is open', async () => {
    const { kept, said } = keep(await emptyPlace(dialect));
    expect(await kept.use(secretsIn)).toEqual([]);
    expect(await kept.read(secretsIn)).toEqual([]);
    expect(await kept.isThere()).toBe(true);
    expect(said).toEqual([]);
  });

  it('tells a use that fails from a store that is away', async () => {
    const { kept, said } = keep(await emptyPlace(dialect));
    const fail = async () => {
      throw new Error('a bad row');
    };
    await expect(kept.use(fail)).rejects.toThrow(StoreAway);
    await expect(kept.use(fail)).rejects.toThrow('a bad row');
    expect(await kept.isThere()).toBe(true);
    expect(said).toEqual(['failed: other']);
  });

  it('is opened again when it is lost', async () => {
    const { kept, said } = keep(await emptyPlace(dialect));
    await kept.use((store) => store.close());
    await expect(kept.read(secretsIn)).rejects.toThrow(StoreAway);
    await expect(kept.read(secretsIn)).rejects.toThrow(StoreAway);
    expect(await kept.isThere()).toBe(false);
    await vi.waitFor(() => expect(said).toEqual([expect.stringMatching(/^away/), 'back']), 5000);
    expect(await kept.read(secretsIn)).toEqual([]);
  });

  it('reads once more when a connection breaks', async () => {
    const { kept, said } = keep(await emptyPlace(dialect));
    let tries = 0;
    const read = async (store: Store) => {
      if (tries++ === 0) throw new Error('Connection terminated unexpectedly');
      return secretsIn(store);
    };
    expect(await kept.read(read)).toEqual([]);
    expect(said).toEqual([]);
  });
});

describe('a store that cannot be opened', () => {
  it('refuses at once, and is there when it can', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const file = path.join(dataDir, 'audience.sqlite');
    writeFileSync(file, 'no database '.repeat(500));
    const { kept, said } = keep({ dataDir });
    await expect(kept.use(secretsIn)).rejects.toThrow('damaged');
    const started = performance.now();
    await expect(kept.use(secretsIn)).rejects.toThrow(StoreAway);
    expect(performance.now() - started).toBeLessThan(50);
    rmSync(file);
    await vi.waitFor(async () => expect(await kept.use(secretsIn)).toEqual([]), 5000);
    expect(said).toEqual(['away: damaged', 'back']);
  });
});

describe('a store whose folder is removed while it is used', () => {
  it('is away until it is put back, and no empty one is made in its place', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const { kept, said } = keep({ dataDir });
    await kept.use((store) => store.secret('before'));
    renameSync(dataDir, `${dataDir}-aside`);
    onTestFinished(() => rmSync(`${dataDir}-aside`, { recursive: true, force: true }));
    expect(await kept.isThere()).toBe(false);
    await vi.waitFor(() => expect(said).toEqual(['away: other', 'away: gone']), 5000);
    await expect(kept.use((store) => store.secret('lost'))).rejects.toThrow('start the site again');
    expect(existsSync(dataDir)).toBe(false);
    renameSync(`${dataDir}-aside`, dataDir);
    await vi.waitFor(async () => expect(await kept.isThere()).toBe(true), 9000);
    expect(await kept.read(secretsIn)).toHaveLength(1);
    expect(said.at(-1)).toBe('back');
  });
});

describe('a file that is damaged while it is used', () => {
  it('is away at the next look when it is cut off, and nothing more is acknowledged', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const { kept, said } = keep({ dataDir });
    await kept.use((store) => store.secret('before'));
    truncateSync(path.join(dataDir, 'audience.sqlite'), 0);
    await expect(kept.use((store) => store.secret('lost'))).rejects.toThrow(StoreAway);
    expect(said[0]).toMatch(/^away/);
  });

  it('is away for all threads when one of them has met the damage', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const { kept: reader } = keep({ dataDir });
    const { kept: writer, said } = keep({ dataDir });
    const { kept: elsewhere } = keep(await emptyPlace('sqlite'));
    await writer.use((store) => store.secret('before'));
    const damaged = () => {
      throw Object.assign(new Error('database disk image is malformed'), { errcode: 11 });
    };
    await elsewhere.use(secretsIn);
    await expect(reader.read(damaged)).rejects.toThrow('damaged');
    await vi.waitFor(() => expect(said).toEqual(['away: damaged']));
    expect(await elsewhere.isThere()).toBe(true);
    // Nothing is wrong with the file itself, which is read to its end.
    await vi.waitFor(async () => expect(await writer.isThere()).toBe(true), 5000);
    expect(await writer.read(secretsIn)).toHaveLength(1);
  });

  it('is not opened again while a part is damaged that no table needs to be opened', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const file = path.join(dataDir, 'audience.sqlite');
    const first = await openStore({ dataDir });
    const values = Array.from({ length: 2000 }, (_, n) => ({ name: `n${n}`, value: 'x'.repeat(200) }));
    for (const value of values) await first.db.insertInto('secrets').values(value).execute();
    await first.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xab, bytes.length / 2, bytes.length / 2 + 20_000));
    const { kept, said } = keep({ dataDir });
    await expect(kept.read(secretsIn)).rejects.toThrow('damaged');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await kept.isThere()).toBe(false);
    expect(said).toEqual(['away: damaged']);
  });
});

describe('a transaction that PostgreSQL gave up for another one', () => {
  it('is tried again, because nothing of it was written', async () => {
    const { kept, said } = keep(await emptyPlace('sqlite'));
    let tries = 0;
    const deadlock = async (store: Store) => {
      if (tries++ < 2) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return secretsIn(store);
    };
    expect(await kept.use(deadlock)).toEqual([]);
    expect(tries).toBe(3);
    tries = -10;
    await expect(kept.use(deadlock)).rejects.toThrow(StoreAway);
    expect(tries).toBe(-7);
    expect(said).toEqual(['failed: other']);
  });
});

describe('a database of another encoding', () => {
  it('is refused with what it must be', async () => {
    const place = await emptyPlace('postgres');
    const store = await openStore(place);
    const name = `latin_${Math.random().toString(36).slice(2)}`;
    await sql
      .raw(`CREATE DATABASE ${name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`)
      .execute(store.db);
    await store.close();
    const databaseUrl = Object.assign(new URL(place.databaseUrl ?? ''), { pathname: `/${name}` }).href;
    await expect(openStore({ ...place, databaseUrl })).rejects.toThrow('LATIN1, but it must be UTF8');
  });
});

describe('a read that takes too long', () => {
  it('makes the next ones fail at once, and is tried again while none of them waits', async () => {
    const { kept, said } = keep(await emptyPlace('sqlite'));
    await kept.read(secretsIn);
    let tries = 0;
    let hangs = true;
    const late = () => {
      tries++;
      return hangs ? new Promise<never>(() => undefined) : Promise.resolve();
    };
    const msOf = async (read: Promise<unknown>) => {
      const started = performance.now();
      await expect(read).rejects.toThrow(StoreAway);
      return performance.now() - started;
    };
    expect(await msOf(kept.read(late))).toBeLessThan(1000);
    for (let count = 0; count < 5; count++) expect(await msOf(kept.read(secretsIn))).toBeLessThan(200);
    expect(await kept.isThere()).toBe(true);
    hangs = false;
    await vi.waitFor(async () => expect(await kept.read(secretsIn)).toEqual([]), {
      timeout: 8000,
      interval: 100,
    });
    expect(tries).toBe(2);
    expect(said).toEqual(['failed: busy']);
  }, 15_000);

  it('makes the next ones fail until it is done after all', async () => {
    const { kept } = keep(await emptyPlace('sqlite'));
    await kept.read(secretsIn);
    let end = () => {};
    const late = kept.read(() => new Promise<void>((resolve) => (end = resolve)));
    await expect(late).rejects.toThrow(StoreAway);
    await expect(kept.read(secretsIn)).rejects.toThrow(StoreAway);
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await kept.read(secretsIn)).toEqual([]);
  });

  it('waits no longer for a store that hangs altogether', async () => {
    const { kept } = keep(await emptyPlace('sqlite'));
    const read = async (store: Store) => {
      // What is asked next, such as whether the store is there, gets no connection.
      await store.db.transaction().execute(() => new Promise(() => undefined));
    };
    await kept.read(secretsIn);
    const started = performance.now();
    await expect(kept.read(read)).rejects.toThrow(StoreAway);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('of a writer leaves it open whether that was done', async () => {
    const { kept } = keep(await emptyPlace('sqlite'));
    const cutOff = () => {
      throw new Error('Connection terminated unexpectedly');
    };
    await expect(kept.use(cutOff)).rejects.toMatchObject({ isOutcomeUnknown: true });
    const hidden = () => {
      throw new Error('Client has encountered a connection error and is not queryable');
    };
    await expect(kept.use(hidden)).rejects.toMatchObject({ isOutcomeUnknown: true });
    const refused = () => {
      throw new Error('a bad row');
    };
    await expect(kept.use(refused)).rejects.toMatchObject({ isOutcomeUnknown: false });
  });
});

describe('words that are deleted while another program reads', () => {
  it('leave the log when it has ended', async () => {
    const { dataDir } = await emptyPlace('sqlite');
    const file = path.join(dataDir, 'audience.sqlite');
    const { kept } = keep({ dataDir });
    await kept.use(({ db }) => db.insertInto('secrets').values({ name: 'unspeakable', value: '' }).execute());
    const other = new DatabaseSync(file);
    other.exec('BEGIN; SELECT * FROM secrets');
    await kept.use(async ({ db, scrub }) => {
      await db.deleteFrom('secrets').where('name', '=', 'unspeakable').execute();
      await scrub();
    });
    const isThere = () => [file, `${file}-wal`].some((each) => readFileSync(each).includes('unspeakable'));
    expect(isThere()).toBe(true);
    other.close();
    expect(await kept.isThere()).toBe(true);
    expect(isThere()).toBe(false);
  });
});

describe.each(DIALECTS)('whether a store on %s takes writes', (dialect) => {
  it('is told while another program holds its lock, and after it', async () => {
    const place = await emptyPlace(dialect);
    const { kept, said } = keep(place);
    await kept.use((store) => store.secret('a'));
    const before = await kept.read(secretsIn);
    const other = await openStore(place);
    onTestFinished(() => other.close());
    let release = () => {};
    await new Promise<void>((resolve, reject) => {
      other.db
        .transaction()
        .execute(async (transaction) => {
          await transaction.updateTable('secrets').set({ value: 'locked' }).execute();
          resolve();
          await new Promise<void>((end) => (release = end));
          throw new Error('undo');
        })
        .catch(reject);
    });
    expect(await kept.takesWrites()).toBe(false);
    expect(await kept.isThere()).toBe(true);
    release();
    await vi.waitFor(async () => expect(await kept.takesWrites()).toBe(true), 5000);
    expect(await kept.read(secretsIn)).toEqual(before);
    expect(said).toEqual([]);
  });

  it('is no while the store is away', async () => {
    const { kept } = keep(await emptyPlace(dialect));
    await kept.use((store) => store.close());
    await expect(kept.read(secretsIn)).rejects.toThrow(StoreAway);
    expect(await kept.takesWrites()).toBe(false);
  });
});

it('nothing is acknowledged that went into a file which has been removed', async () => {
  const place = await emptyPlace('sqlite');
  const { kept } = keep(place);
  await kept.use((store) => store.secret('before'));
  for (const end of ['', '-wal', '-shm'])
    rmSync(path.join(place.dataDir, `audience.sqlite${end}`), { force: true });
  await expect(kept.use((store) => store.secret('lost'))).rejects.toThrow(StoreAway);
});

describe('a disk that is full', () => {
  it('refuses what is written and says so; what is there can be read', async () => {
    const { kept, said } = keep(await emptyPlace('sqlite'));
    const pages = (most: number) =>
      kept.use(({ db }) => sql.raw(`PRAGMA max_page_count = ${most}`).execute(db));
    const write = () =>
      kept.use(({ db }) =>
        db.transaction().execute((transaction) =>
          transaction
            .insertInto('secrets')
            .values({ name: 'large', value: 'x'.repeat(1_000_000) })
            .execute(),
        ),
      );
    await pages(1);
    await expect(write()).rejects.toMatchObject({ fault: { kind: 'full' } });
    await expect(write()).rejects.toThrow('The disk is full');
    expect(said).toEqual(['failed: full']);
    expect(await kept.isThere()).toBe(true);
    expect(await kept.read(secretsIn)).toEqual([]);
    await pages(100_000);
    await write();
    expect(await kept.read(secretsIn)).toHaveLength(1);
  });
});
