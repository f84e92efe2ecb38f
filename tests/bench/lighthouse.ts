import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { run } from './load.ts';
import { type Server, startBare, startSite } from './servers.ts';
import type { Row } from './table.ts';

/** What Lighthouse says of the front page and an article on its default throttled phone, three runs each. */

const VERSION = '13.5.0';
const RUNS = 3;
const PAGES = { home: '/', article: '/news/ketamine-for-depression-addiction-risk' };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/**
 * A site that has just started makes its first pages ahead and proofreads, on the same two cores as the browser: a first
 * report that came with it had tasks of twice the length. Milliseconds.
 */
const STARTED = 5000;

const reportSchema = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.record(z.string(), z.object({ numericValue: z.number().optional() })),
});

export async function measureLighthouse(): Promise<Row[]> {
  const chrome = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  if (!chrome) throw new Error('Lighthouse needs an installed Chromium.');
  process.env.CHROME_PATH = chrome;
  const site = await startSite();
  const least = await startLeast();
  await setTimeout(STARTED);
  try {
    const rows: Row[] = [];
    for (const [name, target] of Object.entries(PAGES))
      rows.push(...rowsOf(name, await reports(site.url + target)));
    // What this machine and its browser cost any page.
    const { score, lcp, blocked } = worstOf(await reports(least.url));
    rows.push({
      what: 'a page of one paragraph and nothing else: performance, largest paint, blocking time',
      measured: `${score}, ${(lcp / 1000).toFixed(2)} s, ${Math.round(blocked)} ms`,
      bar: 'none',
      reached: true,
    });
    return rows;
  } finally {
    await Promise.all([site.stop(), least.stop()]);
  }
}

function startLeast(): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-least-'));
  const [body, headers] = [path.join(folder, 'body'), path.join(folder, 'headers')];
  writeFileSync(
    body,
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>One</title><p>One paragraph.</p></html>',
  );
  writeFileSync(headers, JSON.stringify(['Content-Type', 'text/html; charset=utf-8']));
  return startBare(body, headers);
}

async function reports(url: string): Promise<Report[]> {
  const runs: Report[] = [];
  for (let number = 0; number < RUNS; number++) runs.push(await report(url));
  return runs;
}

type Report = z.output<typeof reportSchema>;

async function report(url: string): Promise<Report> {
  const text = await run('npx', [
    ...['--yes', `lighthouse@${VERSION}`, url, '--quiet', '--output=json', '--output-path=stdout'],
    ...[`--chrome-flags=${FLAGS}`, `--only-categories=${CATEGORIES.join(',')}`],
  ]);
  return reportSchema.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
}

/** The worst of the runs counts. Times in milliseconds. */
function worstOf(runs: Report[]) {
  const scores = CATEGORIES.map((category) =>
    Math.min(...runs.map((run) => Math.round((run.categories[category]?.score ?? 0) * 100))),
  );
  const worst = (audit: string) =>
    Math.max(...runs.map((run) => run.audits[audit]?.numericValue ?? Number.NaN));
  return {
    scores,
    score: scores[0],
    lcp: worst('largest-contentful-paint'),
    shift: worst('cumulative-layout-shift'),
    blocked: worst('total-blocking-time'),
  };
}

function rowsOf(name: string, runs: Report[]): Row[] {
  const { scores, lcp, shift, blocked } = worstOf(runs);
  return [
    {
      what: `Lighthouse ${VERSION}, ${name}: ${CATEGORIES.join(', ')}`,
      measured: scores.join(' / '),
      bar: '100 / 100 / 100 / 100',
      reached: scores.every((score) => score === 100),
    },
    {
      what: `largest contentful paint, ${name}`,
      measured: `${(lcp / 1000).toFixed(2)} s`,
      bar: '1.2 s or less',
      reached: lcp <= 1200,
    },
    {
      what: `layout shift and blocking time, ${name}`,
      measured: `${shift.toFixed(3)}, ${Math.round(blocked)} ms`,
      bar: '0, 0 ms',
      reached: shift === 0 && blocked === 0,
    },
  ];
}
