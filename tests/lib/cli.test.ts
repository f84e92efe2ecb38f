import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openDesk } from './comments/desk.ts';
import { emptyPlace, openAt } from './stores.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Many starts of the same code are faster with it. */
const COMPILED = path.join(tmpdir(), 'newsroom-compiled');

/** Runs a command of the newsroom on a folder of data. */
function run(dataDir: string, ...words: string[]): Promise<{ code: number | null; printed: string }> {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', NODE_COMPILE_CACHE: COMPILED };
  const child = spawn(process.execPath, ['lib/cli.ts', ...words], { cwd: ROOT, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, printed }));
  });
}

it('backs up while the site runs, restores elsewhere, and answers a reader there', async () => {
  const [here, there] = [await emptyPlace('sqlite'), await emptyPlace('sqlite')];
  const desk = await openDesk(await openAt(here));
  await desk.published({ email: 'ada@example.org', text: 'To be found again' });
  expect(await run(here.dataDir, 'backup')).toMatchObject({ code: 0 });
  const folder = path.join(here.dataDir, 'backups');
  const [name = ''] = readdirSync(folder);

  expect(await run(there.dataDir, 'restore', path.join(folder, name))).toMatchObject({ code: 0 });
  const again = await run(there.dataDir, 'restore', path.join(folder, name));
  expect(again).toMatchObject({ code: 1 });
  expect(again.printed).toContain('--replace');
  expect(await run(there.dataDir, 'restore', path.join(folder, name), '--replace')).toMatchObject({
    code: 0,
  });

  const email = ['--email', 'Ada@Example.org'];
  const exported = await run(there.dataDir, 'comments', 'export', ...email);
  expect(exported.printed).toContain('To be found again');
  expect((await run(there.dataDir, 'comments', 'erase', ...email)).printed).toBe('1 comments erased\n');
  expect((await run(there.dataDir, 'comments', 'export', ...email)).printed).not.toContain(
    'To be found again',
  );
}, 60_000);

it('says how a command is used when it is used otherwise', async () => {
  const { dataDir } = await emptyPlace('sqlite');
  const wrong = [['comments', 'erase'], ['comments', 'sell', '--email', 'a@b.test'], ['restore']];
  await Promise.all(
    wrong.map(async (words) => {
      const { code, printed } = await run(dataDir, ...words);
      expect(code).toBe(2);
      expect(printed).toContain(`npm run ${words[0]} -- `);
    }),
  );
});

it('says in one sentence that the store cannot be used', async () => {
  const { dataDir } = await emptyPlace('sqlite');
  const blocked = path.join(dataDir, 'file');
  writeFileSync(blocked, '');
  for (const words of [['backup'], ['restore', blocked], ['comments', 'export', '--email', 'a@b.test']]) {
    const { code, printed } = await run(blocked, ...words);
    expect(code).toBe(1);
    expect(printed).toMatch(/^[^\n]+DATA_DIR must be a folder[^\n]+\n$/);
  }
}, 60_000);
