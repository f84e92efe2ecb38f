import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { ownSite } from './tests/own-site-plugin.ts';

/** What takes long, because it starts sites, browsers or many processes; and what replaces a module for its importers. */
const ALONE = [
  'tests/{app,server,e2e}/**/*.test.ts',
  'tests/lib/content/killed.test.ts',
  'tests/lib/comments/durability.test.ts',
  'tests/lib/gate.test.ts',
  'tests/lib/server/http/error-page.test.ts',
  'tests/lib/server/page-cache.test.ts',
];

/** The processes that tests start are of the tests' own newsroom too, and so is the build that those send. */
const env = {
  NEWSROOM_TESTS: '1',
  NODE_OPTIONS: `--require ${JSON.stringify(path.resolve('tests/own-site.cjs'))}`,
};

const common = {
  env,
  // The server under test and the browser are processes of their own; more workers than cores only make them slow.
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 120_000,
};
export default defineConfig({
  test: {
    ...common,
    globalSetup: ['tests/support/postgres.ts'],
    // They run in the order of their names, so that the long ones do not run alone at the end.
    projects: [
      { plugins: [ownSite], test: { ...common, name: 'alone', include: ALONE } },
      {
        plugins: [ownSite],
        test: {
          ...common,
          name: 'components',
          include: ['tests/components/**/*.test.tsx'],
          environment: 'jsdom',
        },
      },
      {
        plugins: [ownSite],
        test: {
          ...common,
          name: 'lib',
          include: ['tests/lib/**/*.test.ts'],
          exclude: ALONE,
          // No file changes what another one sees: what all of them import is loaded once a worker.
          isolate: false,
        },
      },
    ],
    reporters: ['default', ['json', { outputFile: '.cache/tests.json' }]],
  },
});
