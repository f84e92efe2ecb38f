import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readWords } from './words.ts';

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
const STAMP = '.next/built-from';

/** Builds the site's code when it differs from what the last build was made from; returns the exit code. */
export function build(words: string[]): number {
  readWords(words, 'npm run build', {});
  const state = stateOfInputs();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === state) return 0;
  rmSync(STAMP, { force: true });
  // What Node has compiled of an earlier build is of no use to this one, and nothing else would remove it.
  rmSync('.next/cache/compiled', { recursive: true, force: true });
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const { status } = spawnSync(process.execPath, [next, 'build'], { stdio: 'inherit' });
  if (status === 0) writeFileSync(STAMP, state);
  return status ?? 1;
}

function stateOfInputs(): string {
  const hash = createHash('sha256').update(process.version);
  const files = INPUTS.flatMap((pattern) => globSync(pattern)).filter((file) => statSync(file).isFile());
  for (const file of files.sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}
