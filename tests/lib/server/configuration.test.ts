import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchConfiguration } from '../../../lib/server/configuration.ts';

function watched(restart: 'restarts' | 'cannot restart') {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-configuration-'));
  const file = path.join(folder, 'site.ts');
  writeFileSync(file, 'export const one = 1;\n');
  const said: string[] = [];
  const restarts: string[] = [];
  const watcher = watchConfiguration(file, {
    say: (sentence) => said.push(sentence.replace(folder, '')),
    restart: restart === 'restarts' ? () => restarts.push('restarted') : undefined,
  });
  onTestFinished(() => {
    watcher.close();
    rmSync(folder, { recursive: true });
  });
  const replace = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  return { folder, file, said, restarts, replace };
}

it('starts the site again once when the configuration has changed', async () => {
  const { folder, file, said, restarts, replace } = watched('restarts');
  writeFileSync(path.join(folder, 'another.ts'), 'one');
  writeFileSync(file, 'export const one = 1;\n');
  await setTimeout(300);
  expect(said).toEqual([]);
  replace('export const one = 2;\n');
  await vi.waitFor(() => expect(restarts).toEqual(['restarted']), { timeout: 5000 });
  expect(said).toEqual(['/site.ts has changed: the site starts again.']);
});

it('waits until the configuration can be loaded', async () => {
  const { said, restarts, replace } = watched('restarts');
  replace('throw new Error("half of it");\n');
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 5000 });
  expect(said[0]).toContain('/site.ts cannot be loaded: Error: half of it');
  expect(restarts).toEqual([]);
  replace('export const one = 3;\n');
  await vi.waitFor(() => expect(restarts).toEqual(['restarted']), { timeout: 5000 });
});

it('says that another start is needed where the system cannot make it', async () => {
  const { said, replace } = watched('cannot restart');
  replace('export const one = 2;\n');
  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 5000 });
  expect(said[0]).toContain('has changed: end npm run dev and start it again');
});
