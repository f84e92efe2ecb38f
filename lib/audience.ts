import { DAY, HOUR, makeCounting } from './audience/counting.ts';
import { foldHours, forgetVisitors } from './audience/folding.ts';
import { type Ranked, type Rankings, rank } from './audience/ranking.ts';
import { refusalOf, type Uncounted, type Visit } from './audience/visit.ts';
import { makeWindow } from './audience/window.ts';
import type { Store } from './store.ts';

export {
  FEWEST_OF_TRENDING,
  FEWEST_VISITORS,
  HALVED_EVERY,
  type Ranked,
  TODAY_HOURS,
  TRENDING_HOURS,
} from './audience/ranking.ts';
export type { Uncounted, Visit } from './audience/visit.ts';

/** Views of articles, and what readers make of them: who is read, as numbers, and nothing of who reads. */

export type AudienceOptions = {
  store: Store;
  clock: () => Date;
  /** Origin of the site, such as `https://example.org`: only its own pages report views. */
  origin: string;
  /** Whether a reader can see an article of that slug now. */
  knows(slug: string): boolean;
  /** Told why a ranking could not be made; the last one is shown meanwhile. */
  onError?: (error: unknown) => void;
};

export type Audience = ReturnType<typeof openAudience>;

/** One hour of the site. `start` is its beginning. */
export type HourTotal = { start: Date; views: number };

/** How long a ranking is shown before it is made again. */
const SHOWN_FOR_MS = 60_000;

export function openAudience({ store, clock, origin, knows, onError = () => undefined }: AudienceOptions) {
  const { db } = store;
  const counting = makeCounting(db);
  const window = makeWindow(db);
  let rankings: Rankings = { trending: [], today: [], now: [] };
  let countedAt: Date | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let counted: Promise<void> | undefined;

  /** Makes the rankings again when they are a minute old. One that is empty or fails replaces nothing. */
  async function recount(): Promise<void> {
    const now = clock();
    if (now.getTime() - triedAt < SHOWN_FOR_MS && now.getTime() >= triedAt) return counted;
    triedAt = now.getTime();
    counted = (async () => {
      try {
        const { slugs, sums } = await window.update(now.getTime());
        const made = rank(slugs, sums);
        rankings = {
          trending: made.trending.length > 0 ? made.trending : rankings.trending,
          today: made.today.length > 0 ? made.today : rankings.today,
          now: made.now.length > 0 ? made.now : rankings.now,
        };
        countedAt = now;
      } catch (error) {
        onError(error);
      }
    })();
    return counted;
  }

  async function listed(name: keyof Rankings, most: number): Promise<Ranked[]> {
    await recount();
    return rankings[name].slice(0, most);
  }

  return {
    /**
     * Counts a view, unless it is none: see `Uncounted`.
     * @returns `counted`, or why not; resolves when it is on disk
     * @throws what the database says when it cannot write
     */
    async record(visit: Visit): Promise<'counted' | Uncounted> {
      const refusal = refusalOf(visit, origin);
      if (refusal) return refusal;
      if (!knows(visit.slug)) return 'unknown';
      return counting.count(visit, clock().getTime());
    },

    /** Articles read more than they usually are, over 48 hours; at most that many, perhaps none. */
    trending: (most: number): Promise<Ranked[]> => listed('trending', most),

    /** The most read of the last 24 hours. */
    popularToday: (most: number): Promise<Ranked[]> => listed('today', most),

    /** The most read of the hour that is running. */
    rightNow: (most: number): Promise<Ranked[]> => listed('now', most),

    /** When the lists were last counted; undefined when they never were. */
    async countedAt(): Promise<Date | undefined> {
      await recount();
      return countedAt;
    },

    /** The site's views by hour, the oldest first: the last 24 hours, with the one that is running. */
    async hourly(): Promise<HourTotal[]> {
      const last = Math.floor(clock().getTime() / HOUR);
      const rows = await db
        .selectFrom('views_hourly')
        .select(({ fn }) => ['hour', fn.sum<number>('views').as('views')])
        .where('hour', '>', last - 24)
        .where('hour', '<=', last)
        .groupBy('hour')
        .execute();
      const known = new Map(rows.map(({ hour, views }) => [hour, views]));
      return Array.from({ length: 24 }, (_, place) => {
        const hour = last - 23 + place;
        return { start: new Date(hour * HOUR), views: known.get(hour) ?? 0 };
      });
    },

    /** All views of an article that were ever counted. */
    async views(slug: string): Promise<number> {
      const sums = await Promise.all(
        (['views_hourly', 'views_daily'] as const).map((table) =>
          db
            .selectFrom(table)
            .select(({ fn }) => fn.sum<number | null>('views').as('views'))
            .where('slug', '=', slug)
            .executeTakeFirstOrThrow(),
        ),
      );
      return sums.reduce((total, { views }) => total + (views ?? 0), 0);
    },

    /** Upkeep, to be done each hour: old hours become days, and keys of visitors are destroyed after 48 hours. */
    async foldOld(): Promise<void> {
      const today = Math.floor(clock().getTime() / DAY);
      counting.forgetBefore(today - 1);
      await forgetVisitors(db, today);
      await foldHours(db, today);
    },

    /** Resolves when the views that were reported are on disk. The store stays open. */
    settled: (): Promise<void> => counting.settled(),
  };
}
