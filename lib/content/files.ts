import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { isHidden } from '../hidden.ts';
import type { Problem } from '../problem.ts';
import { kindOf } from './parse.ts';

/** The Markdown files of a content folder, as the disk has them. */

/**
 * `path` is relative to the content folder, with forward slashes; `size` is in bytes, `modified` and `changed` are in
 * microseconds. `changed` and `inode` differ also when a file was replaced by one of the same size and time.
 */
export type FoundFile = { path: string; size: number; modified: number; changed: number; inode: number };

/** A folder that was not looked at, and the system's code for the reason. */
export type Closed = { path: string; code: string };

/** What a look at the content finds. */
export type Look = {
  /** In order of their path. */
  files: FoundFile[];
  /** Files that are not read because of their name. */
  misnamed: string[];
  /** Folders of which nothing is known now: what was read from them before is kept. An empty path means all. */
  closed: Closed[];
};

/** The folders that hold files of the content. */
export const PARTS = ['articles', 'authors', 'pages'];

/** A larger text is no article. */
const MAX_TEXT_BYTES = 4_000_000;

/** It is not there, or the place above it is not a folder, or it is a link that leads back to itself. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);
/** Of a link: what it leads to is not there. */
const DANGLING = 'a dangling link';
const NOT_UTF8 = 'the name is not UTF-8';
/** A folder that another one has replaced during the look. It is looked at again, so it is no problem. */
export const REPLACED = 'EAGAIN';

/** Inodes of some file systems are larger than what a number can hold. */
const MAX_INODE = 2 ** 52;
/** Microseconds since 1970 of the year 2255: a file system may hold times up to 2446 and more. */
const MAX_WHOLE = Number.MAX_SAFE_INTEGER;

/** Texts whose names only look like those of content. */
const MISNAMED =
  /\.(?:md|markdown|mdown|mdwn|mkdn?|mdx|mdtxt|mdtext|rmd|qmd|html?|docx?|odt|rtf|rst|org|adoc|asciidoc)$/;

/**
 * Looks at the content, or at some of it.
 * @param some paths of files, and of folders with a slash at the end, which are looked through
 */
export function lookAt(contentDir: string, some?: Iterable<string>): Look {
  const before = partsOf(contentDir);
  const walked: Closed[] = [];
  const paths = new Set<string>();
  for (const one of some ?? ['']) {
    if (!isInContent(one)) continue;
    if (one !== '' && !one.endsWith('/')) paths.add(one);
    else for (const file of walkAtOnce(contentDir, one.slice(0, -1), walked)) paths.add(file);
  }
  const files: FoundFile[] = [];
  const misnamed: string[] = [];
  for (const file of [...paths].sort()) {
    const found = findFile(contentDir, file);
    if (found) files.push(found);
    else if (isUnread(contentDir, file)) misnamed.push(file);
  }
  return { files, misnamed, closed: closedParts(before, partsOf(contentDir), walked) };
}

/** One step of a walk: a file that it has come to, or a folder whose entries it is given. */
export type Step = { file: string } | { folder: string };
export type Entries = Dirent[] | Closed;

/**
 * Goes through a folder and all below it, leaving out what is hidden. A link to a folder is followed where the real one
 * is not read by itself, and each real folder once: a link may lead to a folder that it is in.
 * @param start relative to the content folder; empty for all parts of the content
 * @param closed takes the folders that cannot be read
 */
