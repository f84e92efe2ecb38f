import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Tables } from '../store.ts';
import { HOUR_MS } from './counting.ts';
import { type Counts, type Sums, sumUp, WEEK } from './ranking.ts';

/** A view is written within seconds; this long after its end an hour changes no more. */
const SETTLED_AFTER_MS = 5 * 60_000;

/**
 * The last seven days of the store's counts of senders, held by this process. An hour that is over does not change, so it is read
 * and added up once; a ranking of ten million views then reads the hour that is running and no more.
 */
export function makeWindow(db: Kysely<Tables>) {
  const slugs: string[] = [];
  const places = new Map<string, number>();
  const settled = new Map<number, Counts>();
  let known: { now: number; hours: number; sums: Sums } | undefined;

  function placeOf(slug: string): number {
    const place = places.get(slug);
    if (place !== undefined) return place;
    places.set(slug, slugs.length);
    return slugs.push(slug) - 1;
  }

  async function read(hour: number): Promise<Counts> {
    const rows = await db
      .selectFrom('views_hourly')
      .select(['slug', 'senders'])
      .where('hour', '=', hour)
      .execute();
    const counts = { articles: new Uint32Array(rows.length), views: new Uint32Array(rows.length) };
    for (const [index, { slug, senders }] of rows.entries()) {
      counts.articles[index] = placeOf(slug);
      counts.views[index] = senders;
    }
    return counts;
  }

  return {
    /**
     * Brings the window to the store's state.
     * @param now milliseconds since 1970
     * @returns the articles by their place, and the sums over them
     */
    async update(now: number): Promise<{ slugs: readonly string[]; sums: Sums }> {
      const running = Math.floor(now / HOUR_MS);
      for (const hour of settled.keys()) if (hour <= running - WEEK || hour > running) settled.delete(hour);
      const open = new Map<number, Counts>();
      for (let hour = running - WEEK + 1; hour <= running; hour++) {
        if (settled.has(hour)) continue;
        const isSettled = now >= (hour + 1) * HOUR_MS + SETTLED_AFTER_MS;
        (isSettled ? settled : open).set(hour, await read(hour));
        // A first reading of a large site takes a while; others are answered in between.
        if (isSettled) await setImmediate();
      }
      if (known?.now !== running || known.hours !== settled.size) {
        known = { now: running, hours: settled.size, sums: sumUp(slugs.length, settled, running) };
      }
      return { slugs, sums: sumUp(slugs.length, open, running, known.sums) };
    },
  };
}
