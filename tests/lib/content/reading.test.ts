import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeUnpacker } from '../../../lib/catalog-database.ts';
import { lookAt } from '../../../lib/content/files.ts';
import { readFiles } from '../../../lib/content/reading.ts';
import type { Reading } from '../../../lib/content/reading-batches.ts';

/** More than threads are started for, and a last batch that is not full. */
const MANY = 1500;

const contentDir = mkdtempSync(path.join(tmpdir(), 'newsroom-reading-'));
afterAll(() => rmSync(contentDir, { recursive: true }));
for (const folder of ['articles', 'authors']) mkdirSync(path.join(contentDir, folder));
for (let number = 0; number < MANY; number++) {
  const title = number % 100 === 7 ? '' : `title: "Story “${number}”"\n`;
  const text = `---\n${title}date: 2026-03-01\ntopic: policy\n---\n${'Wörter und Wörter. '.repeat(number % 40)}\n`;
  writeFileSync(path.join(contentDir, `articles/story-${number}.md`), text);
}
writeFileSync(path.join(contentDir, 'authors/ada.md'), '---\nname: Ada\n---\nHer text.\n');

const rules = { contentDir, zone: 'America/Denver', topics: ['policy'] };
const found = lookAt(contentDir).files;

const unpacked = makeUnpacker();

/** Readings with their texts: which of them share a pack differs. */
function comparable(readings: Reading[]) {
  return readings.map(({ entry, ...others }) => ({
    ...others,
    ...entry,
    body:
      entry?.kind === 'article'
        ? unpacked(entry.body.pack, entry.body.start, entry.body.length)
        : entry?.body,
  }));
}

describe('many files', () => {
  it('are read by threads as few are read without', () => {
    const together = [...readFiles(rules, found)];
    const alone = [found.slice(0, 800), found.slice(800)].flatMap((few) => [...readFiles(rules, few)]);
    expect(together.map(({ file }) => file.path)).toEqual(found.map(({ path }) => path));
    expect(comparable(together)).toEqual(comparable(alone));
    expect(comparable(together)[39]).toMatchObject({
      kind: 'article',
      body: expect.stringMatching(/^Wörter/),
    });
    expect(together.filter(({ problems }) => problems)).toHaveLength(MANY / 100);
    expect(together.at(-1)?.entry).toMatchObject({ kind: 'author', body: 'Her text.\n' });
  });

  it('may be known, or gone meanwhile', () => {
    const [first, ...others] = [...readFiles(rules, found)];
    const known = found.map((file) => ({
      ...file,
      known: file.path === first?.file.path ? first?.hash : 'other',
    }));
    const gone = { path: 'articles/gone.md', size: 1, modified: 1, changed: 1, inode: 1 };
    const again = [...readFiles(rules, [gone, ...known, gone])];
    expect(comparable(again)).toEqual([{ file: first?.file, hash: first?.hash }, ...comparable(others)]);
  });

  it('are not waited for when the threads fail', () => {
    const started = performance.now();
    expect(() => [...readFiles({ ...rules, topics: [] }, found)]).toThrow('The site has no topics');
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('may be left after some', () => {
    const readings = readFiles(rules, found);
    expect(readings.next().value).toMatchObject({ file: { path: found[0]?.path } });
    expect(readings.return(undefined).done).toBe(true);
  });
});
