import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { emptyPlace, openAt } from '../support/stores.ts';
import { openDesk } from './comments/desk.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Many starts of the same code are faster with it. */
const COMPILED = path.join(tmpdir(), 'newsroom-compiled');

/** Runs a command of the newsroom on a folder of data. */
function run(dataDir: string, ...words: string[]): Promise<{ code: number | null; printed: string }> {
  return runProgram({ ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' }, 'lib/cli.ts', ...words);
}

function runProgram(
  variables: NodeJS.ProcessEnv,
  ...words: string[]
): Promise<{ code: number | null; printed: string }> {
  const env = { ...variables, NODE_COMPILE_CACHE: COMPILED };
  const child = spawn(process.execPath, words, { cwd: ROOT, env });
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
  expect((await run(there.dataDir, 'comments', 'erase', ...email)).printed).toBe('1 comment erased\n');
  expect((await run(there.dataDir, 'comments', 'export', ...email)).printed).not.toContain(
    'To be found again',
  );
}, 60_000);

const USAGE = 'npm run restore -- FILE [--replace]';

it.each([
  [['comments', 'erase'], 'The address of the reader is missing: use npm run comments -- '],
  [['comments', 'sell', '--email', 'a@b.test'], 'It is to be said what to do: use npm run comments -- '],
  [['comments', 'export', '--email'], "Option '--email <value>' argument missing: use npm run comments -- "],
  [['restore'], `The file of the backup is missing: use ${USAGE}`],
  [['restore', 'a', 'b'], `"b" is one word too many: use ${USAGE}`],
  [
    ['restore', '/nowhere/at/all'],
    '/nowhere/at/all is not there: name the file that npm run backup has made.',
  ],
  [['backup', '--all'], "Unknown option '--all': use npm run backup -- [FILE]"],
  [['backup', '/dev/null/backup'], 'The backup cannot be written (ENOTDIR'],
  [['backup', '/proc/newsroom/backup'], 'The backup cannot be written (ENOENT'],
  [['backup', ''], 'The name of the file is empty: use npm run backup -- [FILE]'],
  [['restore', 'docs'], 'docs cannot be read (it is a folder): name the file that npm run backup has made.'],
  [['check', '--fast'], "Unknown option '--fast': use npm run check:content"],
  [['build', 'again'], '"again" is one word too many: use npm run build'],
  [['reference', '-x'], "Unknown option '-x': use npm run reference"],
  [['publish'], '"publish" is no command: use one of '],
  [['toString'], '"toString" is no command: use one of '],
])('refuses in one sentence what it cannot do: %j', async (words, sentence) => {
  const { dataDir } = await emptyPlace('sqlite');
  const { code, printed } = await run(dataDir, ...words);
  expect(printed.startsWith(sentence), printed).toBe(true);
  expect(printed.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
});

const CORPUS = 'tests/bench/make-corpus.ts';

it.each([
  ['lib/cli.ts', ['check'], { CONTENT_DIR: '/nowhere' }, 'CONTENT_DIR is /nowhere, which is not there: '],
  ['lib/cli.ts', ['check'], { CONTENT_DIR: 'tests' }, 'CONTENT_DIR is '],
  ['lib/cli.ts', ['check'], { PORT: 'abc' }, 'PORT is "abc", but it must be '],
  ['lib/server/start.ts', [], { CONTENT_DIR: 'package.json' }, 'CONTENT_DIR is '],
  ['lib/server/start.ts', [], { CACHE_DIR: '/proc/nowhere' }, 'CACHE_DIR is /proc/nowhere, '],
  ['lib/server/start.ts', [], { HOST: '127.0.0.1:99' }, 'HOST is "127.0.0.1:99", but it must be a name'],
  [
    'lib/cli.ts',
    ['backup'],
    { DATA_DIR: '/proc/newsroom' },
    '/proc/newsroom/audience.sqlite cannot be opened: ',
  ],
  ['lib/server/start.ts', [], { TRUST_PROXY: '2' }, 'TRUST_PROXY is "2", but it must be '],
  ['lib/server/start.ts', ['--port', '4000'], {}, '"--port" is no option of npm start: '],
  ['lib/server/main.ts', ['--dve'], {}, '"--dve" is no option of npm run dev: '],
  ['tests/bench/run.ts', ['pres'], {}, '"pres" is no part of the bench: use press, '],
  [
    CORPUS,
    ['--articles', 'many', '--out', '/tmp/x'],
    {},
    '--articles must be a whole number from 1 to 1000000: use ',
  ],
  [CORPUS, ['--articles', '1e99', '--out', '/tmp/x'], {}, '--articles must be a whole number from 1 to '],
  [CORPUS, ['--articles', '3', '--out', '/proc/newsroom'], {}, 'npm run corpus cannot go on: ENOENT'],
  [CORPUS, ['--articles', '10'], {}, '--out is missing: use '],
  [CORPUS, ['--count', '10'], {}, "Unknown option '--count': use "],
])('refuses in one sentence what it cannot run on: %s %j %j', async (program, words, variables, sentence) => {
  const { dataDir } = await emptyPlace('sqlite');
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', ...variables };
  const { code, printed } = await runProgram(env, program, ...words);
  expect(printed.startsWith(sentence), printed).toBe(true);
  expect(printed.trimEnd().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
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
