import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../../lib/catalog-database.ts';
import { Content } from '../../../lib/content.ts';
import { articleFile, NOW, openNewsroom } from '../../support/newsroom-copy.ts';
import { watchContent } from '../../support/watched-content.ts';

/** How the catalog follows the files while readers are answered. */

const NUMBERS = Array.from({ length: 400 }, (_, number) => number);
const many = (folder: string) =>
  Object.fromEntries(NUMBERS.map((one) => [`${folder}/a${one}.md`, articleFile({ title: `A ${one}` })]));

async function watched(files: Record<string, string>) {
  const newsroom = openNewsroom(onTestFinished, { files });
  const { reports, watching } = await watchContent(newsroom.content);
  const at = (place: string) => path.join(newsroom.contentDir, place);
  return { ...newsroom, reports, watching, move: (from: string, to: string) => renameSync(at(from), at(to)) };
}

/** What is seen between any two pieces of work, until the end is seen. */
async function seenUntil<Seen>(look: () => Seen, isEnd: (seen: Seen) => boolean): Promise<Set<Seen>> {
  const seen = new Set<Seen>();
  for (const until = Date.now() + 20_000; Date.now() < until; await setImmediate()) {
    const now = look();
    seen.add(now);
    if (isEnd(now)) return seen;
  }
  return expect.unreachable(`It went no further than ${[...seen].at(-1)}.`);
}

const FRAME = { 'articles/kept.md': articleFile({ title: 'Kept' }), 'media/a.txt': 'A' };

describe('a folder that is copied and then removed', () => {
  it('leaves every article live at every moment', async () => {
    const { catalog, contentDir, reports } = await watched({ ...FRAME, ...many('articles/one') });
    cpSync(path.join(contentDir, 'articles/one'), path.join(contentDir, 'articles/two'), { recursive: true });
    await vi.waitFor(() => expect(catalog.problems()).toHaveLength(400), { timeout: 10_000 });
    const slugs = NUMBERS.map((one) => `a${one}`);
    const live = () => slugs.filter((slug) => catalog.article(slug)).length;
    rmSync(path.join(contentDir, 'articles/one'), { recursive: true });
    const seen = await seenUntil(
      () => [live(), catalog.problems().length].join(' '),
      (now) => now === '400 0',
    );
    expect([...seen].filter((now) => !now.startsWith('400 '))).toEqual([]);
    await vi.waitFor(() => expect(reports.at(-1)).toMatchObject({ changed: true, left: 0 }), {
      timeout: 5000,
    });
  });
});

describe('many files that come at once', () => {
  it('are read in slices, and readers are answered in between', async () => {
    const { catalog, reports, move } = await watched({ ...FRAME, ...many('media/many') });
    move('media/many', 'articles/many');
    const seen = await seenUntil(
      () => catalog.statusCounts().live,
      (live) => live === 401,
    );
    expect(seen.size).toBeGreaterThan(4);
    await vi.waitFor(() => expect(reports.some(({ read }) => read === 400)).toBe(true), { timeout: 5000 });
    // Every telling purges all pages.
    expect(reports.filter(({ changed }) => changed).length).toBeLessThan(4);
  });

  it('do not hold an edit back', async () => {
    const { catalog, move, write } = await watched({ ...FRAME, ...many('media/many') });
    move('media/many', 'articles/many');
    await seenUntil(
      () => catalog.statusCounts().live,
      (live) => live > 1,
    );
    write('articles/kept.md', articleFile({ title: 'Edited' }));
    await seenUntil(
      () => catalog.article('kept')?.title,
      (title) => title === 'Edited',
    );
    expect(catalog.statusCounts().live).toBeLessThan(401);
  });

  it('leave in slices as well', async () => {
    const { catalog, move } = await watched({ ...FRAME, ...many('articles/many') });
    move('articles/many', 'media/many');
    const seen = await seenUntil(
      () => catalog.statusCounts().live,
      (live) => live === 1,
    );
    expect(seen.size).toBeGreaterThan(2);
    expect(NUMBERS.every((one) => catalog.isGone(`a${one}`))).toBe(true);
  });
});

describe('many files that move at once', () => {
  const stateOf = ({ catalog }: Awaited<ReturnType<typeof watched>>) =>
    NUMBERS.every((one) => catalog.article(`a${one}`)) && !NUMBERS.some((one) => catalog.isGone(`a${one}`));

  it('are never missing and never gone', async () => {
    const newsroom = await watched({ ...FRAME, ...many('articles/z-old') });
    newsroom.move('articles/z-old', 'articles/a-new');
    const states = new Set<boolean>();
    await seenUntil(
      () => {
        states.add(stateOf(newsroom));
        return NUMBERS.filter((one) => newsroom.catalog.article(`a${one}`)?.path.includes('a-new')).length;
      },
      (moved) => moved === 400,
    );
    expect([...states]).toEqual([true]);
    expect(newsroom.catalog.problems()).toEqual([]);
  });

  it('and get new names lead from the old ones at once, and are never gone', async () => {
    const newsroom = await watched({ ...FRAME, ...many('articles/z-old') });
    const { catalog } = newsroom;
    for (const one of NUMBERS)
      newsroom.write(`media/new/b${one}.md`, articleFile({ title: `A ${one}`, aliases: [`a${one}`] }));
    newsroom.move('articles/z-old', 'media/old');
    newsroom.move('media/new', 'articles/a-new');
    const gone = new Set<boolean>();
    await seenUntil(
      () => {
        gone.add(NUMBERS.some((one) => catalog.isGone(`a${one}`)));
        return NUMBERS.filter((one) => catalog.aliasTarget(`a${one}`) === `b${one}`).length;
      },
      (moved) => moved === 400,
    );
    expect([...gone]).toEqual([false]);
    expect(catalog.statusCounts().live).toBe(401);
  });
});

