import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { makeFuzzer, RawClient } from '../support/fuzzing.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

const MANY = 20_000;
const CONNECTIONS = 16;

let site: RunningSite;
beforeAll(async () => {
  site = await runSite('tests/newsroom', { TRUST_PROXY: '1', MODERATOR_PASSWORD: 'correct-horse-battery' });
}, 120_000);
afterAll(async () => {
  await site.stop();
});

it(`${MANY} requests that no browser sends are answered, none with an error of the site`, {
  timeout: 300_000,
}, async () => {
  const statuses = new Map<number, number>();
  const failed: string[] = [];
  const next = makeFuzzer(20);
  let left = MANY;
  const origin = site.url.replace('localhost', '127.0.0.1');
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, number) => {
      const client = new RawClient(origin, `127.0.0.${2 + number}`);
      while (left-- > 0) {
        const fuzzed = next();
        const status = await client.send(fuzzed);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 && status !== 503)
          failed.push(`${status} ${JSON.stringify(fuzzed.bytes.toString('latin1'))}`);
      }
      client.close();
    }),
  );
  expect(failed).toEqual([]);
  // The requests reach all that a site can answer.
  for (const status of [200, 303, 304, 308, 400, 403, 404, 405, 414])
    expect([...statuses.keys()]).toContain(status);
  expect(statuses.get(503) ?? 0).toBeLessThan(MANY / 100);
  expect((await ask(site.url, '/')).status).toBe(200);
});
