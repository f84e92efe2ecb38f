import { Agent } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask } from '../support/ask.ts';
import { pageText } from '../support/page-text.ts';
import { runSite } from '../support/running-site.ts';

/** How a process goes when a deployment ends it. The site is the test's own, because none is left after it. */

describe('the end of the process', () => {
  it('is clean and soon, and what is under way is answered before', async () => {
    const site = await runSite();
    onTestFinished(async () => void (await site.stop()));
    const agent = new Agent({ keepAlive: true });
    // They are made one beside the other: the first one's answer says that all have arrived.
    const targets = Array.from({ length: 36 }, (_, number) => `/news/filler-${10 + number}`);
    let answered = 0;
    const asking = targets.map(async (target) => {
      const answer = await ask(site.url, target, { agent });
      answered++;
      return answer;
    });
    await Promise.race(asking);
    const started = performance.now();
    const stopping = site.stop();
    expect(answered).toBeLessThan(targets.length);
    const answers = await Promise.all(asking);
    expect(answers.map(({ status }) => status)).toEqual(targets.map(() => 200));
    for (const answer of answers) expect(pageText(answer)).toMatch(/<\/html>$/);
    expect(await stopping).toBe(0);
    expect(performance.now() - started).toBeLessThan(7000);
    await expect(ask(site.url, '/')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });

  it.each(['SIGINT', 'SIGHUP', 'SIGUSR2'] as const)('comes with %s as with a deployment', async (signal) => {
    const site = await runSite();
    onTestFinished(async () => void (await site.stop()));
    site.signal(signal);
    expect(await site.ended).toBe(0);
  });

  it('comes when the shell of npm has ended, which passes no signal on', async () => {
    const line = '"$0" lib/server/main.ts --npm; true';
    const site = await runSite(undefined, {}, ['sh', '-c', line, process.execPath]);
    onTestFinished(async () => void (await site.stop().catch(() => undefined)));
    site.signal('SIGTERM');
    await site.ended;
    const asked = () => ask(site.url, '/').then(({ status }) => status, String);
    await vi.waitFor(async () => expect(await asked()).toContain('ECONNREFUSED'), { timeout: 15_000 });
  });

  it('does not come with SIGUSR1, which opens no debugger either', async () => {
    const site = await runSite();
    onTestFinished(async () => void (await site.stop()));
    site.signal('SIGUSR1');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await ask(site.url, '/healthz')).status).toBe(200);
    expect(site.output()).not.toMatch(/debugger/i);
  });
});
