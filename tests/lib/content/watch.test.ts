import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SyncReport } from '../../../lib/content.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

function watched(files: Record<string, string>, now?: string) {
  const newsroom = openNewsroom(onTestFinished, now ? { files, now } : { files });
  const reports: SyncReport[] = [];
  const errors: unknown[] = [];
  const watching = newsroom.content.watch({
    onSync: (report) => reports.push(report),
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => {
    watching.stop();
    expect(errors).toEqual([]);
  });
  return { ...newsroom, reports, watching };
}

it('shows a new file soon', async () => {
  const { catalog, write, reports } = watched({ 'articles/a.md': articleFile() });
  write('articles/b.md', articleFile());
  await vi.waitFor(() => expect(catalog.article('b')?.slug).toBe('b'), { timeout: 5000 });
  expect(reports.some(({ changed }) => changed)).toBe(true);
});

it('shows a changed file and forgets a removed one', async () => {
  const { catalog, write, remove } = watched({
    'articles/a.md': articleFile(),
    'articles/b.md': articleFile(),
  });
  write('articles/a.md', articleFile({ title: 'Changed' }));
  remove('articles/b.md');
  await vi.waitFor(() => expect(catalog.article('a')?.title).toBe('Changed'), { timeout: 5000 });
  await vi.waitFor(() => expect(catalog.article('b')).toBeUndefined(), { timeout: 5000 });
});

it('shows what is in a folder that is new', async () => {
  const { catalog, write } = watched({ 'articles/a.md': articleFile() });
  write('articles/2026/11/deep/b.md', articleFile());
  await vi.waitFor(() => expect(catalog.article('b')?.slug).toBe('b'), { timeout: 5000 });
  write('articles/2026/11/deep/c.md', articleFile());
  await vi.waitFor(() => expect(catalog.article('c')?.slug).toBe('c'), { timeout: 5000 });
});

it('forgets what was in a folder that is gone', async () => {
  const { catalog, contentDir } = watched({
    'articles/a.md': articleFile(),
    'articles/2026/b.md': articleFile(),
  });
  rmSync(path.join(contentDir, 'articles/2026'), { recursive: true });
  await vi.waitFor(() => expect(catalog.article('b')).toBeUndefined(), { timeout: 5000 });
});

it('follows a folder that gets another name', async () => {
  const { catalog, contentDir, write } = watched({ 'articles/2025/a.md': articleFile() });
  renameSync(path.join(contentDir, 'articles/2025'), path.join(contentDir, 'articles/2026'));
  await vi.waitFor(() => expect(catalog.article('a')?.path).toBe('articles/2026/a.md'), { timeout: 5000 });
  write('articles/2026/b.md', articleFile());
  await vi.waitFor(() => expect(catalog.article('b')?.slug).toBe('b'), { timeout: 5000 });
});

it('says that something changed when a picture did', async () => {
  const { contentDir, reports } = watched({ 'articles/a.md': articleFile() });
  mkdirSync(path.join(contentDir, 'media'));
  writeFileSync(path.join(contentDir, 'media/a.svg'), '<svg/>');
  await vi.waitFor(() => expect(reports.map(({ changed }) => changed)).toContain(true), { timeout: 5000 });
});

it('goes on after a link to itself', async () => {
  const { catalog, contentDir, write } = watched({ 'articles/a.md': articleFile() });
  symlinkSync('circle.md', path.join(contentDir, 'articles/circle.md'));
  write('articles/b.md', articleFile());
  await vi.waitFor(() => expect(catalog.article('b')?.slug).toBe('b'), { timeout: 5000 });
});

it('says that something changed when an article appears by the clock', async () => {
  const appears = '2026-03-01T08:00:00.000Z';
  const { setTime, reports } = watched(
    { 'articles/a.md': articleFile({ date: appears }) },
    new Date(Date.parse(appears) - 100).toISOString(),
  );
  setTimeout(() => setTime(appears), 50);
  await vi.waitFor(() => expect(reports.map(({ changed }) => changed)).toContain(true), { timeout: 5000 });
});

it('says so as well when a file is saved between that moment and the timer', async () => {
  const appears = '2026-03-01T08:00:00.000Z';
  const { setTime, reports, write, catalog } = watched(
    { 'articles/a.md': articleFile({ date: appears }), 'articles/b.md': 'bad' },
    new Date(Date.parse(appears) - 3_600_000).toISOString(),
  );
  await vi.waitFor(() => expect(reports.length).toBeGreaterThan(0), { timeout: 5000 });
  reports.length = 0;
  setTime(appears);
  write('articles/b.md', 'bad');
  await vi.waitFor(() => expect(reports.map(({ changed }) => changed)).toContain(true), { timeout: 5000 });
  expect(catalog.article('a')?.slug).toBe('a');
});

it('calls back no more when it is stopped', async () => {
  const { write, reports, watching } = watched({ 'articles/a.md': articleFile() });
  watching.stop();
  write('articles/b.md', articleFile());
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(reports).toEqual([]);
});

it('sees at its start what has changed since the sync', async () => {
  const newsroom = openNewsroom(onTestFinished, {
    files: {
      'articles/a.md': articleFile(),
      'articles/b.md': articleFile(),
      'articles/2026/c.md': articleFile(),
    },
  });
  const { catalog, content, write, remove, contentDir } = newsroom;
  write('articles/a.md', articleFile({ title: 'Changed before the watchers stood' }));
  remove('articles/b.md');
  rmSync(path.join(contentDir, 'articles/2026'), { recursive: true });
  write('articles/2025/d.md', articleFile());
  const watching = content.watch({
    onSync: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => watching.stop());
  await vi.waitFor(() => expect(catalog.article('d')?.slug).toBe('d'), { timeout: 5000 });
  expect(catalog.article('a')?.title).toBe('Changed before the watchers stood');
  expect([catalog.article('b'), catalog.article('c')]).toEqual([undefined, undefined]);
});

it('looks at everything when it is told to, and finds the same as a sync', async () => {
  const { catalog, content, write, remove, reports, watching } = watched({
    'articles/a.md': articleFile(),
    'articles/b.md': articleFile(),
  });
  await watching.rescan();
  expect(reports.at(-1)).toMatchObject({ changed: false, read: 0 });
  write('articles/a.md', articleFile({ title: 'Another title' }));
  write('articles/deep/down/c.md', articleFile());
  write('articles/.hidden.md', articleFile());
  remove('articles/b.md');
  await watching.rescan();
  expect(catalog.article('a')?.title).toBe('Another title');
  expect(
    catalog
      .latest()
      ?.items.map(({ slug }) => slug)
      .sort(),
  ).toEqual(['a', 'c']);
  expect(content.sync()).toMatchObject({ changed: false, read: 0 });
});

it('sees at an interval what it had no event of', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { catalog, contentDir, write, watching } = watched({ 'articles/a.md': articleFile() });
  const outside = path.join(path.dirname(contentDir), 'outside.md');
  write('../outside.md', articleFile({ title: 'Before' }));
  symlinkSync(outside, path.join(contentDir, 'articles/linked.md'));
  await watching.rescan();
  expect(catalog.article('linked')?.title).toBe('Before');
  // The event of the link itself is over.
  await new Promise((resolve) => setTimeout(resolve, 100));
  writeFileSync(outside, articleFile({ title: 'After some time' }));
  vi.advanceTimersByTime(29_999);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(catalog.article('linked')?.title).toBe('Before');
  vi.advanceTimersByTime(1);
  await vi.waitFor(() => expect(catalog.article('linked')?.title).toBe('After some time'), { timeout: 5000 });
});
