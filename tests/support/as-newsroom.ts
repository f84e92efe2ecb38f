import { vi } from 'vitest';
import { site } from '../../lib/site.ts';

/**
 * Loads modules again as those of a newsroom whose configuration differs in some fields. Files that use it have modules of
 * their own (vitest.config.ts), and end each test with `asBefore`.
 */
export async function asNewsroom<Module>(changes: object, load: () => Promise<Module>): Promise<Module> {
  vi.doMock('../../lib/site.ts', async (original) => ({
    ...(await original<object>()),
    site: { ...site, ...changes },
  }));
  vi.resetModules();
  return load();
}

export function asBefore(): void {
  vi.doUnmock('../../lib/site.ts');
  vi.resetModules();
}
