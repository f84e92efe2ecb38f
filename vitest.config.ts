import { defineConfig } from 'vitest/config';

/** What starts sites, browsers or many processes, and what replaces a module for all who import it. */
const ALONE = [
  'tests/{app,e2e}/**/*.test.ts',
  'tests/lib/catalog/killed.test.ts',
  'tests/lib/comments/durability.test.ts',
  'tests/lib/press.test.ts',
];

const common = {
  // The server under test and the browser are processes of their own; more workers than cores only make them slow.
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 120_000,
};
/** No file changes what another one sees: what all of them import is loaded once a worker. */
const together = { ...common, isolate: false };

export default defineConfig({
  test: {
    ...common,
    globalSetup: ['tests/lib/postgres.ts'],
    // They run in the order of their names, so that the long ones do not run alone at the end.
    projects: [
      { test: { ...common, name: 'alone', include: ALONE } },
      {
        test: {
          ...together,
          name: 'components',
          include: ['tests/components/**/*.test.tsx'],
          environment: 'jsdom',
        },
      },
      { test: { ...together, name: 'lib', include: ['tests/lib/**/*.test.ts'], exclude: ALONE } },
    ],
    reporters: ['default', ['json', { outputFile: '.cache/tests.json' }]],
  },
});
