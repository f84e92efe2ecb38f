import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CatalogOptions, openCatalog } from '../../../lib/catalog.ts';
import { openDatabase } from '../../../lib/catalog-database/connection.ts';
import { inTransaction } from '../../../lib/catalog-database/transactions.ts';
import { openContent } from '../../../lib/content.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** A synced catalog that is closed again, and the file that it left. */
function closedCatalog() {
  const newsroom = openNewsroom(onTestFinished);
  newsroom.catalog.close();
  return { ...newsroom, file: fileIn(newsroom.cacheDir) };
}

function fileIn(cacheDir: string): string {
  const [name] = readdirSync(cacheDir).filter((entry) => entry.endsWith('.sqlite'));
  if (!name) throw new Error(`There is no catalog in ${cacheDir}.`);
  return path.join(cacheDir, name);
}

/** Opens the catalog again, syncs, and says what is in it. */
async function remade(options: CatalogOptions) {
  const content = openContent(options);
  const { catalog } = content;
  const { read } = content.sync();
  await content.fillSearch();
  const seen = { read, live: catalog.latest()?.total, found: catalog.search('nothing in particular')?.total };
  catalog.close();
  return seen;
}

const REBUILT = { read: 54, live: 47, found: 45 };

describe('the catalog file', () => {
  it('is kept from one run to the next', async () => {
    const { options } = closedCatalog();
    expect(await remade(options)).toEqual({ ...REBUILT, read: 0 });
  });

  it('is made again when it was deleted', async () => {
    const { options, file } = closedCatalog();
    rmSync(file);
    expect(await remade(options)).toEqual(REBUILT);
    expect(existsSync(file)).toBe(true);
  });

  it('is made again with its folder', async () => {
    const { options, cacheDir } = closedCatalog();
    rmSync(cacheDir, { recursive: true });
    expect(await remade(options)).toEqual(REBUILT);
  });

  it('is made again when it is no database', async () => {
    const { options, file } = closedCatalog();
    writeFileSync(file, 'This is not a database. '.repeat(1000));
    expect(await remade(options)).toEqual(REBUILT);
  });

  it('is made again when it is empty', async () => {
    const { options, file } = closedCatalog();
    writeFileSync(file, '');
    expect(await remade(options)).toEqual(REBUILT);
  });

  it('is made again when half of it is missing', async () => {
    const { options, file } = closedCatalog();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    expect(await remade(options)).toEqual(REBUILT);
  });

  it('is made again when its pages are overwritten behind a sound beginning', async () => {
    const { options, file } = closedCatalog();
    writeFileSync(file, readFileSync(file).fill(0xab, 4096));
    expect(await remade(options)).toEqual(REBUILT);
  });

  it('is made again when it is of another version', async () => {
    const { options, file } = closedCatalog();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 4711; DROP TABLE bylines; CREATE TABLE stranger (name TEXT)');
    database.close();
    expect(await remade(options)).toEqual(REBUILT);
    const after = new DatabaseSync(file);
    expect(after.prepare("SELECT name FROM sqlite_master WHERE name = 'stranger'").all()).toEqual([]);
    after.close();
  });

  it('can be read by two at once', () => {
    const { catalog, options } = openNewsroom(onTestFinished);
    const other = openCatalog(options);
    expect(other.latest()?.total).toBe(catalog.latest()?.total);
    other.close();
  });
});

describe('another content folder on the same cache', () => {
  it('never shows the articles of the first', () => {
    const { options, cacheDir } = openNewsroom(onTestFinished);
    const second = openNewsroom(onTestFinished, { files: { 'articles/other.md': articleFile() } });
    const content = openContent({ ...options, contentDir: second.contentDir });
    const { catalog } = content;
    expect(catalog.latest()?.total).toBe(0);
    content.sync();
    expect(catalog.latest()?.items.map(({ slug }) => slug)).toEqual(['other']);
    catalog.close();
    expect(readdirSync(cacheDir).filter((name) => name.endsWith('.sqlite'))).toHaveLength(2);
  });

  it('leaves those of the first where they are', () => {
    const { catalog, options } = openNewsroom(onTestFinished);
    const second = openNewsroom(onTestFinished, { files: {} });
    const other = openContent({ ...options, contentDir: second.contentDir });
    other.sync();
    other.close();
    expect(catalog.latest()?.total).toBe(47);
  });

  it('keeps its catalog when it is behind a link that is switched', () => {
    const { options, contentDir, cacheDir } = openNewsroom(onTestFinished);
    const second = openNewsroom(onTestFinished, { files: { 'articles/other.md': articleFile() } });
    const link = path.join(cacheDir, 'link');
    const open = () => openContent({ ...options, contentDir: link });
    symlinkSync(contentDir, link);
    const before = open();
    before.sync();
    rmSync(link);
    symlinkSync(second.contentDir, link);
    const after = open();
    expect(after.catalog.latest()?.total).toBe(47);
    after.sync();
    expect(before.catalog.latest()?.items.map(({ slug }) => slug)).toEqual(['other']);
    for (const content of [before, after]) content.close();
  });

  it('shows no article of the first when it is a copy that lacks one', () => {
    const { options, contentDir, cacheDir } = openNewsroom(onTestFinished);
    const copy = path.join(cacheDir, 'copy');
    cpSync(contentDir, copy, { recursive: true, preserveTimestamps: true });
    rmSync(path.join(copy, 'articles/2026/plain-story.md'));
    const content = openContent({ ...options, contentDir: copy });
    const { catalog } = content;
    content.sync();
    expect(catalog.article('plain-story')).toBeUndefined();
    expect(catalog.latest()?.total).toBe(46);
    catalog.close();
  });
});

