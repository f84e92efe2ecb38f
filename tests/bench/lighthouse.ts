import { existsSync } from 'node:fs';
import { z } from 'zod';
import { run } from './load.ts';
import { startSite } from './servers.ts';
import type { Row } from './table.ts';

/** What Lighthouse says of the front page and an article on its default throttled phone, three runs each. */

const VERSION = '13.5.0';
const RUNS = 3;
const PAGES = { home: '/', article: '/news/ketamine-for-depression-addiction-risk' };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

const reportSchema = z.object({
  categories: z.record(z.string(), z.object({ score: z.number().nullable() })),
  audits: z.record(z.string(), z.object({ numericValue: z.number().optional() })),
});

export async function measureLighthouse(): Promise<Row[]> {
  const chrome = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  if (!chrome) throw new Error('Lighthouse needs an installed Chromium.');
  process.env.CHROME_PATH = chrome;
  const site = await startSite();
  try {
    const rows: Row[] = [];
    for (const [name, path] of Object.entries(PAGES)) {
      const runs = [];
      for (let number = 0; number < RUNS; number++) runs.push(await report(site.url + path));
      rows.push(...rowsOf(name, runs));
    }
    return rows;
  } finally {
    await site.stop();
  }
}

type Report = z.output<typeof reportSchema>;

async function report(url: string): Promise<Report> {
  const text = await run('npx', [
    ...['--yes', `lighthouse@${VERSION}`, url, '--quiet', '--output=json', '--output-path=stdout'],
    ...[`--chrome-flags=${FLAGS}`, `--only-categories=${CATEGORIES.join(',')}`],
  ]);
  return reportSchema.parse(JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)));
}

/** The worst of the runs counts. */
function rowsOf(name: string, runs: Report[]): Row[] {
  const scores = CATEGORIES.map((category) =>
    Math.min(...runs.map((run) => Math.round((run.categories[category]?.score ?? 0) * 100))),
  );
  const worst = (audit: string) =>
    Math.max(...runs.map((run) => run.audits[audit]?.numericValue ?? Number.NaN));
  const lcp = worst('largest-contentful-paint');
  const shift = worst('cumulative-layout-shift');
  const blocked = worst('total-blocking-time');
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
