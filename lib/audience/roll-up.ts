import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store.ts';

/** What happens to counts and keys that are no longer needed as they are. */

/** Days whose counts stay by hour: the week that trending looks at, and one more. */
const DAYS_BY_HOUR = 8;
const BATCH = 10_000;

/**
 * Adds up the hours of each day that no list looks at any more. All of a day is moved in one transaction, so that a
 * view is never counted twice or lost.
 * @param today days since 1970
 */
export async function rollUpHours(db: Kysely<Tables>, today: number): Promise<void> {
  for (;;) {
    const oldest = await db
      .selectFrom('views_hourly')
      .select('hour')
      .orderBy('hour')
      .limit(1)
      .executeTakeFirst();
    const day = oldest && Math.floor(oldest.hour / 24);
    if (day === undefined || day >= today - DAYS_BY_HOUR) return;
    await db.transaction().execute(async (transaction) => {
      const gone = await transaction
        .deleteFrom('views_hourly')
        .where('hour', '>=', day * 24)
        .where('hour', '<', (day + 1) * 24)
        .returning(['slug', 'views'])
        .execute();
      const sums = new Map<string, number>();
      for (const { slug, views } of gone) sums.set(slug, (sums.get(slug) ?? 0) + views);
      const rows = [...sums]
        .map(([slug, views]) => ({ slug, day, views }))
        .sort((a, b) => (a.slug < b.slug ? -1 : 1));
      for (let start = 0; start < rows.length; start += BATCH) {
        await transaction
          .insertInto('views_daily')
          .values(rows.slice(start, start + BATCH))
          .onConflict((conflict) =>
            conflict.columns(['slug', 'day']).doUpdateSet(({ ref, eb }) => ({
              views: eb(ref('views_daily.views'), '+', ref('excluded.views')),
            })),
          )
          .execute();
      }
    });
  }
}

/**
 * Destroys the keys that were made 48 hours ago or more, and the marks of visitors of days that are over.
 * @param today days since 1970
 */
export async function forgetVisitors(db: Kysely<Tables>, today: number): Promise<void> {
  await db
    .deleteFrom('day_keys')
    .where('day', '<', today - 1)
    .execute();
  for (;;) {
    // Some at a time, so that views are counted in between. A clock that is behind may still count yesterday's.
    const { rows } = await sql`
      DELETE FROM visitors WHERE (day, mark) IN (SELECT day, mark FROM visitors WHERE day < ${today - 1} LIMIT ${BATCH})
      RETURNING day`.execute(db);
    if (rows.length < BATCH) return;
  }
}
