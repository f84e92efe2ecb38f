import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

/**
 * For what bundles and transforms the tests: they run as a newsroom of their own, and lib/site.ts belongs to the newsroom that
 * has changed it. One file tests that one.
 */
export const ownSite = {
  name: 'own-site',
  enforce: 'pre' as const,
  resolveId(source: string, importer = ''): string | undefined {
    if (!/(?:^|\/)site\.ts$/.test(source) || importer.endsWith('/tests/lib/site.test.ts')) return undefined;
    const file = path.resolve(path.dirname(importer), source);
    return file === path.join(ROOT, 'lib/site.ts') ? path.join(ROOT, 'tests/site.ts') : undefined;
  },
};
