import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveMutations } from '../support/mutated-content.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** Content files with something wrong in every field and construct; `npm run bench -- mutations` gives ten thousand. */

let site: RunningSite;
beforeAll(async () => {
  site = await runSite();
});
afterAll(async () => {
  await site.stop();
});

it('names each bad file, shows all other pages, and answers no request with 5xx', async () => {
  const outcome = await giveMutations(site, 20, 300);
  expect(outcome).toMatchObject({ unnamed: [], failed: [], broken: [] });
  expect(outcome.bad).toBeGreaterThan(100);
  expect(outcome.files - outcome.bad).toBeGreaterThan(50);
  expect(site.output()).not.toMatch(/ERR_|Unhandled|uncaught|the renderer has ended/i);
}, 120_000);
