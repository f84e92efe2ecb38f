import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import { articleOfToday } from '../support/forms.ts';
import { runSite } from '../support/running-site.ts';

/** When the page was made, which the token in its form begins with. Milliseconds since 1970. */
function madeAt(page: string): number {
  const [, issued = ''] = /name="token" value="([0-9a-z]+)\./.exec(page) ?? [];
  return Number.parseInt(issued, 36);
}

it('a site that has just started makes what its front page leads to before anybody asks', async () => {
  const copy = contentWith('tests/newsroom', { 'articles/of-today.md': articleOfToday('Of today') });
  const site = await runSite(copy.content);
  onTestFinished(async () => {
    await site.stop();
    copy.remove();
  });
  await setTimeout(5000);
  const before = Date.now();
  const page = (await ask(site.url, '/news/of-today')).body.toString();
  expect(madeAt(page)).toBeLessThan(before - 500);
});
