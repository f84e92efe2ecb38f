import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { BadBackup, backUp, restore, type Store } from '../../lib/store.ts';
import { DIALECTS, emptyPlace, emptyStore, openAt } from '../support/stores.ts';

const NOW = new Date('2026-03-10T18:00:00Z');

const comment = (id: string, text = 'A text') => ({
  ...{ id, slug: 'a-story', parent: null, root: id, at: NOW.getTime(), edited: null },
  ...{ name: 'Ada', text, folded: 'ada a text', digest: id, email: null, address: '192.0.2.1' },
  ...{ line: null, changes: 0 },
});
const verdict = (id: string, number = 1) => ({
  ...{ comment: id, number, newest: 1, state: 'held' as const, by: 'screening', why: '', at: NOW.getTime() },
});

async function write(store: Store, id: string, text?: string): Promise<void> {
  await store.db.insertInto('comments').values(comment(id, text)).execute();
  await store.db.insertInto('verdicts').values(verdict(id)).execute();
}

const contentsOf = async ({ db }: Store) => ({
  secrets: await db.selectFrom('secrets').selectAll().orderBy('name').execute(),
  hours: await db.selectFrom('views_hourly').selectAll().orderBy('hour').orderBy('slug').execute(),
  days: await db.selectFrom('views_daily').selectAll().orderBy('day').orderBy('slug').execute(),
  comments: await db.selectFrom('comments').selectAll().orderBy('id').execute(),
  verdicts: await db.selectFrom('verdicts').selectAll().orderBy('comment').orderBy('number').execute(),
  moderators: await db.selectFrom('moderators').selectAll().execute(),
});

describe.each(DIALECTS)('the store on %s', (dialect) => {
  it('answers, and says when it does not', async () => {
    const store = await emptyStore(dialect);
    await store.health();
    await store.close();
    await expect(store.health()).rejects.toThrow();
  });

  it('keeps what was written from one opening to the next', async () => {
    const place = await emptyPlace(dialect);
    const first = await openAt(place);
    await write(first, 'a');
    const before = await contentsOf(first);
    await first.close();
    expect(await contentsOf(await openAt(place))).toEqual(before);
    expect(before.comments).toEqual([comment('a')]);
  });

  it('can be opened by several at once while it is empty', async () => {
    const place = await emptyPlace(dialect);
    const stores = await Promise.all(Array.from({ length: 6 }, () => openAt(place)));
    await Promise.all(stores.map((store, number) => write(store, String(number))));
    for (const store of stores) expect((await contentsOf(store)).comments).toHaveLength(6);
  });

  it('lets several write at once in one thread', async () => {
    const place = await emptyPlace(dialect);
    const stores = [await openAt(place), await openAt(place)];
    await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        stores[number % 2]?.db.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('comments')
            .values(comment(`c${number}`))
            .execute();
          await new Promise((resolve) => setTimeout(resolve, 1));
          await transaction
            .insertInto('verdicts')
            .values(verdict(`c${number}`))
            .execute();
        }),
      ),
    );
    for (const store of stores) expect((await contentsOf(store)).verdicts).toHaveLength(40);
  });

  it('takes back a transaction that fails', async () => {
    const store = await emptyStore(dialect);
    const failing = store.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('comments').values(comment('a')).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect((await contentsOf(store)).comments).toEqual([]);
    await write(store, 'b');
  });

  it('has one newest verdict a comment', async () => {
    const store = await emptyStore(dialect);
    await write(store, 'a');
    await expect(store.db.insertInto('verdicts').values(verdict('a', 2)).execute()).rejects.toThrow();
  });

  it('makes a secret once, for all', async () => {
    const place = await emptyPlace(dialect);
    const stores = await Promise.all([openAt(place), openAt(place)]);
    const keys = await Promise.all([...stores, ...stores].map((store) => store.secret('form')));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect(await stores[0].secret('other')).not.toEqual(keys[0]);
  });

  it('gives numbers of 64 bits and sums as numbers', async () => {
    const { db } = await emptyStore(dialect);
    const { rows } = await sql<{
      n: unknown;
    }>`SELECT sum(n) AS n FROM (SELECT cast(9007199254740991 AS bigint) AS n) x`.execute(db);
    expect(rows).toEqual([{ n: 9_007_199_254_740_991 }]);
  });
});