/** Another program that writes to the catalog until the lock is released. */
function lockCatalog(cacheDir: string): () => void {
  const name = readdirSync(cacheDir).find((file) => /^catalog-.*\.sqlite$/.test(file)) ?? '';
  const database = new DatabaseSync(path.join(cacheDir, name));
  onTestFinished(() => database.close());
  database.exec('BEGIN IMMEDIATE');
  return () => database.exec('COMMIT');
}

/** Milliseconds of the longest wait of a reader who asks all the while. */
async function longestWait(ms: number): Promise<number> {
  let longest = 0;
  for (const until = performance.now() + ms; performance.now() < until; ) {
    const before = performance.now();
    await setTimeout(1);
    longest = Math.max(longest, performance.now() - before);
  }
  return longest;
}

describe('a catalog that another program locks', () => {
  const titleOf = ({ catalog }: Awaited<ReturnType<typeof watched>>) => catalog.article('kept')?.title;

  it('does not hold readers up, and shows an edit when the lock is released', async () => {
    const newsroom = await watched(FRAME);
    const release = lockCatalog(newsroom.cacheDir);
    newsroom.write('articles/kept.md', articleFile({ title: 'Edited' }));
    expect(await longestWait(1000)).toBeLessThan(500);
    expect(titleOf(newsroom)).toBe('Kept');
    const released = performance.now();
    release();
    await seenUntil(
      () => titleOf(newsroom),
      (title) => title === 'Edited',
    );
    expect(performance.now() - released).toBeLessThan(500);
  });

  it('does not hold readers up while many files are read', async () => {
    const newsroom = await watched({ ...FRAME, ...many('media/many') });
    const release = lockCatalog(newsroom.cacheDir);
    newsroom.move('media/many', 'articles/many');
    expect(await longestWait(1000)).toBeLessThan(500);
    release();
    await seenUntil(
      () => newsroom.catalog.statusCounts().live,
      (live) => live === 401,
    );
  });

  it('does not hold back what the clock changes', async () => {
    const newsroom = await watched({
      'articles/later.md': articleFile({ date: new Date(Date.parse(NOW) + 100).toISOString() }),
    });
    lockCatalog(newsroom.cacheDir);
    newsroom.setTime(new Date(Date.parse(NOW) + 100));
    await vi.waitFor(() => expect(newsroom.reports).toMatchObject([{ changed: true, read: 0 }]));
  });
});

describe('a catalog on a full disk', () => {
  it('says so, and shows what has changed soon after there is room', async () => {
    const { options, write } = openNewsroom(onTestFinished, { files: FRAME });
    const database = openDatabase(options);
    onTestFinished(() => database.close());
    const content = new Content(database, options);
    const said: string[] = [];
    const watching = content.watch({
      onSync: () => undefined,
      onError: (error) => said.push(String(error)),
      onCaughtUp: () => said.push('caught up'),
    });
    onTestFinished(() => watching.stop());
    await vi.waitFor(() => expect(said).toEqual(['caught up']), { timeout: 5000 });
    await watching.rescan();
    said.length = 0;
    database.exec('PRAGMA max_page_count = 1');
    // Words that cannot be packed.
    write(
      'articles/kept.md',
      articleFile({ title: 'Edited' }, randomBytes(60_000).toString('hex').replace(/.{9}/g, '$& ')),
    );
    await vi.waitFor(() => expect(said).toContain('Error: database or disk is full'), { timeout: 5000 });
    expect(said).not.toContain('caught up');
    expect(content.catalog.article('kept')?.title).toBe('Kept');
    database.exec('PRAGMA max_page_count = 100000');
    await vi.waitFor(() => expect(said).toContain('caught up'), { timeout: 15_000 });
    expect(content.catalog.article('kept')?.title).toBe('Edited');
  });
});

describe('a clock that is set', () => {
  const DAY_MS = 24 * 3_600_000;
  const after = (ms: number) => new Date(Date.parse(NOW) + ms);
  const files = { 'articles/later.md': articleFile({ date: after(200 * DAY_MS).toISOString() }) };

  it.each([
    ['forward', 400 * DAY_MS],
    ['back', -DAY_MS],
  ])('makes pages change within a second: %s', async (_, by) => {
    const { reports, setTime } = await watched(files);
    setTime(after(by));
    await vi.waitFor(() => expect(reports).toMatchObject([{ changed: true, read: 0 }]), { timeout: 1500 });
  });

  it('makes them change again when it is set right, though the catalog is locked', async () => {
    const { reports, setTime, cacheDir } = await watched(files);
    setTime(after(400 * DAY_MS));
    await vi.waitFor(() => expect(reports).toHaveLength(1), { timeout: 1500 });
    lockCatalog(cacheDir);
    setTime(after(0));
    await vi.waitFor(() => expect(reports).toHaveLength(2), { timeout: 1500 });
    expect(reports[1]).toMatchObject({ changed: true, read: 0 });
  });
});