export function* walk(contentDir: string, start: string, closed: Closed[]): Generator<Step, void, Entries> {
  const root = realPath(contentDir);
  /** The real places of all folders that are not where their path says. */
  const visited = new Set<string>();
  const places = (start === '' ? PARTS : [start]).map((folder) => ({
    folder,
    real: realPath(contentDir, folder),
  }));
  const waiting = places.filter(
    ({ folder, real }) => isOwn(root, folder, real) || isFollowed(root, real, visited),
  );
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { folder, real } = next;
    const entries = yield { folder };
    if (!Array.isArray(entries)) {
      const code = ABSENT.has(entries.code) ? brokenLink(contentDir, folder) : entries.code;
      if (code !== undefined) closed.push({ path: folder, code });
      continue;
    }
    const isAway = !isOwn(root, folder, real);
    for (const entry of entries) {
      const below = path.posix.join(folder, entry.name);
      const isLink = entry.isSymbolicLink() && isFolder(contentDir, below);
      if (isHidden(isLink || entry.isDirectory() ? `${below}/` : below)) continue;
      const code = unreachable(contentDir, below, entry);
      if (code !== undefined) {
        if (!isHidden(`${below}/`)) closed.push({ path: below, code });
      } else if (isLink) {
        const target = realPath(contentDir, below);
        if (isFollowed(root, target, visited)) waiting.push({ folder: below, real: target });
      } else if (entry.isDirectory()) {
        const inside = real && path.join(/* turbopackIgnore: true */ real, entry.name);
        if (!isAway || isFollowed(root, inside, visited)) waiting.push({ folder: below, real: inside });
      } else yield { file: below };
    }
  }
}

/** Why an entry of a folder cannot be read; of a link that may be one to a text it is its reader who finds out. */
function unreachable(contentDir: string, place: string, entry: Dirent): string | undefined {
  if (entry.isSymbolicLink() && !kindOf(place)) return brokenLink(contentDir, place);
  if (!entry.name.includes('\ufffd') || !(entry.isDirectory() || kindOf(place))) return undefined;
  return statsOf(contentDir, place) === 'ENOENT' ? NOT_UTF8 : undefined;
}

/** @returns the reason when there is a link at that place that leads nowhere */
function brokenLink(contentDir: string, place: string): string | undefined {
  const code = statsOf(contentDir, place);
  if (typeof code !== 'string' || !ABSENT.has(code)) return undefined;
  try {
    if (!lstatSync(path.join(/* turbopackIgnore: true */ contentDir, place)).isSymbolicLink())
      return undefined;
    return code === 'ELOOP' ? code : DANGLING;
  } catch {
    return undefined;
  }
}

/**
 * @returns whether a path leads through a link whose folder is away: what was read there is kept. Each folder is looked
 *   at once
 */
export function linksAway(contentDir: string): (file: string) => boolean {
  const known = new Map<string, boolean>();
  const isAway = (folder: string): boolean => {
    if (!folder.includes('/')) return false;
    const found = known.get(folder);
    if (found !== undefined) return found;
    const away = brokenLink(contentDir, folder) !== undefined || isAway(path.posix.dirname(folder));
    known.set(folder, away);
    return away;
  };
  return (file) => isAway(path.posix.dirname(file));
}

function* walkAtOnce(contentDir: string, start: string, closed: Closed[]): Generator<string> {
  const walking = walk(contentDir, start, closed);
  for (let step = walking.next([]); !step.done; ) {
    const { value } = step;
    if ('file' in value) yield value.file;
    step = walking.next('folder' in value ? entriesOf(contentDir, value.folder) : []);
  }
}

/** Whether a folder is where its path says, and not behind a link. */
function isOwn(root: string | undefined, folder: string, real: string | undefined): boolean {
  return !root || !real || real === path.join(/* turbopackIgnore: true */ root, folder);
}

/** Whether a folder behind a link is to be read there: not one that is read at its own place, nor one a second time. */
function isFollowed(root: string | undefined, real: string | undefined, visited: Set<string>): boolean {
  if (!root || !real || visited.has(real) || isWithin(root, real)) return false;
  if (isWithin(real, root)) {
    const own = path.relative(root, real).split(path.sep).join('/');
    if (/^(?:articles|authors|pages|media)(?:\/|$)/.test(own) && !isHidden(`${own}/`)) return false;
  }
  visited.add(real);
  return true;
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}

/** The entries of a folder in order of their names. */
export function entriesOf(contentDir: string, folder: string): Entries {
  try {
    const place = path.join(/* turbopackIgnore: true */ contentDir, folder);
    return readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return { path: folder, code: codeOf(error) };
  }
}

/** Which folder each part is now, or why that is not known. The path of the content folder itself is empty. */
type Parts = { path: string; id?: string; code?: string }[];

