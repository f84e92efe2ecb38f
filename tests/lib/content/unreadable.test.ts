import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readContent } from '../../../lib/content/files.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** What is there and cannot be read: it is named, and the last good version stays. */

const open = () =>
  openNewsroom(onTestFinished, {
    files: { 'articles/live.md': articleFile({ title: 'Live' }), 'articles/2026/deep.md': articleFile() },
  });
type Newsroom = ReturnType<typeof open>;

/** The problems' reasons by path, which a sync and a rescan must agree on. */
async function named(newsroom: Newsroom) {
  const { catalog, content } = newsroom;
  const seen = () => catalog.problems().map(({ path: place, reason }) => [place, reason]);
  content.sync();
  const atSync = seen();
  await follow(newsroom);
  expect(seen()).toEqual(atSync);
  return Object.fromEntries(atSync);
}

async function follow({ content }: Newsroom) {
  const errors: unknown[] = [];
  const watching = content.watch({ onSync: () => undefined, onError: (error) => errors.push(error) });
  onTestFinished(() => {
    watching.stop();
    expect(errors).toEqual([]);
  });
  await watching.rescan();
  // The watchers of all folders are there.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await watching.rescan();
}

/** Far less than the thirty seconds between two looks at everything. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });

const STAYS = 'What was read before stays on the site.';
const NOWHERE = `It cannot be read: the link leads nowhere. ${STAYS}`;
const NO_TEXT = `It cannot be read: it is a pipe, a socket, a device or a file of the system. ${STAYS}`;
const LOOP = `It cannot be read: it is a link that leads back to itself (ELOOP). ${STAYS}`;
const BAD_NAME = `It cannot be read: its name is not UTF-8. ${STAYS}`;

const KINDS: [string, string, (place: string) => unknown][] = [
  ['a link that leads nowhere', NOWHERE, (place) => symlinkSync('/nonexistent/file.md', place)],
  ['a link to itself', LOOP, (place) => symlinkSync(path.basename(place), place)],
  ['a pipe', NO_TEXT, (place) => execFileSync('mkfifo', [place])],
  ['a device', NO_TEXT, (place) => symlinkSync('/dev/zero', place)],
  [
    'a socket',
    NO_TEXT,
    async (place) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(place, resolve));
      onTestFinished(() => void server.close());
    },
  ],
];

describe.each(KINDS)('%s', (_, reason, make) => {
  it('is named once', async () => {
    const newsroom = open();
    await make(path.join(newsroom.contentDir, 'articles/odd.md'));
    expect(await named(newsroom)).toEqual({ 'articles/odd.md': reason });
  });

  it('in the place of an article leaves its last good version', async () => {
    const newsroom = open();
    newsroom.remove('articles/live.md');
    await make(path.join(newsroom.contentDir, 'articles/live.md'));
    expect(await named(newsroom)).toEqual({ 'articles/live.md': reason });
    expect(newsroom.catalog.article('live')?.title).toBe('Live');
    expect(newsroom.catalog.isGone('live')).toBe(false);
    newsroom.remove('articles/live.md');
    newsroom.write('articles/live.md', articleFile({ title: 'Again' }));
    newsroom.content.sync();
    expect(newsroom.catalog.article('live')?.title).toBe('Again');
    expect(newsroom.catalog.problems()).toEqual([]);
  });
});

describe('a folder that is a link to nowhere or to itself', () => {
  it('is named', async () => {
    const newsroom = open();
    symlinkSync('/nonexistent/mount', path.join(newsroom.contentDir, 'articles/mount'));
    symlinkSync('loop', path.join(newsroom.contentDir, 'articles/loop'));
    expect(await named(newsroom)).toEqual({ 'articles/mount': NOWHERE, 'articles/loop': LOOP });
  });
});

describe('a name that is not UTF-8', () => {
  it('is named, of a file and of a folder', async () => {
    const newsroom = open();
    const bytes = (name: string) => Buffer.from(path.join(newsroom.contentDir, 'articles', name), 'latin1');
    writeFileSync(bytes('caf\xe9.md'), articleFile());
    mkdirSync(bytes('f\xe9'));
    writeFileSync(bytes('f\xe9/a.md'), articleFile());
    expect(await named(newsroom)).toEqual({
      'articles/caf\ufffd.md': BAD_NAME,
      'articles/f\ufffd': BAD_NAME,
    });
  });
});

describe('a file of the system', () => {
  it.skipIf(process.platform !== 'linux')('is not opened', () => {
    const { contentDir } = open();
    symlinkSync('/proc/version', path.join(contentDir, 'articles/system.md'));
    expect(readContent(contentDir, 'articles/system.md')).toMatchObject({ reason: NO_TEXT });
  });
});

describe('a linked folder whose target goes away and comes back', () => {
  it('keeps its articles, is named meanwhile, and is followed again', async () => {
    const newsroom = open();
    const { catalog, content, contentDir, write } = newsroom;
    const outside = path.join(path.dirname(contentDir), 'outside');
    write('../outside/linked.md', articleFile({ title: 'One' }));
    write('../outside/below/lower.md', articleFile({ title: 'One' }));
    symlinkSync(outside, path.join(contentDir, 'articles/linked'));
    content.sync();
    await follow(newsroom);
    renameSync(outside, `${outside}-away`);
    await soon(() =>
      expect(catalog.problems()).toMatchObject([{ path: 'articles/linked', reason: NOWHERE }]),
    );
    for (const slug of ['linked', 'lower']) {
      expect(catalog.article(slug)?.title).toBe('One');
      expect(catalog.isGone(slug)).toBe(false);
    }
    renameSync(`${outside}-away`, outside);
    await soon(() => expect(catalog.problems()).toEqual([]));
    for (const title of ['Two', 'Three']) {
      write('../outside/linked.md', articleFile({ title }));
      write('../outside/below/lower.md', articleFile({ title }));
      await soon(() => expect(catalog.article('linked')?.title).toBe(title));
      await soon(() => expect(catalog.article('lower')?.title).toBe(title));
    }
    rmSync(path.join(contentDir, 'articles/linked'));
    await soon(() => expect(catalog.article('linked')).toBeUndefined());
  });
});

describe('a content folder without permission for a moment', () => {
  const { getuid, seteuid } = process;
  it.skipIf(!seteuid || getuid?.() !== 0)('is followed again, with all that is in it', async () => {
    const newsroom = open();
    const { catalog, contentDir, cacheDir, write } = newsroom;
    const { dir } = path.parse(contentDir);
    execFileSync('chown', ['-R', '65534', dir, cacheDir]);
    seteuid?.(65534);
    onTestFinished(() => seteuid?.(0));
    await follow(newsroom);
    chmodSync(contentDir, 0o000);
    await soon(() => expect(catalog.problems()).not.toEqual([]));
    await new Promise((resolve) => setTimeout(resolve, 300));
    chmodSync(contentDir, 0o755);
    await soon(() => expect(catalog.problems()).toEqual([]));
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const title of ['Two', 'Three']) {
      write('articles/2026/deep.md', articleFile({ title }));
      await soon(() => expect(catalog.article('deep')?.title).toBe(title));
    }
  });
});