describe.each(DIALECTS)('a backup of %s', (dialect) => {
  async function filledStore() {
    const place = await emptyPlace(dialect);
    const store = await openAt(place);
    await store.secret('form');
    await write(store, 'a', 'A text with "quotes",\nlines,\u2028 and 🙂');
    await store.db.insertInto('views_daily').values({ slug: 'a-story', day: 20_000, views: 7 }).execute();
    const hours = Array.from({ length: 2100 }, (_, n) => ({
      slug: `story-${n % 90}`,
      hour: Math.floor(n / 90),
      views: n,
      senders: n,
    }));
    await store.db.insertInto('views_hourly').values(hours).execute();
    await store.db.insertInto('moderators').values({ looks: 'mo', name: 'Mo' }).execute();
    await store.db.insertInto('day_keys').values({ day: 20_522, key: 'the key of the day' }).execute();
    return { store, file: path.join(place.dataDir, 'backups/copy.jsonl') };
  }

  it.each(DIALECTS)('comes back whole into %s', async (target) => {
    const { store, file } = await filledStore();
    const before = await contentsOf(store);
    expect(await backUp(store.db, file, NOW)).toEqual({ rows: 2105 });
    const other = await emptyStore(target);
    await other.secret('form');
    expect(await restore(other.db, file)).toEqual({ rows: 2105 });
    expect(await contentsOf(other)).toEqual(before);
  });

  it('leaves out the keys under which visitors are hashed', async () => {
    const { store, file } = await filledStore();
    await backUp(store.db, file, NOW);
    expect(readFileSync(file, 'utf8')).not.toContain('the key of the day');
  });

  it('shows one moment, while others write', async () => {
    const place = await emptyPlace(dialect);
    const [store, copier] = [await openAt(place), await openAt(place)];
    const file = path.join(place.dataDir, 'copy.jsonl');
    let goesOn = true;
    const writing = (async () => {
      for (let number = 0; goesOn || number < 50; number++) {
        await setImmediate();
        await store.db.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('comments')
            .values(comment(`c${number}`))
            .execute();
          await transaction
            .insertInto('verdicts')
            .values(verdict(`c${number}`))
            .execute();
        });
      }
    })();
    for (let round = 0; round < 5; round++) {
      await backUp(copier.db, file, NOW);
      const other = await emptyStore('sqlite');
      await restore(other.db, file);
      const { comments, verdicts } = await contentsOf(other);
      expect(verdicts.map(({ comment: id }) => id).sort()).toEqual(comments.map(({ id }) => id).sort());
    }
    goesOn = false;
    await writing;
  });

  it('is refused by a store that is not empty, unless that is to be replaced', async () => {
    const { store, file } = await filledStore();
    await backUp(store.db, file, NOW);
    const before = await contentsOf(store);
    await write(store, 'later');
    await expect(restore(store.db, file)).rejects.toThrow('The store is not empty.');
    expect((await contentsOf(store)).comments).toHaveLength(2);
    await restore(store.db, file, { replace: true });
    expect(await contentsOf(store)).toEqual(before);
  });

  it.each([
    [
      'breaks off',
      (text: string) => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1),
      'is not whole',
    ],
    [
      'lacks a row',
      (text: string) => text.replace(/\{"table":"comments"[^\n]*\n\{"table":"verdicts"[^\n]*\n/, ''),
      'is not whole',
    ],
    [
      'is of another version',
      (text: string) => text.replace('"version":2', '"version":3'),
      'is not a backup',
    ],
    ['goes on', (text: string) => `${text}{"rows":1,"sha256":""}\n`, 'goes on after its end'],
    [
      'holds another row',
      (text: string) => text.replace('"slug":"a-story","parent"', '"slug":5,"parent"'),
      'is no row of the store',
    ],
    ['is another file', () => '# Newsroom\n', 'is not a backup'],
    ['is empty', () => '', 'is not whole'],
    ['lacks its last character', (text: string) => text.slice(0, -1), 'breaks off'],
    ['was edited', (text: string) => text.replace('"quotes', '"Quotes'), 'checksum'],
  ])('is refused whole when the file %s', async (_, spoil, reason) => {
    const { store, file } = await filledStore();
    await backUp(store.db, file, NOW);
    const sound = readFileSync(file, 'utf8');
    const spoilt = spoil(sound);
    expect(spoilt).not.toBe(sound);
    writeFileSync(file, spoilt);
    const other = await emptyStore(dialect);
    await write(other, 'mine');
    const before = await contentsOf(other);
    await expect(restore(other.db, file, { replace: true })).rejects.toThrow(reason);
    expect(await contentsOf(other)).toEqual(before);
  });
});

