import { connection } from 'next/server';
import { type Catalog, openCatalog } from '../lib/catalog.ts';
import { environment, site } from '../lib/site.ts';

const clock = () => new Date();
let opened: Catalog | undefined;

/**
 * The running site's catalog, for pages and routes. It waits for a request first, so that no page is made by the
 * build and none can keep content of another folder or another hour.
 */
export async function newsroom(): Promise<{ catalog: Catalog; now: Date }> {
  await connection();
  const { contentDir, cacheDir, url } = environment;
  opened ??= openCatalog({ contentDir, cacheDir, site, url, clock });
  return { catalog: opened, now: clock() };
}
