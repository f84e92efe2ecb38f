import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readWords } from '../command-words.ts';

/** All that the build is made from. Content is not among it: it is read when the site runs. */
const INPUTS = [
  'app/**',
  'components/**',
  'lib/**',
  'public/**',
  'next.config.ts',
  'package-lock.json',
  'tsconfig.json',
];
const TEST_INPUTS = ['tests/site.ts', 'tests/german-site.ts', 'tests/own-site-loader.cjs'];
/** Where a build is, and what it was made from. That for the tests is of their own newsroom. */
const FOLDERS = { readers: '.next', tests: '.cache/build-for-tests' };

/** Builds the site's code when it differs from what the last build was made from; returns the exit code. */
export function build(words: string[]): number {
  const { values } = readWords(words, 'npm run build', { tests: { type: 'boolean' } });
  const isForTests = values.tests ?? false;
  const folder = isForTests ? FOLDERS.tests : FOLDERS.readers;
  const stamp = path.join(folder, 'built-from');
  const state = stateOfInputs(isForTests ? [...INPUTS, ...TEST_INPUTS] : INPUTS);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return 0;
  rmSync(stamp, { force: true });
  // What Node has compiled of an earlier build is of no use to this one, and nothing else would remove it.
  rmSync(path.join(folder, 'cache/compiled'), { recursive: true, force: true });
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  if (isForTests) Object.assign(process.env, { NEWSROOM_TESTS: '1' });
  const { status } = spawnSync(process.execPath, [next, 'build'], { stdio: 'inherit' });
  if (status === 0) writeFileSync(stamp, state);
  return status ?? 1;
}

function stateOfInputs(inputs: string[]): string {
  const hash = createHash('sha256').update(process.version);
  const files = inputs.flatMap((pattern) => globSync(pattern)).filter((file) => statSync(file).isFile());
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
