import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from '../store.ts';
import { type Counts, WEEK } from './ranking.ts';

/**
 * The last seven days of the store's counts, held by this process. An hour that is over does not change, so each is read
 * once and only the newest two again; a ranking of ten million views then reads a few thousand rows.
 */
export function makeWindow(db: Kysely<Tables>) {
  const slugs: string[] = [];
  const places = new Map<string, number>();
  const hours = new Map<number, Counts>();

  function placeOf(slug: string): number {
    const known = places.get(slug);
    if (known !== undefined) return known;
    places.set(slug, slugs.length);
    return slugs.push(slug) - 1;
  }

  async function read(hour: number): Promise<Counts> {
    const rows = await db
      .selectFrom('views_hourly')
      .select(['slug', 'views'])
      .where('hour', '=', hour)
      .execute();
    const counts = { articles: new Uint32Array(rows.length), views: new Uint32Array(rows.length) };
    for (const [index, { slug, views }] of rows.entries()) {
      counts.articles[index] = placeOf(slug);
      counts.views[index] = views;
    }
    return counts;
  }

  return {
    /**
     * Brings the window to the store's state.
     * @param now hours since 1970
     * @returns the articles, and the counts by hour, which name an article by its place among them
     */
    async update(now: number): Promise<{ slugs: readonly string[]; hours: ReadonlyMap<number, Counts> }> {
      for (const hour of hours.keys()) if (hour <= now - WEEK || hour > now) hours.delete(hour);
      for (let hour = now - WEEK + 1; hour <= now; hour++) {
        if (hours.has(hour) && hour < now - 1) continue;
        hours.set(hour, await read(hour));
        // A first reading of a large site takes a while; others are answered in between.
        if (hour < now - 1) await setImmediate();
      }
      return { slugs, hours };
    },
  };
}
