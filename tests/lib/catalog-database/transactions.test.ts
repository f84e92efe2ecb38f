import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inLaterTransaction, inTransaction, isBusy } from '../../../lib/catalog-database/transactions.ts';

/** Two connections to one file. */
function openTwo() {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-transactions-'));
  const open = () => new DatabaseSync(path.join(folder, 'two.sqlite'));
  const [database, other] = [open(), open()];
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE written (text TEXT)');
  onTestFinished(() => {
    database.close();
    other.close();
    rmSync(folder, { recursive: true });
  });
  const write = () => database.exec("INSERT INTO written VALUES ('a')");
  return { database, other, write };
}

describe('a transaction beside other work', () => {
  it('is done before anything else when the database is free', () => {
    const { database, other, write } = openTwo();
    void inLaterTransaction(database, write);
    expect(other.prepare('SELECT * FROM written').all()).toHaveLength(1);
  });

  it('leaves the thread to other work until another connection has written', async () => {
    const { database, other, write } = openTwo();
    other.exec('BEGIN IMMEDIATE');
    let isDone = false;
    const done = inLaterTransaction(database, write).then(() => {
      isDone = true;
    });
    for (const until = performance.now() + 200; performance.now() < until; ) await setImmediate();
    expect(isDone).toBe(false);
    other.exec('COMMIT');
    await done;
    expect(other.prepare('SELECT * FROM written').all()).toHaveLength(1);
  });
});

describe('a transaction that must not wait', () => {
  it('fails at once when another connection writes, and succeeds after it', () => {
    const { database, other, write } = openTwo();
    other.exec('BEGIN IMMEDIATE');
    const started = performance.now();
    expect(() => inTransaction(database, write, 0)).toThrow(expect.toSatisfy(isBusy));
    expect(performance.now() - started).toBeLessThan(500);
    other.exec('COMMIT');
    inTransaction(database, write, 0);
    expect(other.prepare('SELECT * FROM written').all()).toHaveLength(1);
  });
});

describe('a transaction on a full disk', () => {
  it('fails with the error that says so', () => {
    const { database } = openTwo();
    database.exec('PRAGMA max_page_count = 2');
    const write = () => database.exec('INSERT INTO written VALUES (hex(zeroblob(100000)))');
    expect(() => inTransaction(database, write)).toThrow('database or disk is full');
    database.exec('PRAGMA max_page_count = 1000');
    inTransaction(database, write);
    expect(database.isTransaction).toBe(false);
  });
});
