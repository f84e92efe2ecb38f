import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../support/ask.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** A disk of a few megabytes. Only root can make one, on Linux. */
function smallDisk(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns what makes room again */
function fill(disk: string): () => void {
  const { bavail, bsize } = statfsSync(disk);
  const file = path.join(disk, 'fill');
  writeFileSync(file, Buffer.alloc(bavail * bsize));
  return () => rmSync(file);
}

async function healthOf(site: RunningSite): Promise<unknown> {
  return JSON.parse((await ask(site.url, '/healthz')).body.toString());
}

async function soon(isSo: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + 20_000; performance.now() < until; ) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

describe.skipIf(!canMount())('a full disk under the cache', { timeout: 60_000 }, () => {
  it('is named by the log and by /healthz until a change has been read', async () => {
    const disk = smallDisk();
    const site = await runSite('tests/newsroom', { CACHE_DIR: path.join(disk, 'cache') });
    onTestFinished(async () => void (await site.stop()));
    const story = path.join(site.contentDir, 'articles/2026/plain-story.md');
    const before = readFileSync(story, 'utf8');
    const isShown = async () =>
      (await ask(site.url, '/news/plain-story')).body.toString().includes('The end of it.');
    const makeRoom = fill(disk);
    writeFileSync(story, `${before}\n${'Many words. '.repeat(300_000)}\n`);
    expect(await soon(async () => site.output().includes('The disk is full'))).toBe(true);
    expect(await healthOf(site)).toMatchObject({ status: 'behind', content: 'full' });
    expect(site.output()).not.toContain('rollback');
    writeFileSync(story, `${before}\nThe end of it.\n`);
    makeRoom();
    expect(await soon(isShown)).toBe(true);
    expect(
      await soon(async () =>
        JSON.stringify(await healthOf(site)).startsWith('{"status":"ok","content":"ok"'),
      ),
    ).toBe(true);
  });

  it('ends a start that has no catalog, with one sentence', async () => {
    const disk = smallDisk();
    const cacheDir = path.join(disk, 'cache');
    execFileSync('mkdir', [cacheDir]);
    fill(disk);
    const failed = await runSite('tests/newsroom', { CACHE_DIR: cacheDir }).catch(String);
    expect(failed).toContain(`CACHE_DIR is ${cacheDir}, on a disk that is full: make room on it`);
    expect(failed).not.toMatch(/\n\s+at |errcode/);
  });
});
