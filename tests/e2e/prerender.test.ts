import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTab, type Tab } from '../support/devtools.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

let site: RunningSite;
let tab: Tab;

beforeAll(async () => {
  [site, tab] = await Promise.all([runSite(), openTab()]);
});
afterAll(async () => {
  await Promise.all([site?.stop(), tab?.close()]);
});

const LINK = "document.querySelector('.story.lead h2 a')";

describe('a link under the pointer', () => {
  it('is prerendered, and shown at once when it is followed', async () => {
    const { page, prerendered, statuses, send, evaluate } = tab;
    await send('Page.navigate', { url: site.url }, page);
    await vi.waitFor(async () => expect(await evaluate(`String(!!${LINK})`, page)).toBe('true'), 10_000);
    await evaluate(`String(${LINK}.scrollIntoView({ block: 'center', behavior: 'instant' }))`, page);
    const target = await evaluate(`${LINK}.href`, page);
    const place = await evaluate(
      `(({ x, y }) => \`\${x + 5} \${y + 5}\`)(${LINK}.getBoundingClientRect())`,
      page,
    );
    const [x, y] = place.split(' ').map(Number);

    await send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }, page);
    await vi.waitFor(() => expect(statuses).toContain('Ready'), 10_000);
    const [ahead = ''] = prerendered;
    expect(await evaluate("location.href + ' ' + document.prerendering", ahead)).toBe(`${target} true`);

    for (const type of ['mousePressed', 'mouseReleased'])
      void send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 }, page);
    await vi.waitFor(
      async () => expect(await evaluate('String(document.prerendering)', ahead)).toBe('false'),
      10_000,
    );
    const activated = await evaluate(
      "String(performance.getEntriesByType('navigation')[0].activationStart)",
      ahead,
    );
    expect(Number(activated)).toBeGreaterThan(0);
  });
});
