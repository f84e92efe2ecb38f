import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCatalog } from '../../../lib/catalog.ts';
import { writeCorpus } from '../../../lib/corpus.ts';
import { site } from '../../../lib/site.ts';
import { dice } from '../press/fixtures.ts';

const PROGRAM = path.join(import.meta.dirname, 'syncing.ts');
const ARTICLES = 300;
const KILLS = 25;
const NOW = new Date('2026-11-02T00:00:00Z');

const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-killed-'));
const contentDir = path.join(folder, 'content');
const cacheDir = path.join(folder, 'cache');
const random = dice(11);
let files: string[] = [];

beforeAll(() => {
  writeCorpus(contentDir, ARTICLES, 3);
  files = readdirSync(contentDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^articles.*\.md$/.test(file))
    .map((file) => path.join(contentDir, file));
  writeFileSync(path.join(contentDir, 'articles/bad.md'), 'no front matter');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = { said: string; ms: number };

/**
 * Runs the process that syncs.
 * @param after milliseconds from when it opens the catalog until it is killed; undefined lets it end by itself
 */
async function run(after?: number): Promise<Run> {
  // Code that has been compiled once need not be again in each of many processes.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  const child = spawn(process.execPath, [PROGRAM, contentDir, cacheDir], { env });
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  await once(child.stdout, 'data');
  const started = performance.now();
  if (after !== undefined) {
    await setTimeout(after);
    child.kill('SIGKILL');
  }
  await ended;
  return { said, ms: performance.now() - started };
}

/** Kills that many runs at moments spread over a whole one. @returns how far each had come */
async function killMany(whole: number, prepare: (last: string | undefined) => void): Promise<string[]> {
  const reached: string[] = [];
  for (let number = 0; number < KILLS; number++) {
    prepare(reached.at(-1));
    const { said } = await run(random() * whole);
    const words = said.trim().split('\n');
    expect(words).toEqual(['opening', 'synced', 'done'].slice(0, words.length));
    reached.push(words.at(-1) ?? '');
  }
  return reached;
}

/** What a catalog on that cache shows after a clean start. */
async function shown(cache: string) {
  const catalog = openCatalog({
    contentDir,
    cacheDir: cache,
    site,
    url: 'http://localhost',
    clock: () => NOW,
  });
  catalog.sync();
  await catalog.fillSearch();
  const pages = Array.from({ length: catalog.latest()?.pages ?? 0 }, (_, place) => catalog.latest(place + 1));
  const articles = pages.flatMap((page) => page?.items ?? []);
  const words = articles.slice(0, 40).flatMap(({ title }) => title.split(' ').slice(0, 2));
  const found = words.map((word) => {
    const results = catalog.search(word);
    return { word, total: results?.total, slugs: results?.items.map(({ slug }) => slug) };
  });
  const seen = {
    articles: articles.map(({ slug, title, excerpt, tags }) => ({ slug, title, excerpt, tags })),
    tags: catalog.tags(),
    found,
    problems: catalog.problems(),
  };
  catalog.close();
  return seen;
}

async function expectAsFromScratch(): Promise<void> {
  const after = await shown(cacheDir);
  expect(after.articles).toHaveLength(ARTICLES);
  expect(after.problems).toMatchObject([{ path: 'articles/bad.md' }]);
  expect(after.found.every(({ total }) => (total ?? 0) > 0)).toBe(true);
  expect(after).toEqual(await shown(path.join(folder, 'scratch')));
  rmSync(path.join(folder, 'scratch'), { recursive: true });
}

it('a first scan that is killed at any moment leaves a catalog that the next start makes whole', async () => {
  const whole = await run();
  expect(whole.said).toContain('done');
  rmSync(cacheDir, { recursive: true });
  const reached = await killMany(whole.ms, (last) => {
    // What has been scanned to its end is not scanned a first time again.
    if (last !== 'opening') rmSync(cacheDir, { recursive: true, force: true });
  });
  expect(reached).toContain('opening');
  await expectAsFromScratch();
}, 180_000);

it('a sync that is killed at any moment leaves a catalog that the next start makes whole', async () => {
  const change = () => {
    for (let number = 0; number < ARTICLES / 4; number++) {
      const file = files[Math.floor(random() * files.length)] ?? '';
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(
          /^title: "(?:Zq\d+ )?/m,
          `title: "Zq${Math.floor(random() * 1000)} `,
        ),
      );
    }
  };
  change();
  const whole = await run();
  const reached = await killMany(whole.ms, change);
  expect(reached).toContain('opening');
  expect(reached).toContain('synced');
  await expectAsFromScratch();
}, 180_000);
