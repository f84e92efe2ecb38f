import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.ts';
import { makeFolder } from './make-folder.ts';
import { Refusal } from './refusal.ts';

/** What must be so before a command begins: each check says in one sentence what is not. */

/** The folders by which content is known. */
const PARTS = ['articles', 'authors', 'pages'];
/** Folders up or down, in which the content that was meant is looked for. */
const MAX_STEPS_UP = 5;

/** What the system's codes mean for a folder. */
const REASONS: Record<string, string> = {
  EACCES: 'where this user may not write',
  EPERM: 'where this user may not write',
  EROFS: 'which is on a disk that can only be read',
  EEXIST: 'which is a file, or in one',
  ENOTDIR: 'which is a file, or in one',
  ENOENT: 'which cannot be made',
  ENOSPC: 'on a disk that is full',
};

/**
 * Whether the content folder is one. Its absence while the site runs is another matter: what was read stays.
 * @throws Refusal when it is not there, not a folder, or plainly another one than was meant
 */
export function checkContent({ contentDir }: Pick<Environment, 'contentDir'>): void {
  const stats = statsOf(contentDir);
  if (!stats)
    throw new Refusal(
      `CONTENT_DIR is ${contentDir}, which is not there: put the content there, or set it to the folder that holds "articles".`,
    );
  if (!stats.isDirectory())
    throw new Refusal(
      `CONTENT_DIR is ${contentDir}, which is not a folder: set it to the folder that holds "articles".`,
    );
  const entries = entriesOf(contentDir);
  // One that cannot be read may be readable later; the catalog names it.
  if (!entries || PARTS.some((part) => entries.includes(part))) return;
  const meant = contentAbove(contentDir) ?? contentBelow(contentDir, entries);
  const what = entries.length === 0 ? 'which is empty' : 'which holds no "articles"';
  throw new Refusal(
    meant
      ? `CONTENT_DIR is ${contentDir}, ${what}: set it to ${meant}.`
      : `CONTENT_DIR is ${contentDir}, ${what}: make the folder "articles" in it, or set it to the folder that holds it.`,
  );
}

/** @throws Refusal when what the site makes or keeps cannot be written */
export function checkFolders({
  cacheDir,
  dataDir,
  databaseUrl,
}: Pick<Environment, 'cacheDir' | 'dataDir' | 'databaseUrl'>): void {
  checkWritable('CACHE_DIR', cacheDir);
  if (databaseUrl === undefined) checkWritable('DATA_DIR', dataDir);
}

function checkWritable(name: string, folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new Refusal(
      `${name} is ${folder}, ${REASONS[code] ?? 'which cannot be written'} (${code}): set it to a folder that can be written.`,
    );
  }
}

/** A host as it is written in an address: IPv6 in brackets. */
export function inAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** @returns the sentence for a server that cannot listen */
export function listenProblem(error: Error, { host, port }: Pick<Environment, 'host' | 'port'>): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `PORT is ${port}, where another program listens at ${host}: stop that, or set PORT to another number.`;
  if (code === 'EACCES')
    return `PORT is ${port}, where this user may not listen: set it to a number above 1023, and let a proxy listen there.`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' || code === 'EAI_AGAIN')
    return `HOST is ${host}, which is no address of this machine: set it to localhost, or to 0.0.0.0 for all of its addresses.`;
  return `The site cannot listen at ${inAddress(host)}:${port}: ${error.message}.`;
}

function statsOf(folder: string) {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOTDIR') return undefined;
    throw new Refusal(
      `CONTENT_DIR is ${folder}, which cannot be looked at (${code}): give the user that runs the site the right to read it.`,
    );
  }
}

function contentAbove(folder: string): string | undefined {
  let above = folder;
  for (let step = 0; step < MAX_STEPS_UP && above !== path.dirname(above); step++) {
    if (PARTS.includes(path.basename(above)) && isContent(path.dirname(above))) return path.dirname(above);
    above = path.dirname(above);
  }
  return undefined;
}

function contentBelow(folder: string, entries: string[]): string | undefined {
  const places = ['content', ...entries.filter((name) => !name.startsWith('.') && name !== 'node_modules')];
  return places.map((name) => path.join(folder, name)).find(isContent);
}

function isContent(folder: string): boolean {
  return existsSync(path.join(folder, 'articles'));
}

function entriesOf(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
