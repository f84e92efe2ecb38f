import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { kindOf } from './parse.ts';

/** The Markdown files of a content folder, as the disk has them. */

/** `path` is relative to the content folder, with forward slashes; `size` in bytes, `modified` in microseconds. */
export type FoundFile = { path: string; size: number; modified: number };

export const PARTS = ['articles', 'authors', 'pages'];

/** All files of the content, or those of some paths, in order of their path. */
export function findFiles(contentDir: string, some?: Iterable<string>): FoundFile[] {
  const paths = some ? [...some] : allPaths(contentDir);
  return paths.sort().flatMap((file) => findFile(contentDir, file) ?? []);
}

function allPaths(contentDir: string): string[] {
  return PARTS.flatMap((part) =>
    entriesOf(path.join(/* turbopackIgnore: true */ contentDir, part)).map((entry) => `${part}/${entry}`),
  );
}

/** The paths of a folder's own files and folders; none when it has gone. @param below relative to the content folder */
export async function inFolder(
  contentDir: string,
  below: string,
): Promise<{ files: string[]; folders: string[] }> {
  const place = path.join(/* turbopackIgnore: true */ contentDir, below);
  const entries = await readdir(place, { withFileTypes: true }).catch((): Dirent[] => []);
  const named = (which: Dirent[]) => which.map(({ name }) => path.posix.join(below, name));
  return {
    files: named(entries.filter((entry) => !entry.isDirectory())),
    folders: named(entries.filter((entry) => entry.isDirectory())),
  };
}

/** One file of the content; undefined when it is not there or not one of the content's kinds. */
export function findFile(contentDir: string, file: string): FoundFile | undefined {
  if (!kindOf(file) || path.posix.basename(file).startsWith('.')) return undefined;
  const state = stateOf(`${contentDir}/${file}`);
  if (!state?.isFile()) return undefined;
  return { path: file, size: state.size, modified: Math.trunc(state.mtimeMs * 1000) };
}

/** The bytes of a file; undefined when it has gone since it was found, or cannot be read. */
export function readContent(contentDir: string, file: string): Uint8Array | undefined {
  try {
    return readFileSync(path.join(/* turbopackIgnore: true */ contentDir, file));
  } catch {
    return undefined;
  }
}

/** A link that leads round in a circle, or a file that we may not see, is not there for us. */
function stateOf(place: string) {
  try {
    return statSync(place, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): string[] {
  if (!stateOf(folder)?.isDirectory()) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((entry) =>
    entry.split(path.sep).join('/'),
  );
}
