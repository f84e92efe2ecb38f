import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchConfiguration } from '../../../lib/server/configuration.ts';

it('says once that a changed configuration needs another start', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-configuration-'));
  const file = path.join(folder, 'site.ts');
  writeFileSync(file, 'one');
  const said: string[] = [];
  const watcher = watchConfiguration(file, (sentence) => said.push(sentence));
  onTestFinished(() => {
    watcher.close();
    rmSync(folder, { recursive: true });
  });
  writeFileSync(path.join(folder, 'another.ts'), 'one');
  writeFileSync(file, 'one');
  await setTimeout(100);
  expect(said).toEqual([]);
  writeFileSync(`${file}.new`, 'two');
  renameSync(`${file}.new`, file);
  await vi.waitFor(() => expect(said).toHaveLength(1));
  expect(said[0]).toContain('has changed: end npm run dev and start it again');
});
