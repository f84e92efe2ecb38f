import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openContent } from '../../lib/content.ts';
import { site } from '../../lib/site.ts';
import { type MutatedFile, mutatedFiles } from '../bench/mutations.ts';
import { ask } from './ask.ts';
import type { RunningSite } from './running-site.ts';

/** What became of a site that was given mutated files. */
export type Outcome = {
  files: number;
  /** Files that have an error, and those of them that the site has not named. */
  bad: number;
  unnamed: string[];
  /** Requests of the site's own pages, and what was answered with another status than 200. */
  asked: number;
  failed: string[];
  /** Requests of the files' own pages, and what was answered with 5xx. */
  own: number;
  broken: string[];
};

const OTHER_PAGES = [
  '/',
  '/latest',
  '/feed.xml',
  '/feed.json',
  '/sitemap.xml',
  '/sitemaps/1.xml',
  '/news-sitemap.xml',
]
  .concat([
    '/tags',
    '/topics',
    '/topics/medicine',
    '/archive',
    '/search?q=mutated',
    '/authors/desk',
    '/trending',
  ])
  .concat(['/news/plain-story', '/news/every-field', '/about', '/healthz', '/topics/medicine/feed.xml']);
const WRITTEN_AT_ONCE = 50;

/** Puts the files into a running site, some at a time, and asks for its pages meanwhile and for theirs at the end. */
export async function giveMutations(running: RunningSite, seed: number, count: number): Promise<Outcome> {
  const files = mutatedFiles(seed, count);
  const outcome: Outcome = { files: count, bad: 0, unnamed: [], asked: 0, failed: [], own: 0, broken: [] };
  const askOthers = async (pages: string[]) => {
    for (const page of pages) {
      const { status } = await ask(running.url, page);
      outcome.asked++;
      if (status !== 200) outcome.failed.push(`${status} ${page}`);
    }
  };
  const bad = badFilesOf(files);
  for (let done = 0; done < files.length; done += WRITTEN_AT_ONCE) {
    write(running.contentDir, files.slice(done, done + WRITTEN_AT_ONCE));
    await askOthers(OTHER_PAGES.filter((_, place) => place % 5 === (done / WRITTEN_AT_ONCE) % 5));
  }
  const unnamed = () => bad.filter((file) => !running.output().includes(file));
  for (let tries = 0; tries < 300 && unnamed().length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  await askOthers(OTHER_PAGES);
  for (const { path: file } of files) {
    const [folder, name = ''] = file.replace(/\.md$/, '').split('/');
    const prefix = { articles: '/news/', authors: '/authors/' }[folder ?? ''] ?? '/';
    const { status } = await ask(running.url, encodeURI(prefix + name));
    outcome.own++;
    if (status >= 500) outcome.broken.push(`${status} ${file}`);
  }
  for (const { path: file } of files) rmSync(path.join(running.contentDir, file), { force: true });
  return { ...outcome, bad: bad.length, unnamed: unnamed() };
}

function write(contentDir: string, files: MutatedFile[]): void {
  for (const { path: file, bytes } of files) {
    const place = path.join(contentDir, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
}

/** The files that have an error when all of them are read at once. */
function badFilesOf(files: MutatedFile[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-mutations-'));
  const contentDir = path.join(folder, 'content');
  write(contentDir, files);
  const content = openContent({
    contentDir,
    cacheDir: folder,
    site,
    url: 'http://localhost',
    clock: () => new Date(),
  });
  content.sync();
  const errors = content.catalog.problems().filter(({ severity }) => severity === 'error');
  content.close();
  rmSync(folder, { recursive: true });
  return [...new Set(errors.map(({ path: file }) => file))];
}