it('a backup is refused whichever of its bits has flipped, and wherever it was cut', async () => {
  const place = await emptyPlace('sqlite');
  const store = await openAt(place);
  await store.secret('form');
  await write(store, 'a', 'Words');
  const file = path.join(place.dataDir, 'copy.jsonl');
  await backUp(store.db, file, NOW);
  const sound = readFileSync(file);
  const other = await emptyStore('sqlite');
  const isRefused = async (bytes: Buffer) => {
    writeFileSync(file, bytes);
    return restore(other.db, file).then(
      () => false,
      (error: unknown) => error instanceof BadBackup,
    );
  };
  for (let place = 0; place < sound.length; place += 11) {
    const flipped = Buffer.from(sound);
    flipped.writeUInt8(sound.readUInt8(place) ^ (1 << (place % 8)), place);
    expect([place, await isRefused(flipped)]).toEqual([place, true]);
    expect([place, await isRefused(sound.subarray(0, place))]).toEqual([place, true]);
  }
  writeFileSync(file, sound);
  expect(await restore(other.db, file)).toEqual({ rows: 3 });
});

it.skipIf(process.platform === 'win32')('a backup replaces no device', async () => {
  const store = await emptyStore('sqlite');
  await expect(backUp(store.db, '/dev/null', NOW)).rejects.toThrow(
    '/dev/null is no file that a backup may replace',
  );
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

it('the file of SQLite and its folder are for their owner alone', async () => {
  const { dataDir } = await emptyPlace('sqlite');
  chmodSync(dataDir, 0o755);
  writeFileSync(path.join(dataDir, 'audience.sqlite'), '', { mode: 0o644 });
  await write(await openAt({ dataDir }), 'a');
  const modeOf = (file: string) => (statSync(path.join(dataDir, file)).mode & 0o777).toString(8);
  expect(['.', 'audience.sqlite', 'audience.sqlite-wal', 'audience.sqlite-shm'].map(modeOf)).toEqual([
    '700',
    '600',
    '600',
    '600',
  ]);
});

it.each(['other', '.hidden'])(
  'a folder of SQLite that holds something else stays as it is: %s',
  async (other) => {
    const { dataDir } = await emptyPlace('sqlite');
    chmodSync(dataDir, 0o755);
    writeFileSync(path.join(dataDir, other), '');
    await write(await openAt({ dataDir }), 'a');
    await write(await openAt({ dataDir }), 'b');
    expect(statSync(dataDir).mode & 0o777).toBe(0o755);
    expect(statSync(path.join(dataDir, 'audience.sqlite')).mode & 0o777).toBe(0o600);
  },
);

it('an emptied log of SQLite holds nothing of what was deleted', async () => {
  const place = await emptyPlace('sqlite');
  const [store, other] = [await openAt(place), await openAt(place)];
  await write(store, 'a', 'Unmistakable words '.repeat(300));
  const holds = () =>
    readdirSync(place.dataDir).some((file) =>
      readFileSync(path.join(place.dataDir, file)).includes('Unmistakable'),
    );
  expect(holds()).toBe(true);
  await store.db.updateTable('comments').set({ text: '' }).execute();
  expect(holds()).toBe(true);
  // Another connection reads meanwhile.
  const reading = other.db.transaction().execute(async (transaction) => {
    await transaction.selectFrom('comments').selectAll().execute();
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  await store.scrub();
  await reading;
  expect(holds()).toBe(false);
});
