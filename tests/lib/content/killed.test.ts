import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openContent } from '../../../lib/content.ts';
import { site } from '../../../lib/site.ts';
import { writeCorpus } from '../../bench/corpus.ts';
import { inOneFile } from '../../support/in-one-file.ts';
import { dice } from '../server/page-cache/fixtures.ts';

const ARTICLES = 200;
const KILLS = 25;
const NOW = new Date('2026-11-02T00:00:00Z');

const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-killed-'));
const contentDir = path.join(folder, 'content');
const cacheDir = path.join(folder, 'cache');
const random = dice(11);
let files: string[] = [];
let program: string;

beforeAll(async () => {
  program = await inOneFile(path.join(import.meta.dirname, 'syncing.ts'), folder);
  writeCorpus(contentDir, ARTICLES, 3);
  files = readdirSync(contentDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^articles.*\.md$/.test(file))
    .map((file) => path.join(contentDir, file));
  writeFileSync(path.join(contentDir, 'articles/bad.md'), 'no front matter');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `ms` is how long it took from each word to the next. */
type Run = { said: string[]; ms: number[] };

/** Whether the process is scanning, or filling the search. */
type Phase = 'opening' | 'synced';

/**
 * Runs the process that syncs.
 * @param kill that many milliseconds after it has said that word; undefined lets it end by itself
 */
async function run(kill?: { after: Phase; ms: number }): Promise<Run> {
  // Code that has been compiled once need not be again in each of many processes.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  const child = spawn(process.execPath, [program, contentDir, cacheDir], { env });
  const ended = once(child, 'exit');
  const said: string[] = [];
  const times: number[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  child.stdout.on('data', async (chunk) => {
    const words = String(chunk).trim().split('\n');
    said.push(...words);
    times.push(...words.map(() => performance.now()));
    if (!kill || !words.includes(kill.after)) return;
    await setTimeout(kill.ms);
    child.kill('SIGKILL');
  });
  await ended;
  return { said, ms: times.slice(1).map((time, place) => time - (times[place] ?? 0)) };
}

/** Kills that many runs at moments spread over both phases of a whole one. @returns how far each had come */
async function killMany(
  { ms: [scan = 0, fill = 0] }: Run,
  prepare: (last?: string) => void,
): Promise<string[]> {
  const reached: string[] = [];
  for (let number = 0; number < KILLS; number++) {
    prepare(reached.at(-1));
    // Most of the kills fall into the scan, which is one transaction.
    const phase: Phase = number % 4 === 3 ? 'synced' : 'opening';
    const { said } = await run({ after: phase, ms: random() * (phase === 'opening' ? scan : fill) });
    expect(said).toEqual(['opening', 'synced', 'done'].slice(0, said.length));
    reached.push(said.at(-1) ?? '');
  }
  return reached;
}

/** What a catalog on that cache shows after a clean start. */
async function shown(cache: string) {
  const content = openContent({
    contentDir,
    cacheDir: cache,
    site,
    url: 'http://localhost',
    clock: () => NOW,
  });
  const { catalog } = content;
  content.sync();
  await content.fillSearch();
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
  const reached = await killMany(whole, (last) => {
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
  const reached = await killMany(whole, change);
  expect(reached).toContain('opening');
  expect(reached).toContain('synced');
  await expectAsFromScratch();
}, 180_000);