export function partsOf(contentDir: string): Parts {
  const parts = ['', ...PARTS].map((part) => {
    const stats = statsOf(contentDir, part);
    if (typeof stats === 'string') return { path: part, code: stats };
    return stats.isDirectory()
      ? { path: part, id: `${stats.dev}:${stats.ino}` }
      : { path: part, code: 'ENOTDIR' };
  });
  const [root] = parts;
  return root?.code === undefined ? parts : [root];
}

/** @param before the parts as they were before the look: one that was replaced meanwhile may have seemed empty */
export function closedParts(before: Parts, after: Parts, walked: Closed[]): Closed[] {
  const closed = new Map(walked.map((folder) => [folder.path, folder]));
  for (const [which, { path: part, id, code }] of after.entries()) {
    if (code !== undefined) closed.set(part, { path: part, code });
    else if (before[which]?.id !== id) closed.set(part, { path: part, code: REPLACED });
  }
  return [...closed.values()];
}

/** Whether a path is in a folder of which nothing is known now. */
export function isClosed(file: string, closed: Closed[]): boolean {
  return closed.some(({ path: folder }) => folder === '' || file.startsWith(`${folder}/`));
}

/**
 * One file of the content; undefined when it is not there or not one of the content's kinds. A file that we may not look
 * at, a link that leads nowhere and a pipe are there: who reads them learns why that is not possible.
 */
export function findFile(contentDir: string, file: string): FoundFile | undefined {
  if (!kindOf(file) || isHidden(file)) return undefined;
  const stats = statsOf(contentDir, file);
  if (typeof stats === 'string') {
    const isThere = !ABSENT.has(stats) || brokenLink(contentDir, file) !== undefined;
    return isThere ? { path: file, size: 0, modified: 0, changed: 0, inode: 0 } : undefined;
  }
  if (stats.isDirectory()) return undefined;
  return {
    path: file,
    size: whole(stats.size),
    modified: whole(stats.mtimeMs * 1000),
    changed: whole(stats.ctimeMs * 1000),
    inode: whole(stats.ino % MAX_INODE),
  };
}

/** The nearest integer towards zero that the catalog can hold and give back. */
function whole(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.trunc(Math.max(-MAX_WHOLE, Math.min(MAX_WHOLE, value)));
}

/** @returns a file as the last sync found it, from its row in the catalog, whose integers are read as bigints */
export function foundFromRow(row: Record<string, unknown>): FoundFile {
  return {
    path: String(row.path),
    size: Number(row.size),
    modified: Number(row.modified),
    changed: Number(row.changed),
    inode: Number(row.inode),
  };
}

export function isSame(one: FoundFile, other: FoundFile): boolean {
  return (
    one.size === other.size &&
    one.modified === other.modified &&
    one.changed === other.changed &&
    one.inode === other.inode
  );
}

/** The bytes of a file, or why it cannot be read; undefined when it has gone since it was found. */
export function readContent(contentDir: string, file: string): Uint8Array | Problem | undefined {
  try {
    const place = path.join(/* turbopackIgnore: true */ contentDir, file);
    const stats = statSync(place);
    if (!isText(place, stats)) return unreadable({ path: file, code: 'no text file' });
    if (stats.size > MAX_TEXT_BYTES) return tooLarge(file, stats.size);
    return readFileSync(place);
  } catch (error) {
    const code = codeOf(error);
    const reason = ABSENT.has(code) ? brokenLink(contentDir, file) : code;
    return reason === undefined ? undefined : unreadable({ path: file, code: reason });
  }
}

/** Linux's proc, sys, debug and trace file systems: reading a file of theirs may wait for ever. */
const SYSTEM_FILES = new Set([0x9fa0, 0x62656572, 0x64626720, 0x74726163]);

/** Nothing else is opened: a pipe or a device would hold the site until somebody writes into it. */
function isText(place: string, stats: Stats): boolean {
  if (!stats.isFile()) return false;
  return stats.size > 0 || !SYSTEM_FILES.has(statfsSync(place).type);
}

function tooLarge(file: string, size: number): Problem {
  return {
    path: file,
    severity: 'error',
    reason: `The file is too large: ${(size / 1e6).toFixed(1)} MB, where ${MAX_TEXT_BYTES / 1e6} are the most.`,
    fix: 'Make several articles of it, and put pictures and data into content/media.',
  };
}

