import { spawnSync } from 'node:child_process';

/** What `npm start` runs: this process becomes the site's, with what Node and its allocator must know beforehand. */

/**
 * Memory in megabytes. With two cores V8 has one helper, and what is young is collected by its own thread alone. Nothing
 * is made in old memory on a guess from how long the like of it has lived: in some runs the guess was wrong for what each
 * answer leaves behind, and marking it held up one answer in a hundred.
 */
const OPTIONS = [
  '--max-old-space-size=256',
  '--max-semi-space-size=4',
  '--v8-pool-size=1',
  '--no-parallel-scavenge',
  '--no-allocation-site-pretenuring',
  // Otherwise the signal opens Node's debugger, on a port of this machine.
  '--disable-sigusr1',
];

const words = process.argv.slice(2);
const mustBuild = words[0] === '--build';
const [word] = words.slice(mustBuild ? 1 : 0);
if (word !== undefined) {
  console.error(`"${word}" is no option of npm start: settings are variables, such as PORT=4000 npm start.`);
  process.exit(1);
}
// Not before this program with `&&`, so that it knows that the shell of npm is above it.
if (mustBuild) {
  const { status } = spawnSync(process.execPath, ['lib/cli.ts', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

Object.assign(process.env, {
  // A start finds its modules compiled by the last one, and so do its threads.
  NODE_COMPILE_CACHE: '.next/cache/compiled',
  // One place of the C library for all threads: each of its own keeps what it has once needed.
  MALLOC_ARENA_MAX: '1',
});

// Windows cannot: there the site runs with more memory.
if (process.platform === 'win32' || !process.execve) await import('./main.ts');
else
  process.execve(process.execPath, [
    process.execPath,
    ...OPTIONS,
    ...process.execArgv,
    'lib/server/main.ts',
    ...(mustBuild ? ['--npm'] : []),
  ]);
