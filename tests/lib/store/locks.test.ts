import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../lib/store.ts';

/** Another program, such as an operator's look into the database. */
const LOOK = `
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(process.argv[1]);
  console.log(database.prepare('SELECT group_concat(name) AS names FROM secrets').get().names);
  database.close();
`;

it.runIf(process.platform === 'linux')(
  'a store that is opened twice in a process keeps its locks, so that no other program takes its log away',
  async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'newsroom-locks-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const file = path.join(dataDir, 'audience.sqlite');
    const locks = () =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((line) => line.includes(`:${statSync(file).ino} `)).length;
    const look = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', LOOK, file], { encoding: 'utf8' }).trim();
    const keep = (name: string) => first.db.insertInto('secrets').values({ name, value: 'x' }).execute();

    const first = await openStore({ dataDir });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const second = await openStore({ dataDir });
    expect(locks()).toBeGreaterThan(0);
    await keep('one');
    expect(look()).toContain('one');
    expect(existsSync(`${file}-wal`)).toBe(true);
    await keep('acknowledged');
    expect(look()).toContain('acknowledged');
    await first.close();
    await second.close();
  },
);

it('a store that cannot be set up leaves no file open', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'newsroom-locks-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  writeFileSync(path.join(dataDir, 'audience.sqlite'), 'x'.repeat(9000));
  const open = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
  await expect(openStore({ dataDir })).rejects.toThrow();
  const before = open();
  for (let count = 0; count < 5; count++) await expect(openStore({ dataDir })).rejects.toThrow();
  expect(open()).toBeLessThanOrEqual(before);
});