/** What the system's codes mean for who keeps the files, and what is to be done. */
const REASONS: Record<string, [reason: string, fix: string]> = {
  EACCES: ['the site has no right to', 'Give the user that runs the site the right to read it.'],
  EPERM: ['the site has no right to', 'Give the user that runs the site the right to read it.'],
  EIO: [
    'the disk reports an error',
    'Look after the disk, then save the file again or bring it back from Git.',
  ],
  ELOOP: ['it is a link that leads back to itself', 'Remove the link, or let it lead to what is there.'],
  [DANGLING]: ['the link leads nowhere', 'Let it lead to what is there, or remove it.'],
  [NOT_UTF8]: ['its name is not UTF-8', 'Rename it with small letters, digits and hyphens.'],
  'no text file': ['it is a pipe, a socket, a device or a file of the system', 'Put a file in its place.'],
  ENOTDIR: ['it is not a folder', 'Put a folder in its place.'],
  EMFILE: ['the site has too many files open', 'Raise the limit of open files (`ulimit -n`).'],
  ENFILE: ['the machine has too many files open', 'Raise the limit of open files of the machine.'],
  ESTALE: ['the folder of another machine is away', 'Mount it again.'],
};

/** @returns the problem of a file or folder that is there and cannot be read */
export function unreadable({ path: place, code }: Closed): Problem {
  const [reason, fix] = REASONS[code] ?? [`the system says ${code}`, 'Make it readable, or remove it.'];
  return {
    path: place || '.',
    severity: 'error',
    reason: `It cannot be read: ${reason}${/^E[A-Z]+$/.test(code) ? ` (${code})` : ''}. What was read before stays on the site.`,
    fix,
  };
}

/** @returns the problem of a folder that held content and is not there */
export function away({ path: folder }: Closed): Problem {
  return {
    path: folder || '.',
    severity: 'error',
    reason: 'The folder is not there. What was read from it before stays on the site.',
    fix:
      folder === ''
        ? 'Bring the content folder back.'
        : `Bring it back; or make an empty folder "${folder}" if all of it is to leave the site.`,
  };
}

/** @returns the problem of a file that is not read because of its name */
export function misnamed(file: string): Problem {
  const name = path.posix.basename(file);
  const stem = name
    .trim()
    .replace(/\.txt$/i, '')
    .replace(/\.[^.]*$/, '');
  return {
    path: file,
    severity: 'error',
    reason: `"${name}" is not read: the name of a text ends in ".md", in small letters.`,
    fix: `Rename it to "${stem}.md" if it is Markdown; otherwise keep it elsewhere.`,
  };
}

/** Whether a file is not read because of its name, though it looks like a text. */
export function isUnread(contentDir: string, file: string): boolean {
  return isMisnamed(file) && isFile(contentDir, file);
}

function isMisnamed(file: string): boolean {
  if (kindOf(file) || !isInPart(file)) return false;
  const name = path.posix
    .basename(file)
    .trim()
    .toLowerCase()
    .replace(/\.txt$/, '');
  return !name.startsWith('.') && MISNAMED.test(name);
}

/** Whether a path is one that the site reads; an empty one is all of the content. */
export function isInContent(place: string): boolean {
  return !isHidden(place) && (place === '' || isInPart(place));
}

function isInPart(file: string): boolean {
  return PARTS.includes(file.split('/', 1)[0] ?? '');
}

function isFile(contentDir: string, file: string): boolean {
  const stats = statsOf(contentDir, file);
  return typeof stats !== 'string' && stats.isFile();
}

function isFolder(contentDir: string, folder: string): boolean {
  const stats = statsOf(contentDir, folder);
  return typeof stats !== 'string' && stats.isDirectory();
}

/** @returns the system's code when there is nothing to say about it */
function statsOf(contentDir: string, file: string) {
  try {
    const found = statSync(path.join(/* turbopackIgnore: true */ contentDir, file), {
      throwIfNoEntry: false,
    });
    return found ?? 'ENOENT';
  } catch (error) {
    return codeOf(error);
  }
}

function realPath(contentDir: string, folder = ''): string | undefined {
  try {
    return realpathSync.native(path.join(/* turbopackIgnore: true */ contentDir, folder));
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
