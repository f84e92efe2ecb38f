import { DAY_MS, HOUR_MS, ViewCounter } from './audience/counting.ts';
import { type Ranked, type Rankings, rank } from './audience/ranking.ts';
import { forgetVisitors, rollUpHours } from './audience/roll-up.ts';
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

/** One hour of the site. `start` is its beginning. */
export type HourTotal = { start: Date; views: number };

/** How long a ranking is shown before it is made again. */
const SHOWN_FOR_MS = 60_000;

export function openAudience(options: AudienceOptions): Audience {
  return new Audience(options);
}

export class Audience {
  readonly #options: AudienceOptions;
  readonly #counter: ViewCounter;
  readonly #window: ReturnType<typeof makeWindow>;
  #rankings: Rankings = { trending: [], today: [], now: [] };
  #countedAt: Date | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | undefined;

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#counter = new ViewCounter(options.store.db);
    this.#window = makeWindow(options.store.db);
  }

  /**
   * Counts a view, unless it is none: see `Uncounted`.
   * @returns `counted`, or why not; resolves when it is on disk
   * @throws what the database says when it cannot write
   */
  async record(visit: Visit): Promise<'counted' | Uncounted> {
    const { origin, knows, clock } = this.#options;
    const refusal = refusalOf(visit, origin);
    if (refusal) return refusal;
    if (!knows(visit.slug)) return 'unknown';
    return this.#counter.count(visit, clock().getTime());
  }

  /** Articles read more than they usually are, over 48 hours; at most that many, perhaps none. */
  trending(most: number): Promise<Ranked[]> {
    return this.#listed('trending', most);
  }

  /** The most read of the last 24 hours. */
  popularToday(most: number): Promise<Ranked[]> {
    return this.#listed('today', most);
  }

  /** The most read of the hour that is running. */
  rightNow(most: number): Promise<Ranked[]> {
    return this.#listed('now', most);
  }

  /** When the lists were last counted; undefined when they never were. */
  async countedAt(): Promise<Date | undefined> {
    await this.#recount();
    return this.#countedAt;
  }

  /** The site's views by hour, the oldest first: the last 24 hours, with the one that is running. */
  async hourly(): Promise<HourTotal[]> {
    const { store, clock } = this.#options;
    const last = Math.floor(clock().getTime() / HOUR_MS);
    const rows = await store.db
      .selectFrom('views_hourly')
      .select(({ fn }) => ['hour', fn.sum<number>('views').as('views')])
      .where('hour', '>', last - 24)
      .where('hour', '<=', last)
      .groupBy('hour')
      .execute();
    const known = new Map(rows.map(({ hour, views }) => [hour, views]));
    return Array.from({ length: 24 }, (_, place) => {
      const hour = last - 23 + place;
      return { start: new Date(hour * HOUR_MS), views: known.get(hour) ?? 0 };
    });
  }

  /** All views of an article that were ever counted. */
  async views(slug: string): Promise<number> {
    const tables = ['views_hourly', 'views_daily'] as const;
    const sums = await Promise.all(
      tables.map((table) =>
        this.#options.store.db
          .selectFrom(table)
          .select(({ fn }) => fn.sum<number | null>('views').as('views'))
          .where('slug', '=', slug)
          .executeTakeFirstOrThrow(),
      ),
    );
    return sums.reduce((total, { views }) => total + (views ?? 0), 0);
  }

  /** To be done each hour: old hours become days, and keys of visitors are destroyed after 48 hours. */
  async rollUp(): Promise<void> {
    const { store, clock } = this.#options;
    const today = Math.floor(clock().getTime() / DAY_MS);
    this.#counter.forgetBefore(today - 1);
    await forgetVisitors(store.db, today);
    await rollUpHours(store.db, today);
  }

  /** Resolves when the views that were reported are on disk. The store stays open. */
  settled(): Promise<void> {
    return this.#counter.settled();
  }

  async #listed(name: keyof Rankings, most: number): Promise<Ranked[]> {
    await this.#recount();
    return this.#rankings[name].slice(0, most);
  }

  /** Makes the rankings again when they are a minute old. One count for all who ask meanwhile. */
  #recount(): Promise<void> | undefined {
    const now = this.#options.clock();
    const age = now.getTime() - this.#triedAt;
    if (age >= 0 && age < SHOWN_FOR_MS) return this.#counting;
    this.#triedAt = now.getTime();
    this.#counting = this.#count(now);
    return this.#counting;
  }

  /** A count that fails replaces nothing; one of no readers is a count. */
  async #count(now: Date): Promise<void> {
    try {
      const { slugs, sums } = await this.#window.update(now.getTime());
      this.#rankings = rank(slugs, sums);
      this.#countedAt = now;
    } catch (error) {
      this.#options.onError?.(error);
    }
  }
}
