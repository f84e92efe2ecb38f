import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { writeCorpus } from './corpus.ts';
import { type Load, load } from './load.ts';
import { type Server, startBare, startNext, startNginx, startSite } from './servers.ts';
import { percentile, type Row, residentMemory } from './table.ts';

/** What the press is for: small pages, sent as fast as a file server sends them. */

const ARTICLE = '/news/ketamine-for-depression-addiction-risk';
/** Short and many: a shared machine is slower for some seconds at a time, which then falls on all that are compared. */
const SECONDS = 2;
const ROUNDS = 15;
const WARM_UP = 15;
/** Addresses that most readers are at. */
const NEW = 500;

export async function measurePress(): Promise<Row[]> {
  const rows: Row[] = [];
  const variables = { CACHE_DIR: mkdtempSync(path.join(tmpdir(), 'newsroom-press-')) };
  const site = await startSite(variables);
  try {
    const { headers, body } = await get(site.url + ARTICLE, 'br');
    const html = (await get(site.url + ARTICLE, 'identity')).body.toString();
    const script = /src="(\/assets\/[^"]+)"/.exec(html)?.[1];
    const scriptBytes = script ? (await get(site.url + script, 'br')).body.length : 0;
    const sent = body.length + scriptBytes;
    rows.push({
      what: 'ketamine article before pictures, as sent',
      measured: `${sent} bytes`,
      bar: '14,600 or less',
      reached: sent <= 14_600,
    });
    const blocking = (html.match(/<link[^>]+rel="stylesheet"|<script(?![^>]*(?:type="|data-keep))/g) ?? [])
      .length;
    rows.push({
      what: 'requests before the text is readable',
      measured: String(1 + blocking),
      bar: '1',
      reached: blocking === 0,
    });
    const framework = (html.match(/_next\/static\/[^"]*\.js|__next_f/g) ?? []).length;
    rows.push({
      what: 'framework script on a public page',
      measured: `${framework} references`,
      bar: '0',
      reached: framework === 0,
    });
    rows.push(...(await measureThroughput(site, headers, variables)));
  } finally {
    await site.stop();
  }
  return rows;
}

async function measureThroughput(
  site: Server,
  headers: string[],
  variables: { CACHE_DIR: string },
): Promise<Row[]> {
  const { body: gzip, headers: gzipHeaders } = await get(site.url + ARTICLE, 'gzip');
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-bare-'));
  writeFileSync(path.join(folder, 'body'), gzip);
  writeFileSync(
    path.join(folder, 'headers'),
    JSON.stringify(sentHeaders(gzipHeaders.length > 0 ? gzipHeaders : headers)),
  );
  const bare = await startBare(path.join(folder, 'body'), path.join(folder, 'headers'));
  const nginx = await startNginx(gunzipSync(gzip), gzip);
  try {
    // Node compiles what is hot while it runs; a site that is asked this often has run for longer than this.
    for (const server of [site, bare]) await load(server.url + ARTICLE, WARM_UP);
    const nextLoad = await loadNext(variables);
    // In turn and often, so that what else the machine does falls on all of them; the middle round counts.
    const rounds: Record<'site' | 'bare' | 'nginx', Load>[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        site: await load(site.url + ARTICLE, SECONDS),
        bare: await load(bare.url, SECONDS),
        nginx: await load(`${nginx.url}/page.html`, SECONDS),
      });
    }
    const middle = (of: 'bare' | 'nginx', figure: 'perSecond' | 'p99') => {
      const sorted = rounds.toSorted(
        (a, b) => a.site[figure] / a[of][figure] - b.site[figure] / b[of][figure],
      );
      const { site: ours, [of]: theirs } = sorted[Math.floor(ROUNDS / 2)] ?? fail();
      return { ours: ours[figure], theirs: theirs[figure] };
    };
    const ratio = (name: string, bar: number, { ours, theirs }: { ours: number; theirs: number }): Row => {
      const measured = ours / theirs;
      return {
        what: `requests a second, hot article, against ${name}`,
        measured: `${count(ours)} / ${count(theirs)} = ${measured.toFixed(2)}`,
        bar: `${bar} or more`,
        reached: measured >= bar,
      };
    };
    const late = middle('bare', 'p99');
    const slower = late.ours / late.theirs;
    return [
      ratio('nginx with the same gzip file', 0.45, middle('nginx', 'perSecond')),
      ratio('bare node:http', 0.8, middle('bare', 'perSecond')),
      ratio('`next start` of the same build', 40, {
        ours: middle('bare', 'perSecond').ours,
        theirs: nextLoad.perSecond,
      }),
      {
        what: 'p99 at 32 connections, against bare node:http',
        measured: `${late.ours.toFixed(2)} ms / ${late.theirs.toFixed(2)} ms = ${slower.toFixed(2)}`,
        bar: '1.3 or less',
        reached: slower <= 1.3,
      },
    ];
  } finally {
    await Promise.all([bare.stop(), nginx.stop()]);
  }
}

/** Alone, because it goes on tidying its memory when it is asked no more. */
async function loadNext(variables: { CACHE_DIR: string }): Promise<Load> {
  const next = await startNext(variables);
  try {
    return await load(next.url + ARTICLE, WARM_UP);
  } finally {
    await next.stop();
  }
}

/** Pages that are in no memory: each address of a corpus once, then many requests over all of them. */
export async function measureNewPages(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-corpus-'));
  writeCorpus(folder, 10_000, 1);
  const site = await startSite({ CONTENT_DIR: folder });
  try {
    const paths = await articlePaths(site);
    const times: number[] = [];
    for (const page of paths.slice(0, 40)) await get(site.url + page, 'gzip');
    for (const page of paths.slice(40, 540)) {
      const started = performance.now();
      await get(site.url + page, 'gzip');
      times.push(performance.now() - started);
    }
    const p95 = percentile(times, 0.95);
    const before = await requestMany(site, paths, 100_000);
    const after = await requestMany(site, paths, 900_000);
    return [
      {
        what: 'a page made new, p95 of 500',
        measured: `${p95.toFixed(1)} ms`,
        bar: '40 ms or less',
        reached: p95 <= 40,
      },
      {
        what: 'memory after 100,000 and after 1,000,000 requests over 10,000 addresses',
        measured: `${Math.round(before)} MB, ${Math.round(after)} MB`,
        bar: 'flat, under 400 MB',
        reached: after < 400 && after < before * 1.15,
      },
    ];
  } finally {
    await site.stop();
  }
}

async function articlePaths(site: Server): Promise<string[]> {
  const { body } = await get(`${site.url}/sitemaps/1.xml`, 'identity');
  return [...body.toString().matchAll(/<loc>[^<]*?(\/news\/[^<]+)<\/loc>/g)].map(([, page = '']) => page);
}

/**
 * Asks 32 at a time for what readers ask: mostly for what is new. One request in forty is for the next of all
 * addresses in turn, so that 400,000 requests have been at every address, most of which are in no memory.
 * @returns megabytes of memory afterwards
 */
async function requestMany(site: Server, paths: string[], requests: number): Promise<number> {
  let done = 0;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let number = done++; number < requests; number = done++) {
        const place = number % 40 === 0 ? number / 40 : Math.floor(Math.random() * NEW);
        await get(site.url + (paths[place % paths.length] ?? '/'), 'gzip');
      }
    }),
  );
  return residentMemory(site.pid);
}

type Got = { status: number; headers: string[]; body: Buffer };

function get(url: string, encoding: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.rawHeaders,
          body: Buffer.concat(chunks),
        }),
      );
      response.once('error', reject);
    })
      .once('error', reject)
      .end();
  });
}

/** What the server itself added is left to the bare server to add. */
function sentHeaders(raw: string[]): string[] {
  const kept: string[] = [];
  for (let place = 0; place < raw.length; place += 2) {
    const [name = '', value = ''] = raw.slice(place, place + 2);
    if (!/^(?:date|connection|keep-alive)$/i.test(name)) kept.push(name, value);
  }
  return kept;
}

function fail(): never {
  throw new Error('There was no round.');
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
