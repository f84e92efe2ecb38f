import { type FSWatcher, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** An editor may write a file in several pieces. */
const SETTLE_MS = 100;

type Follower = {
  say(sentence: string): void;
  /** Starts the process again; undefined where the system cannot. */
  restart: (() => void) | undefined;
};

/**
 * In development: starts the server again after a change of the site's configuration. Pages follow it at once, but they
 * need a catalog that was made under it. A file that cannot be loaded is waited out.
 * @param file such as `lib/site.ts`
 */
export function watchConfiguration(file: string, { say, restart }: Follower): FSWatcher {
  let known = textOf(file);
  let settling: NodeJS.Timeout | undefined;
  const settle = async () => {
    const text = textOf(file);
    if (text === undefined || text === '' || text === known) return;
    known = text;
    const fault = await faultIn(file);
    if (fault !== undefined) say(`${file} cannot be loaded: ${fault}`);
    else if (!restart) say(`${file} has changed: end npm run dev and start it again.`);
    else {
      say(`${file} has changed: the site starts again.`);
      restart();
    }
  };
  // An editor may put another file in its place: the folder is watched, not the file.
  return watch(path.dirname(file), (_, name) => {
    if (name !== path.basename(file)) return;
    clearTimeout(settling);
    settling = setTimeout(() => void settle(), SETTLE_MS);
  });
}

/** The same program with the same options, in the place of this process: its terminal and its number stay. */
export function restartProcess(): void {
  const { execPath, execArgv, argv } = process;
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)]);
}

/** What is wrong with a module, in its first line. */
async function faultIn(file: string): Promise<string | undefined> {
  try {
    await import(`${pathToFileURL(path.resolve(file)).href}?at=${Date.now()}`);
    return undefined;
  } catch (error) {
    return String(error).split('\n', 1)[0];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
