import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFuzzer, RawClient } from '../support/fuzzing.ts';
import { type Server, startSite } from './servers.ts';
import { percentile, type Row, residentMemory } from './table.ts';

/** What strangers may do to the site while others read it. */

const ATTACKS = [
  ...[
    'blanks in a preview',
    'blanks in a comment',
    'blanks at the sign-in',
    'blanks in a header',
    'wrong passwords',
  ],
  ...['views of one sender under many names', 'pipelined requests, never read', 'searches that are left'],
  ...['pages that are not there, left', 'searches', 'the desk', 'percent signs', 'a large form'],
];
const SECONDS = 10;
const FUZZED = 1_000_000;
const CONNECTIONS = 32;

export async function measureAttacks(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-attacks-'));
  const variables = {
    CONTENT_DIR: 'tests/newsroom',
    CACHE_DIR: path.join(folder, 'cache'),
    DATA_DIR: path.join(folder, 'data'),
    MODERATOR_PASSWORD: 'correct-horse-battery',
  };
  const rows: Row[] = [];
  const site = await startSite(variables);
  try {
    for (const attack of ATTACKS) rows.push(await measureAttack(site, attack));
  } finally {
    await site.stop();
  }
  const fuzzed = await startSite(variables);
  try {
    rows.push(...(await measureFuzzing(fuzzed)));
  } finally {
    await fuzzed.stop();
  }
  return rows;
}

/** The latency of the kept front page for a reader, one request after the other, while one sender attacks. */
async function measureAttack(site: Server, attack: string): Promise<Row> {
  const before = await residentMemory(site.pid);
  const attacker = spawn(
    'taskset',
    ['-c', '1', process.execPath, 'tests/bench/attacker.ts', attack, site.url, String(SECONDS)],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise((resolve) => attacker.once('exit', resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const statuses = new Set<number>();
  await wait(500);
  const end = performance.now() + (SECONDS - 1) * 1000;
  while (performance.now() < end) {
    const { ms, status } = await front(site.url, agent);
    times.push(ms);
    statuses.add(status);
    await wait(5);
  }
  agent.destroy();
  await ended;
  await wait(3000);
  const grown = (await residentMemory(site.pid)) - before;
  const p99 = percentile(times, 0.99);
  return {
    what: `a kept page, p99 of ${times.length}, during: ${attack}`,
    measured: `${p99.toFixed(1)} ms, ${grown < 0 ? '' : '+'}${grown.toFixed(0)} MB after it`,
    bar: '50 ms or less',
    reached: p99 <= 50 && [...statuses].every((status) => status === 200),
  };
}

function front(url: string, agent: Agent): Promise<{ ms: number; status: number }> {
  const started = performance.now();
  return new Promise((resolve) => {
    const sent = request(url, { agent, headers: { 'accept-encoding': 'br' } }, (response) => {
      response
        .resume()
        .once('end', () => resolve({ ms: performance.now() - started, status: response.statusCode ?? 0 }));
    });
    sent.once('error', () => resolve({ ms: performance.now() - started, status: 0 }));
    sent.end();
  });
}

/** Memory is read after each tenth: what V8 has not collected yet makes one reading differ from the next by 30 MB. */
async function measureFuzzing(site: Server): Promise<Row[]> {
  const client = makeFuzzer(1);
  const origin = site.url.replace('localhost', '127.0.0.1');
  let failed = 0;
  let late = 0;
  const memory: number[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    let left = FUZZED / 10;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async (_, number) => {
        const raw = new RawClient(origin, `127.0.0.${2 + number}`);
        while (left-- > 0) {
          const status = await raw.send(client()).catch(() => -1);
          if (status === -1) late++;
          if (status >= 500 && status !== 503) failed++;
        }
        raw.close();
      }),
    );
    await wait(5000);
    memory.push(await residentMemory(site.pid));
  }
  const grown = percentile(memory.slice(-3), 0.5) - percentile(memory.slice(0, 3), 0.5);
  return [
    {
      what: `${FUZZED.toLocaleString('en')} fuzzed requests: errors of the site, and answers that never came`,
      measured: `${failed}, ${late}`,
      bar: '0, 0',
      reached: failed === 0 && late === 0,
    },
    {
      what: `memory after the last three tenths of them against the first three, medians; ${memory.map((each) => each.toFixed(0)).join(' ')} MB`,
      measured: `${grown < 0 ? '' : '+'}${grown.toFixed(0)} MB`,
      bar: 'within 30 MB',
      reached: grown <= 30,
    },
  ];
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
