import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeSection } from '../bench/report.ts';

function written(before: string, heading: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'benchmarks.md');
  writeFileSync(file, before);
  writeSection(file, heading, 'Measured now.', '| a |\n| --- |\n| new |');
  return readFileSync(file, 'utf8');
}

const NEW = 'Measured now.\n\n| a |\n| --- |\n| new |\n';

it('a part of the bench replaces its table and leaves all else', () => {
  const before = '# B\n\n## One\n\nMeasured then.\n\n| a |\n| --- |\n| old |\n\nWhy so.\n\n## Two\n\n| b |\n';
  expect(written(before, 'One')).toBe(`# B\n\n## One\n\n${NEW}\nWhy so.\n\n## Two\n\n| b |\n`);
});

it('a part at the end is replaced there', () => {
  expect(written('# B\n\n## One\n\n| a |\n| old |\n', 'One')).toBe(`# B\n\n## One\n\n${NEW}`);
});

it('a part without a section gets one', () => {
  expect(written('# B\n\n## One\n\n| a |\n', 'Three')).toBe(`# B\n\n## One\n\n| a |\n\n## Three\n\n${NEW}`);
});
