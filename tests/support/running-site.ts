import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type RunningSite = {
  url: string;
  /** A copy of the content, which the test may change. */
  contentDir: string;
  /** What the process makes from it. */
  cacheDir: string;
  /** What readers did. */
  dataDir: string;
  /** What the process has printed so far. */
  output(): string;
  /** Sends it a signal, and does not wait for what comes of it. */
  signal(name: NodeJS.Signals): void;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
  /** Ends it as a failing machine does, with no time for a last word; `stop` still removes its folders. */
  kill(): Promise<void>;
  /** Ends it as a deployment does; resolves with the exit code and removes its folders. */
  stop(): Promise<number | null>;
};

/**
 * Starts the built site as `npm start` does, on a port of its own, with a copy of a content folder.
 * @param content relative to the project; `tests/newsroom` by default
 * @param command what runs it instead of Node itself
 */
export async function runSite(
  content = 'tests/newsroom',
  variables: Record<string, string> = {},
  [program, ...words]: readonly [string, ...string[]] = [process.execPath, 'lib/server/start.ts'],
): Promise<RunningSite> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-'));
  const contentDir = path.join(folder, 'content');
  cpSync(path.join(ROOT, content), contentDir, { recursive: true });
  const cacheDir = path.join(folder, 'cache');
  const dataDir = path.join(folder, 'data');
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(program, words, {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      SITE_URL: url,
      CONTENT_DIR: contentDir,
      CACHE_DIR: cacheDir,
      DATA_DIR: dataDir,
      ...variables,
    },
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await untilListening(child, () => printed);
  return {
    url,
    contentDir,
    cacheDir,
    dataDir,
    output: () => printed,
    signal: (name) => void child.kill(name),
    ended,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      const { signalCode } = child;
      // `kill` has ended it before.
      if (signalCode !== null && signalCode !== 'SIGKILL')
        throw new Error(`The site was ended by ${signalCode}.\n${printed}`);
      return code;
    },
  };
}

/** @returns a free port */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('The probe has no port.')),
      );
    });
  });
}

async function untilListening(child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!/ is at http:/.test(printed())) {
    if (child.exitCode !== null) throw new Error(`The site ended at once:\n${printed()}`);
    if (Date.now() > deadline) throw new Error(`The site did not start within 90 s:\n${printed()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