describe('another configuration on the same cache', () => {
  it('shows nothing of a topic that the site no longer has', () => {
    const { options } = closedCatalog();
    const topics = options.site.topics.filter(({ id }) => id !== 'research');
    const content = openContent({ ...options, site: { ...options.site, topics } });
    const { catalog } = content;
    content.sync();
    expect(catalog.article('filler-01')).toBeUndefined();
    expect(catalog.latest()?.total).toBe(17);
    catalog.close();
  });
});

describe('a pack of texts', () => {
  it('stays until the last of its texts has gone', () => {
    const database = new DatabaseSync(closedCatalog().file);
    onTestFinished(() => database.close());
    const [first, second] = database.prepare('SELECT id, pack FROM places LIMIT 2').all();
    const packs = () =>
      database
        .prepare('SELECT id FROM packs')
        .all()
        .map(({ id }) => id);
    const remove = (id: unknown) => database.prepare('DELETE FROM places WHERE id = ?').run(Number(id));
    database.prepare('UPDATE places SET pack = ? WHERE id = ?').run(Number(first?.pack), Number(second?.id));
    remove(first?.id);
    expect(packs()).toContain(first?.pack);
    remove(second?.id);
    expect(packs()).not.toContain(first?.pack);
  });
});

describe('a transaction', () => {
  it('has its turn soon among those of a thread that writes without end', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-busy-'));
    const file = path.join(folder, 'busy.sqlite');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE written (id INTEGER PRIMARY KEY)');
    const counter = new Int32Array(new SharedArrayBuffer(4));
    const thread = new Worker(new URL('busy-writer.ts', import.meta.url), { workerData: { file, counter } });
    onTestFinished(async () => {
      await thread.terminate();
      database.close();
      rmSync(folder, { recursive: true });
    });
    while (Atomics.load(counter, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const waited: number[] = [];
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setTimeout(resolve, turn));
      const before = Atomics.load(counter, 0);
      inTransaction(database, () => waited.push(Atomics.load(counter, 0) - before));
    }
    expect(Atomics.load(counter, 0)).toBeGreaterThan(20);
    // With SQLite's own waiting a quarter of them waits for seven to seventeen others.
    expect(waited.toSorted((a, b) => a - b)[17]).toBeLessThanOrEqual(2);
  });
});

describe('a place in which no catalog can be', () => {
  it.each([
    ['a folder', (file: string) => mkdirSync(path.join(file, 'within'), { recursive: true })],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
    ['the folder of a log', (file: string) => mkdirSync(`${file}-wal`)],
  ])('is cleared: %s', async (_, make) => {
    const { options, file } = closedCatalog();
    rmSync(file);
    make(file);
    expect(await remade(options)).toMatchObject({ read: 54 });
  });

  it.skipIf(process.getuid?.() !== 0)('is cleared: a file of another user', () => {
    const { file, cacheDir, contentDir } = closedCatalog();
    chmodSync(file, 0o644);
    for (const place of [cacheDir, path.dirname(cacheDir)]) chownSync(place, 65_534, 65_534);
    const program = path.resolve(import.meta.dirname, '../content/syncing.ts');
    execFileSync(process.execPath, [program, contentDir, cacheDir], { uid: 65_534, gid: 65_534 });
    expect(statSync(file).uid).toBe(65_534);
  });
});

describe('any write after one to the full-text table', () => {
  it('runs, though the last row id is then one that no number can hold', () => {
    const { options } = closedCatalog();
    const database = openDatabase(options);
    onTestFinished(() => database.close());
    const insert = database.prepare("INSERT INTO search (rowid, title) VALUES (?, 'Words')");
    inTransaction(database, () => {
      for (let id = 1; id <= 40; id++) insert.run(id);
    });
    // The second one is the first that finds a list of removed rows and adds to it.
    for (const id of [1, 2]) database.prepare('DELETE FROM search WHERE rowid = ?').run(id);
    const lastId = database.prepare('SELECT CAST(last_insert_rowid() AS TEXT) AS id').get()?.id;
    expect(Number(lastId)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    const writes = [
      'DELETE FROM problems WHERE path = ?',
      '  delete from files WHERE path = ?',
      'UPDATE files SET size = 0 WHERE path = ?',
      'INSERT INTO gone (slug) VALUES (?)',
      'REPLACE INTO gone (slug) VALUES (?)',
      'WITH slugs AS (SELECT ? AS slug) INSERT OR IGNORE INTO gone SELECT slug FROM slugs',
    ];
    for (const sql of writes) expect(() => database.prepare(sql).run('a')).not.toThrow();
  });
});

describe('the files of an open catalog', () => {
  const fileIn = (cacheDir: string) =>
    path.join(cacheDir, readdirSync(cacheDir).find((name) => name.endsWith('.sqlite')) ?? '');

  it('are in place while others open and close it', async () => {
    const { content, options } = openNewsroom(onTestFinished);
    openContent(options).close();
    await content.fillSearch();
    expect(content.isInPlace()).toBe(true);
  });

  it.each(['', '-wal', '-shm'])('are not when one of them has gone: %j', (suffix) => {
    const { content, cacheDir } = openNewsroom(onTestFinished);
    rmSync(fileIn(cacheDir) + suffix);
    expect(content.isInPlace()).toBe(false);
    content.discard();
    expect(readdirSync(cacheDir).filter((name) => name.includes('.sqlite'))).toEqual([]);
  });

  it('that another process has made again stay when this one discards its own', () => {
    const { content, cacheDir, options } = openNewsroom(onTestFinished);
    const file = fileIn(cacheDir);
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix);
    const other = openContent(options);
    other.sync();
    content.discard();
    expect(other.isInPlace()).toBe(true);
    expect(other.catalog.latest()?.total).toBe(47);
    other.close();
  });
});
