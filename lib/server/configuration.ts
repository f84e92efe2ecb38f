import { type FSWatcher, readFileSync, watch } from 'node:fs';
import path from 'node:path';

/**
 * In development: says that a change of the site's configuration needs another start. Pages follow it at once, but the
 * content was read, and the server was started, under the old one.
 * @param file such as `lib/site.ts`
 */
export function watchConfiguration(file: string, say: (sentence: string) => void): FSWatcher {
  let known = textOf(file);
  // An editor may put another file in its place: the folder is watched, not the file.
  return watch(path.dirname(file), (_, name) => {
    if (name !== path.basename(file)) return;
    const text = textOf(file);
    if (text === undefined || text === '' || text === known) return;
    known = text;
    say(`${file} has changed: end npm run dev and start it again, so that the content is read by it.`);
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
