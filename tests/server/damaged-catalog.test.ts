import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** In place, as a failing disk does it: who has the file open has it still. */
const DAMAGES: [string, (file: string) => void][] = [
  ['cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['empty', (file) => truncateSync(file, 0)],
  [
    'garbage behind its first pages',
    (file) => {
      const { size } = statSync(file);
      const start = Math.min(65_536, Math.floor(size / 3));
      const opened = openSync(file, 'r+');
      writeSync(opened, Buffer.alloc(size - start, 0xab), 0, size - start, start);
      closeSync(opened);
    },
  ],
];

const PAGES: [string, string][] = [
  ['/', 'A plain story'],
  ['/latest', '47 articles'],
  ['/latest/2', 'Filler story number'],
  ['/news/plain-story', 'Just a paragraph'],
  ['/news/every-field', 'The first paragraph has'],
  ['/tags/filler/2', '45 articles'],
  ['/feed.xml', 'Just a paragraph'],
  ['/search?q=paragraph', 'A plain story'],
];

/** Content, and the cache that a site on it has left behind: the catalog's name is made from the content's path. */
const { content, remove } = contentWith('tests/newsroom');
const contentDir = path.resolve(import.meta.dirname, '../..', content);
const left = mkdtempSync(path.join(tmpdir(), 'newsroom-left-'));

beforeAll(async () => {
  await (await runSite('tests/newsroom', { CONTENT_DIR: contentDir, CACHE_DIR: left })).stop();
});
afterAll(() => {
  remove();
  rmSync(left, { recursive: true, force: true });
});

/** A copy of that cache, for a site that finds it. */
function leftCache() {
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'newsroom-cache-'));
  cpSync(left, cacheDir, { recursive: true });
  onTestFinished(() => rmSync(cacheDir, { recursive: true, force: true }));
  const [name = '', ...more] = readdirSync(cacheDir).filter((entry) => entry.endsWith('.sqlite'));
  if (!name || more.length > 0) throw new Error(`There is not one catalog in ${cacheDir}.`);
  return {
    catalogFile: path.join(cacheDir, name),
    variables: { CONTENT_DIR: contentDir, CACHE_DIR: cacheDir },
  };
}

async function started(variables: Record<string, string>): Promise<RunningSite> {
  const site = await runSite('tests/newsroom', variables);
  onTestFinished(async () => void (await site.stop()));
  return site;
}

/** The pages that are not what they should be. */
async function wrong(site: RunningSite): Promise<string[]> {
  const found: string[] = [];
  for (const [target, words] of PAGES) {
    const { status, body } = await ask(site.url, target);
    const text = body.toString('utf8').replace(/<\/?mark>/g, '');
    if (status !== 200 || !text.includes(words)) found.push(`${target}: ${status}`);
  }
  return found;
}

/** Asks for a quarter of a minute at most: the pages' thread has to start again. */
async function soon(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + 15_000;
  while (performance.now() < deadline) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

/** Asked of a site that has stopped: one that writes may lock the file for longer than anyone waits. */
function isSound(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('PRAGMA quick_check').get()?.quick_check === 'ok';
  } finally {
    database.close();
  }
}

describe.each(DAMAGES)('a catalog that is %s', { timeout: 60_000 }, (_, damage) => {
  it('is made again when the site starts', async () => {
    const { catalogFile, variables } = leftCache();
    damage(catalogFile);
    const site = await started(variables);
    expect(await soon(async () => (await wrong(site)).length === 0)).toBe(true);
    await site.stop();
    expect(isSound(catalogFile)).toBe(true);
  });

  it('is made again while the site runs, and edits go on', async () => {
    const { catalogFile, variables } = leftCache();
    const site = await started(variables);
    // The thread that makes the pages has opened the file, and read little of it.
    expect((await ask(site.url, '/about')).status).toBe(200);
    damage(catalogFile);
    const extra = path.join(contentDir, 'pages/extra.md');
    onTestFinished(() => rmSync(extra, { force: true }));
    const write = (title: string) => writeFileSync(extra, `---\ntitle: ${title}\n---\nText.\n`);
    write('Extra');
    expect(await soon(async () => (await wrong(site)).length === 0)).toBe(true);
    write('Another title');
    const text = async () => (await ask(site.url, '/extra')).body.toString('utf8');
    expect(await soon(async () => (await text()).includes('Another title'))).toBe(true);
    await site.stop();
    expect(isSound(catalogFile)).toBe(true);
  });
});

describe('a catalog whose files are replaced while the site runs', { timeout: 60_000 }, () => {
  const removeLog = (file: string) => {
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix);
  };
  it.each<[string, (file: string) => void]>([
    ['by none, which leaves the file without its log', removeLog],
    [
      'by an older copy',
      (file) => {
        cpSync(file, `${file}.old`);
        renameSync(`${file}.old`, file);
      },
    ],
  ])('is made again: %s', async (_, replace) => {
    const { catalogFile, variables } = leftCache();
    const site = await started(variables);
    expect((await ask(site.url, '/about')).status).toBe(200);
    replace(catalogFile);
    const extra = path.join(contentDir, 'pages/extra.md');
    onTestFinished(() => rmSync(extra, { force: true }));
    writeFileSync(extra, '---\ntitle: Extra\n---\nText.\n');
    expect(await soon(async () => site.output().includes('is made again'))).toBe(true);
    expect(await soon(async () => (await ask(site.url, '/extra')).status === 200)).toBe(true);
    expect(await soon(async () => (await wrong(site)).length === 0)).toBe(true);
    await site.stop();
    expect(isSound(catalogFile)).toBe(true);
    const database = new DatabaseSync(catalogFile, { readOnly: true });
    expect(database.prepare("SELECT 1 AS found FROM profiles WHERE slug = 'extra'").get()?.found).toBe(1);
    database.close();
  });
});
