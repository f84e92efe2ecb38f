import { appendFileSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Catalog, openCatalog } from '../../lib/catalog.ts';
import { site as configuration, environment } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { writeCorpus } from './corpus.ts';
import { buildWithHugo } from './hugo.ts';
import { run } from './load.ts';
import { type Server, startSite } from './servers.ts';
import { percentile, type Row, residentMemory } from './table.ts';

/** An archive of ten years, and how it got there: the same measurements from 100 articles to 87,600. */

const SIZES = (process.env.ARCHIVE_SIZES ?? '100,1000,10000,87600').split(',').map(Number);
const EDITS = 100;
/** The middle one counts: what takes seconds and is done a few times is what a shared machine disturbs the most. */
const REPEATS = 3;

type Figures = {
  articles: number;
  build: number;
  /** What was measured in turn with the largest size; nothing for any other. */
  beside: Beside;
  firstStart: number;
  searchReady: number;
  laterStart: number;
  editP50: number;
  editP95: number;
  pageP95: number;
  listP95: number;
  searchP50: number;
  searchP95: number;
  rareP95: number;
  memory: number;
  disk: number;
};

/** What the largest archive is compared with, taken in turn with its own figures: a shared machine changes its speed. */
type Beside = {
  /** Seconds of Hugo's builds of the whole, between the first starts. */
  hugo: number[];
  /** Seconds of builds of the site's code beside the smallest archive. */
  builds: number[];
  /** Milliseconds of edits in the smallest archive. */
  edits: number[];
};

export async function measureArchive(): Promise<Row[]> {
  const all: Figures[] = [];
  for (const articles of SIZES) all.push(await measureSize(articles));
  const largest = all.at(-1);
  if (!largest) return [];
  const row = (
    what: string,
    figure: Exclude<keyof Figures, 'beside'>,
    unit: string,
    bar: number,
    digits = 0,
  ): Row => ({
    what,
    measured: `${all.map((size) => size[figure].toFixed(digits)).join(', ')} ${unit}`,
    bar: `${bar} ${unit} or less`,
    reached: largest[figure] <= bar,
  });
  const { beside } = largest;
  const growth = Math.max(
    largest.editP50 / percentile(beside.edits, 0.5),
    largest.editP95 / percentile(beside.edits, 0.95),
  );
  // The quicker of Hugo's builds: what is in doubt counts for it.
  const hugo = Math.min(...beside.hugo);
  const faster = hugo / largest.firstStart;
  const smallBuild = percentile(beside.builds, 0.5);
  const slower = largest.build / smallBuild;
  return [
    { what: 'articles', measured: SIZES.join(', '), bar: '87,600', reached: SIZES.at(-1) === 87_600 },
    row(
      `first start, empty cache, until an article is answered, middle of ${REPEATS}`,
      'firstStart',
      's',
      30,
      1,
    ),
    {
      what: "Hugo's full build of the largest, the quicker of two, against that start",
      measured: `${hugo.toFixed(1)} s / ${largest.firstStart.toFixed(1)} s = ${faster.toFixed(1)}`,
      bar: '6 or more',
      reached: faster >= 6,
    },
    {
      what: '`npm run build`, largest against smallest archive, in turn',
      measured: `${largest.build.toFixed(1)} s / ${smallBuild.toFixed(1)} s = ${slower.toFixed(2)}`,
      bar: '1.2 or less',
      reached: slower <= 1.2,
    },
    row('until the search is ready', 'searchReady', 's', 90, 1),
    row('later start, until an article is answered', 'laterStart', 's', 3, 1),
    row(`a saved article until a request has the new text, p50 of ${EDITS}`, 'editP50', 'ms', 60),
    row(`the same, p95`, 'editP95', 'ms', 100),
    {
      what: 'the same, largest against smallest archive, in turn',
      measured: growth.toFixed(2),
      bar: '1.5 or less',
      reached: growth <= 1.5,
    },
    row('an article made new, p95 of 100 after 40', 'pageP95', 'ms', 40),
    row('front page, topics and lists made new, p95', 'listP95', 'ms', 40),
    row('search for two common words, p50 of 40', 'searchP50', 'ms', 20, 1),
    row('the same, p95', 'searchP95', 'ms', 40, 1),
    row('search for two rare words, p95 of 40', 'rareP95', 'ms', 3, 1),
    row('memory of the server after the first start', 'memory', 'MB', 400),
    row('catalog on disk against the Markdown', 'disk', 'times', 1.5, 2),
  ];
}

