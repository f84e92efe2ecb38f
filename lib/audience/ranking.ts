/**
 * How views become lists. Pure: the counts of hours go in, articles with their numbers come out, the best first.
 *
 * What is counted here is senders: a network (an IPv4 address or an IPv6 /48) counts once an article and day, whatever
 * browsers it names and however often it asks. What one sender adds beyond that is growth out of proportion and is set
 * aside, so that no list can be bought from one place: the 48 hours of trending touch three days, in which one sender is
 * three at most, and an article needs four.
 */

/** The views of one hour: `views[i]` of the article at place `articles[i]`. */
export type Counts = { articles: Uint32Array; views: Uint32Array };

/** An article in a list: its views in the list's window, and what it is ranked by. */
export type Ranked = { slug: string; views: number; score: number };

export type Rankings = { trending: Ranked[]; today: Ranked[]; now: Ranked[] };

/** Hours that each list looks at, and after how many of them a view weighs half. */
export const WEEK = 168;
export const TRENDING_HOURS = 48;
export const HALVED_EVERY = 6;
export const TODAY_HOURS = 24;
/** Fewer senders than this make no list. */
export const FEWEST_VISITORS = 3;
export const FEWEST_OF_TRENDING = 4;

/** Of each list, no more than this are kept. */
const LONGEST = 100;

/** What a view of each hour of the window weighs, the newest first. */
const WEIGHTS = Array.from({ length: TRENDING_HOURS }, (_, age) => 0.5 ** (age / HALVED_EVERY));
/** What one view an hour, every hour, adds up to. */
const STEADY = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** Sums over the windows that the lists look at, by the articles' places. */
export type Sums = Record<'week' | 'recent' | 'weighted' | 'day' | 'hour', Float64Array>;

/**
 * Adds up hours.
 * @param size how many articles there are
 * @param hours counts by hour since 1970
 * @param now the hour that is running
 * @param base sums to which these are added; it stays as it is, and may be of fewer articles
 */
export function sumUp(size: number, hours: ReadonlyMap<number, Counts>, now: number, base?: Sums): Sums {
  const start = (of: keyof Sums) => {
    const sums = new Float64Array(size);
    if (base) sums.set(base[of]);
    return sums;
  };
  const sums: Sums = {
    week: start('week'),
    recent: start('recent'),
    weighted: start('weighted'),
    day: start('day'),
    hour: start('hour'),
  };
  for (const [at, counts] of hours) {
    const age = now - at;
    if (age < 0 || age >= WEEK) continue;
    add(sums.week, counts, 1);
    if (age < TRENDING_HOURS) {
      add(sums.recent, counts, 1);
      add(sums.weighted, counts, WEIGHTS[age] ?? 0);
    }
    if (age < TODAY_HOURS) add(sums.day, counts, 1);
    if (age === 0) add(sums.hour, counts, 1);
  }
  return sums;
}

/**
 * Ranks the articles. Trending is the weighted views of 48 hours over what the article's own rate of the week would
 * have brought, plus one, so that a few views of a forgotten article do not count as a storm.
 * @param slugs the articles, by their place
 */
export function rank(slugs: readonly string[], { week, recent, weighted, day, hour }: Sums): Rankings {
  const score = weighted.map((sum, place) => sum / (((week[place] ?? 0) / WEEK) * STEADY + 1));
  return {
    trending: best(slugs, recent, score, FEWEST_OF_TRENDING),
    today: best(slugs, day, day, FEWEST_VISITORS),
    now: best(slugs, hour, hour, FEWEST_VISITORS),
  };
}

function add(sums: Float64Array, { articles, views }: Counts, weight: number): void {
  for (let index = 0; index < articles.length; index++) {
    const place = articles[index] ?? 0;
    sums[place] = (sums[place] ?? 0) + (views[index] ?? 0) * weight;
  }
}

/**
 * Those with enough visitors, by score, then by views, then by name. Nearly all articles of a large archive are behind
 * the last one of the list: they are looked at once and not sorted.
 */
function best(slugs: readonly string[], views: Float64Array, score: Float64Array, fewest: number): Ranked[] {
  const list: Ranked[] = [];
  for (const [place, slug] of slugs.entries()) {
    const seen = views[place] ?? 0;
    if (seen < fewest) continue;
    const ranked = { slug, views: seen, score: score[place] ?? 0 };
    const last = list.at(-1);
    if (list.length === LONGEST && last && isBefore(last, ranked)) continue;
    const behind = list.findIndex((other) => isBefore(ranked, other));
    list.splice(behind < 0 ? list.length : behind, 0, ranked);
    if (list.length > LONGEST) list.pop();
  }
  return list;
}

function isBefore(one: Ranked, other: Ranked): boolean {
  if (one.score !== other.score) return one.score > other.score;
  return one.views !== other.views ? one.views > other.views : one.slug < other.slug;
}
