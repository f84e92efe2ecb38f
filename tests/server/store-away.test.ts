import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import { AGENT, articleOfToday, openBehind, PASSWORD, post } from '../support/forms.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';
import { emptyPlace } from '../support/stores.ts';

/** Articles are whole while the readers' store is away, and forms keep what was typed. */

const AWAY = 'Comments are away for the moment';
const ARTICLE = '/news/a-story';

async function startSite(variables: Record<string, string>): Promise<RunningSite> {
  const copy = contentWith('tests/newsroom', { 'articles/a-story.md': articleOfToday('A story') });
  const site = await runSite(copy.content, { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1', ...variables });
  onTestFinished(async () => {
    expect(await site.stop()).toBe(0);
    copy.remove();
  });
  return site;
}

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'newsroom-away-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const textOf = async (site: RunningSite, target: string) => (await ask(site.url, target)).body.toString();
const healthOf = async (site: RunningSite) => JSON.parse(await textOf(site, '/healthz')).comments;

async function untilBack(site: RunningSite): Promise<void> {
  const deadline = performance.now() + 8000;
  while ((await textOf(site, ARTICLE)).includes(AWAY) || (await healthOf(site)) !== 'ok') {
    if (performance.now() > deadline) throw new Error(`Comments did not come back.\n${site.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function expectAway(site: RunningSite): Promise<void> {
  const article = await ask(site.url, ARTICLE);
  expect(article.status).toBe(200);
  expect(article.body.toString()).toContain('Text of A story.');
  expect(article.body.toString()).toContain(AWAY);
  expect(article.headers['cache-control']).toContain('no-store');
  for (const target of ['/', '/trending', '/latest', '/topics/policy', `${ARTICLE}/replies/send`])
    expect([target, (await ask(site.url, target)).status]).toEqual([target, 200]);
  for (const target of ['/moderation', '/replies/feed.xml', `${ARTICLE}/replies/feed.xml`]) {
    const answer = await ask(site.url, target);
    expect([target, answer.status, answer.headers['retry-after']]).toEqual([target, 503, expect.any(String)]);
    expect(answer.body.toString()).toContain(AWAY);
  }
  expect(await healthOf(site)).toBe('away');
  expect((await ask(site.url, '/healthz')).status).toBe(200);
  for (const act of ['send', 'preview']) {
    const sent = await post(site.url, `${ARTICLE}/replies/send`, {
      name: 'Ada',
      text: 'My <own> words',
      act,
    });
    expect(sent.status).toBe(503);
    expect(sent.body.toString()).toContain('nothing was saved');
    expect(sent.body.toString()).toContain('My &lt;own&gt; words</textarea>');
  }
  const own = await post(site.url, `${ARTICLE}/replies/own/${'0'.repeat(17)}.x`, {
    text: 'Changed',
    act: 'edit',
  });
  expect([own.status, own.body.toString()]).toEqual([503, expect.stringContaining('Changed</textarea>')]);
  const signIn = await post(site.url, '/moderation/sign-in', { moderator: 'Mo', password: PASSWORD });
  expect([signIn.status, signIn.body.toString()]).toEqual([503, expect.stringContaining('value="Mo"')]);
  const judged = await post(site.url, '/moderation/judge', {}, { cookie: 'moderator=x' });
  expect([judged.status, judged.body.toString()]).toEqual([
    503,
    expect.stringContaining('nothing was saved'),
  ]);
  const view = await post(site.url, '/api/views', 'a-story', { 'user-agent': AGENT });
  expect(view.status).toBe(503);
}

describe('a site whose store is away', () => {
  it('starts when it cannot be opened, says why, and has it back', async () => {
    const dataDir = folder();
    const file = path.join(dataDir, 'audience.sqlite');
    mkdirSync(file);
    const site = await startSite({ DATA_DIR: dataDir });
    await expectAway(site);
    expect(site.output()).toContain('audience.sqlite');
    rmSync(file, { recursive: true });
    await untilBack(site);
    // The thread that makes the pages has the store back by itself, perhaps before the one that takes the forms.
    await vi.waitFor(() => expect(site.output()).toContain('comments are back'), 8000);
  });

  it('starts when its file is damaged', async () => {
    const dataDir = folder();
    writeFileSync(path.join(dataDir, 'audience.sqlite'), 'x'.repeat(9000));
    const site = await startSite({ DATA_DIR: dataDir });
    await expectAway(site);
    expect(site.output()).toContain('is damaged or no database');
  });

  it('starts when another program has locked its file', async () => {
    const dataDir = folder();
    const other = new DatabaseSync(path.join(dataDir, 'audience.sqlite'));
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const site = await startSite({ DATA_DIR: dataDir });
    await expectAway(site);
    other.close();
    await untilBack(site);
  });

  it('says so while it is shown and takes nothing', async () => {
    const site = await startSite({});
    await untilBack(site);
    const behind = await openBehind(site);
    const token = behind.tokenOf('a-story');
    await behind.store.close();
    const other = new DatabaseSync(path.join(site.dataDir, 'audience.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    await vi.waitFor(async () => expect(await healthOf(site)).toBe('read-only'), 8000);
    const article = await ask(site.url, ARTICLE);
    expect([article.status, article.body.toString().includes(AWAY)]).toEqual([200, false]);
    const sent = await post(site.url, `${ARTICLE}/replies/send`, { name: 'Ada', text: 'Kept', token });
    expect([sent.status, sent.body.toString()]).toEqual([503, expect.stringContaining('Kept</textarea>')]);
    expect(site.output()).toContain('is locked by another program');
    other.close();
    await untilBack(site);
  });

  it('starts while PostgreSQL is not there, and never names the password', async () => {
    const site = await startSite({ DATABASE_URL: 'postgres://user:a-secret@127.0.0.1:9/none' });
    await expectAway(site);
    expect(site.output()).toContain('DATABASE_URL: nothing listens at 127.0.0.1:9.');
    expect(site.output()).not.toContain('a-secret');
  });
});

it('a restart of PostgreSQL ends no site and loses nothing', async () => {
  const { databaseUrl = '' } = await emptyPlace('postgres');
  const site = await startSite({ DATABASE_URL: databaseUrl });
  const behind = await openBehind(site, databaseUrl);
  const token = behind.tokenOf('a-story');
  await behind.store.close();
  const cutting = new pg.Client({ connectionString: databaseUrl });
  await cutting.connect();
  onTestFinished(() => cutting.end());
  const cut = () =>
    cutting.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  const acknowledged: string[] = [];
  for (let round = 0; round < 12; round++) {
    const all = Array.from({ length: 6 }, async (_, number) => {
      const text = `Words ${round} ${number}`;
      const sent = await post(site.url, `${ARTICLE}/replies/send`, { name: 'Ada', text, token });
      expect([303, 503]).toContain(sent.status);
      if (sent.status === 303) acknowledged.push(text);
    });
    await cut();
    await Promise.all(all);
    expect((await ask(site.url, ARTICLE)).status).toBe(200);
  }
  await untilBack(site);
  const { rows } = await cutting.query('SELECT text FROM comments');
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(rows.map(({ text }) => text)).toEqual(expect.arrayContaining(acknowledged));
  expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
});