async function measureSize(articles: number): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-archive-'));
  const variables = foldersIn(folder);
  const { CONTENT_DIR: contentDir, CACHE_DIR: cacheDir } = variables;
  try {
    writeCorpus(contentDir, articles, 1);
    // What the corpus still has to write to the disk would hold the others up.
    await run('sync', []);
    const small = articles === SIZES.at(-1) ? writeSmallest(folder) : undefined;
    const beside: Beside = { hugo: [], builds: [], edits: [] };
    const builds: number[] = [];
    while (builds.length < REPEATS) {
      builds.push(await buildAnew(variables));
      if (small) beside.builds.push(await buildAnew(small.variables));
    }
    const files = articleFiles(contentDir);
    const slugs = files.map((file) => path.basename(file, '.md'));
    const someArticle = `/news/${slugs[Math.floor(articles / 2)]}`;
    const firstStarts: number[] = [];
    while (firstStarts.length < REPEATS - 1) {
      const { server, took } = await startAnew(variables, someArticle);
      await server.stop();
      firstStarts.push(took);
      if (small) beside.hugo.push(await buildWithHugo(contentDir));
    }
    const { server, started, took } = await startAnew(variables, someArticle);
    firstStarts.push(took);
    const catalog = openCatalog({
      contentDir,
      cacheDir,
      site: configuration,
      url: environment.url,
      clock: () => new Date(),
    });
    while (catalog.searchPending() > 0) await new Promise((resolve) => setTimeout(resolve, 100));
    const searchReady = seconds(started);
    const memory = await residentMemory(server.pid);
    // A renderer that has just started compiles what it runs; the first forty pages warm it up.
    const pages = spread(slugs, 140).map((slug) => `/news/${slug}`);
    for (const page of pages.slice(0, 40)) await read(server, page);
    const pageTimes = await timesOf(pages.slice(40), (page) => read(server, page));
    const listTimes = await timesOf(listsOf(catalog), (page) => read(server, page));
    const [common, rare] = [pairsOf(files, 1 / 3, 40), pairsOf(files, 0.01, 40)];
    for (const words of [...common, ...rare]) catalog.search(words);
    const searchTimes = await timesOf(common, async (words) => void catalog.search(words));
    const rareTimes = await timesOf(rare, async (words) => void catalog.search(words));
    const edits: number[] = [];
    const smallServer = small && (await startSite(small.variables, { ready: '/healthz', cores: '0,1' }));
    for (const [number, file] of spread(files, EDITS).entries()) {
      edits.push(await edit(server, file, number));
      const smallFile = small?.files[number % small.files.length];
      if (smallServer && smallFile) beside.edits.push(await edit(smallServer, smallFile, number));
    }
    await smallServer?.stop();
    await server.stop();
    catalog.close();

    const again = performance.now();
    const second = await startSite(variables, { ready: '/healthz', cores: '0,1' });
    await read(second, `/news/${slugs[0]}`);
    const laterStart = seconds(again);
    await second.stop();
    return {
      articles,
      build: percentile(builds, 0.5),
      beside,
      firstStart: percentile(firstStarts, 0.5),
      searchReady,
      laterStart,
      editP50: percentile(edits, 0.5),
      editP95: percentile(edits, 0.95),
      pageP95: percentile(pageTimes, 0.95),
      listP95: percentile(listTimes, 0.95),
      searchP50: percentile(searchTimes, 0.5),
      searchP95: percentile(searchTimes, 0.95),
      rareP95: percentile(rareTimes, 0.95),
      memory,
      disk: sizeOf(cacheDir) / files.reduce((sum, file) => sum + statSync(file).size, 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function foldersIn(folder: string) {
  return {
    CONTENT_DIR: path.join(folder, 'content'),
    CACHE_DIR: path.join(folder, 'cache'),
    DATA_DIR: path.join(folder, 'data'),
  };
}

/** A corpus of the smallest size in a folder of its own below. */
function writeSmallest(folder: string) {
  const variables = foldersIn(path.join(folder, 'smallest'));
  writeCorpus(variables.CONTENT_DIR, Math.min(...SIZES), 1);
  return { variables, files: articleFiles(variables.CONTENT_DIR) };
}

/** @returns seconds of a build of the site's code beside that content, of which it should read nothing */
async function buildAnew(variables: Record<string, string>): Promise<number> {
  rmSync('.next/built-from', { force: true });
  const started = performance.now();
  await run(process.execPath, ['lib/cli.ts', 'build'], variables);
  return seconds(started);
}

/** Starts the site with no cache. @returns the server, when it was started, and the seconds until it answered with the page */
async function startAnew(variables: { CACHE_DIR: string; DATA_DIR: string }, page: string) {
  for (const folder of [variables.CACHE_DIR, variables.DATA_DIR])
    rmSync(folder, { recursive: true, force: true });
  // What was deleted, and what Hugo wrote, is not for the next one to wait for.
  await run('sync', []);
  const started = performance.now();
  const server = await startSite(variables, { ready: '/healthz', cores: '0,1' });
  await read(server, page);
  return { server, started, took: seconds(started) };
}

/** @returns milliseconds from the saving of the file until a reader's request has its new text */
async function edit(server: Server, file: string, number: number): Promise<number> {
  const page = `/news/${path.basename(file, '.md')}`;
  const mark = `Edited for the ${number}th time.`;
  await read(server, page);
  const started = performance.now();
  appendFileSync(file, `\n\n${mark}\n`);
  while (!(await read(server, page)).includes(mark)) {
    if (performance.now() - started > 30_000) throw new Error(`${page} was not changed within 30 s.`);
  }
  return performance.now() - started;
}

async function read(server: Server, page: string): Promise<string> {
  const answer = await fetch(server.url + page);
  if (!answer.ok) throw new Error(`${page} answered ${answer.status}.`);
  return answer.text();
}

async function timesOf<Item>(items: Item[], work: (item: Item) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const started = performance.now();
    await work(item);
    times.push(performance.now() - started);
  }
  return times;
}

/** The front page, and pages of lists and topics from the first to the last. */
function listsOf(catalog: Catalog): string[] {
  const pages = catalog.latest(1)?.pages ?? 1;
  const numbers = spread(
    Array.from({ length: pages }, (_, place) => place + 1),
    Math.min(pages, 40),
  );
  const topics = configuration.topics.flatMap(({ id }) => {
    const deepest = catalog.topic(id, 1)?.pages ?? 1;
    return [urls.topic(id), urls.topic(id, Math.ceil(deepest / 2)), urls.topic(id, deepest)];
  });
  return [...new Set([urls.home(), ...numbers.map((number) => urls.latest(number)), ...topics])];
}

/** Pairs of words of which each is in about that share of the articles, found in a sample of the files. */
function pairsOf(files: string[], share: number, pairs: number): string[] {
  const sample = spread(files, 400);
  const counts = new Map<string, number>();
  for (const file of sample) {
    const words = new Set(
      readFileSync(file, 'utf8')
        .toLowerCase()
        .match(/\p{L}{4,}/gu),
    );
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const near = [...counts]
    .sort(([, a], [, b]) => Math.abs(a / sample.length - share) - Math.abs(b / sample.length - share))
    .slice(0, 2 * pairs)
    .map(([word]) => word);
  return Array.from({ length: pairs }, (_, place) => `${near[place]} ${near[pairs + place]}`);
}

/** So many of the items, evenly from all. */
function spread<Item>(items: Item[], many: number): Item[] {
  const step = Math.max(1, items.length / many);
  return Array.from(
    { length: Math.min(many, items.length) },
    (_, place) => items[Math.floor(place * step)],
  ).flatMap((item) => (item === undefined ? [] : [item]));
}

function articleFiles(contentDir: string): string[] {
  return globSync(path.join(contentDir, 'articles/**/*.md')).sort();
}

function sizeOf(folder: string): number {
  return globSync(path.join(folder, 'catalog-*')).reduce((sum, file) => sum + statSync(file).size, 0);
}

function seconds(started: number): number {
  return (performance.now() - started) / 1000;
}
