import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../support/ask.ts';
import { articleFile } from '../support/newsroom-copy.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';
import { withinASecond } from '../support/waiting.ts';

const SECRET = 'a secret of the web hook';

async function started(variables: Record<string, string> = {}): Promise<RunningSite> {
  const site = await runSite('tests/newsroom', variables);
  onTestFinished(async () => void (await site.stop()));
  return site;
}

/** A content folder and a cache that several sites share. */
function sharedFolders() {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-shared-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const contentDir = path.join(folder, 'content');
  mkdirSync(path.join(contentDir, 'articles'), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(contentDir, 'articles', name), text);
  return { write, variables: { CONTENT_DIR: contentDir, CACHE_DIR: path.join(folder, 'cache') } };
}

const statusOf = async ({ url }: RunningSite, target: string) => (await ask(url, target)).status;
const textOf = async ({ url }: RunningSite, target: string) => (await ask(url, target)).body.toString('utf8');
const says = async (site: RunningSite, target: string, words: string) =>
  (await textOf(site, target)).includes(words);

describe('the clock', () => {
  let site: RunningSite;

  beforeAll(async () => {
    site = await runSite();
  });
  afterAll(() => site?.stop());

  const LISTS = [
    '/',
    '/latest',
    '/topics/medicine',
    '/feed.xml',
    '/feed.json',
    '/sitemaps/1.xml',
    '/search?q=wombat',
  ];
  const showing = async (site: RunningSite, slug: string) => {
    const shown = await Promise.all(LISTS.map((target) => says(site, target, `/news/${slug}`)));
    return LISTS.filter((_, place) => shown[place]);
  };

  it('brings a scheduled article at its time, to its address and everywhere', async () => {
    // The first pages of a site that has just started take longer than those after them.
    await showing(site, 'wombat-comes');
    const appears = Date.now() + 4000;
    const text = articleFile({ title: 'Wombat comes', date: new Date(appears).toISOString() });
    writeFileSync(path.join(site.contentDir, 'articles/wombat-comes.md'), text);
    let looks = 0;
    for (;;) {
      const status = await statusOf(site, '/news/wombat-comes');
      const shown = await showing(site, 'wombat-comes');
      // What came later may be either.
      if (Date.now() >= appears) break;
      expect(status).toBe(404);
      expect(shown).toEqual([]);
      looks++;
      await setTimeout(100);
    }
    expect(looks).toBeGreaterThan(0);
    // A second after its time it is everywhere.
    await setTimeout(appears + 1000 - Date.now());
    expect(await statusOf(site, '/news/wombat-comes')).toBe(200);
    expect(await showing(site, 'wombat-comes')).toEqual(LISTS);
  });

  it('takes an article that expires away at its time, from its address and everywhere', async () => {
    const expires = Date.now() + 5000;
    const date = new Date(expires - 3_600_000).toISOString();
    const text = articleFile({ title: 'Wombat goes', date, expires: new Date(expires).toISOString() });
    writeFileSync(path.join(site.contentDir, 'articles/wombat-goes.md'), text);
    expect(await withinASecond(async () => (await statusOf(site, '/news/wombat-goes')) === 200)).toBe(true);
    expect(await showing(site, 'wombat-goes')).toEqual(LISTS);
    await setTimeout(expires + 1000 - Date.now());
    expect(await statusOf(site, '/news/wombat-goes')).toBe(410);
    expect(await showing(site, 'wombat-goes')).toEqual([]);
  });
});

describe('two processes on one content and one cache', () => {
  it('start together on an empty cache, show each edit, and one outlives the other', async () => {
    const { write, variables } = sharedFolders();
    write('shared.md', articleFile({ title: 'The first version' }));
    const [one, other] = await Promise.all([started(variables), started(variables)]);
    const bothSay = (words: string) =>
      Promise.all(
        [one, other].map((site) =>
          withinASecond(
            async () => (await says(site, '/news/shared', words)) && (await says(site, '/latest', words)),
          ),
        ),
      );
    expect(await bothSay('The first version')).toEqual([true, true]);
    for (let number = 2; number < 12; number++) {
      write('shared.md', articleFile({ title: `The version of number ${number}` }));
      expect([number, await bothSay(`The version of number ${number}<`)]).toEqual([number, [true, true]]);
    }
    await one.kill();
    write('shared.md', articleFile({ title: 'After the end of one' }));
    expect(await withinASecond(() => says(other, '/news/shared', 'After the end of one'))).toBe(true);
    expect(other.output()).not.toMatch(/Error|"level":[56]0/);
  });
});

describe('the web hook', () => {
  const post = (site: RunningSite, authorization?: string) =>
    ask(site.url, '/api/content', { method: 'POST', headers: authorization ? { authorization } : {} });

  it('shows a change of which the system sends no event', async () => {
    const { write, variables } = sharedFolders();
    // The file behind a link is in a folder that is not watched.
    const outside = path.join(path.dirname(variables.CONTENT_DIR), 'outside.md');
    writeFileSync(outside, articleFile({ title: 'Before the hook' }));
    symlinkSync(outside, path.join(variables.CONTENT_DIR, 'articles/linked.md'));
    write('plain.md', articleFile());
    const site = await started({ ...variables, CONTENT_SECRET: SECRET });
    expect(await says(site, '/news/linked', 'Before the hook')).toBe(true);
    writeFileSync(outside, articleFile({ title: 'After the hook' }));
    for (const wrong of [
      undefined,
      'Bearer',
      `Bearer ${SECRET}x`,
      `Bearer ${SECRET.slice(1)}`,
      SECRET,
      `Basic ${SECRET}`,
    ])
      expect([wrong, (await post(site, wrong)).status]).toEqual([wrong, 403]);
    await setTimeout(300);
    expect(await says(site, '/news/linked', 'Before the hook')).toBe(true);
    expect((await post(site, `Bearer ${SECRET}`)).status).toBe(202);
    expect(await says(site, '/news/linked', 'After the hook')).toBe(true);
    expect(await statusOf(site, '/api/content')).toBe(404);
  });

  it('is closed where the site has no secret', async () => {
    const site = await started();
    for (const given of [undefined, 'Bearer ', 'Bearer undefined', `Bearer ${SECRET}`])
      expect([given, (await post(site, given)).status]).toEqual([given, 403]);
  });
});
