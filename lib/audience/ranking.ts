/** How views become lists. Pure: the counts of hours go in, articles with their numbers come out, the best first. */

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
/** Fewer visitors than this make no list. */
export const FEWEST_VISITORS = 3;

/** Of each list, no more than this are kept. */
const LONGEST = 100;

/** What a view of each hour of the window weighs, the newest first. */
const WEIGHTS = Array.from({ length: TRENDING_HOURS }, (_, age) => 0.5 ** (age / HALVED_EVERY));
/** What one view an hour, every hour, adds up to. */
const STEADY = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/**
 * Ranks the articles. Trending is the weighted views of 48 hours over what the article's own rate of the week would
 * have brought, plus one, so that a few views of a forgotten article do not count as a storm.
 * @param slugs the articles, by their place
 * @param hours counts by hour since 1970
 * @param now the hour that is running
 */
export function rank(slugs: readonly string[], hours: ReadonlyMap<number, Counts>, now: number): Rankings {
  const week = new Float64Array(slugs.length);
  const recent = new Float64Array(slugs.length);
  const weighted = new Float64Array(slugs.length);
  const day = new Float64Array(slugs.length);
  const hour = new Float64Array(slugs.length);
  for (const [at, counts] of hours) {
    const age = now - at;
    if (age < 0 || age >= WEEK) continue;
    add(week, counts, 1);
    if (age < TRENDING_HOURS) {
      add(recent, counts, 1);
      add(weighted, counts, WEIGHTS[age] ?? 0);
    }
    if (age < TODAY_HOURS) add(day, counts, 1);
    if (age === 0) add(hour, counts, 1);
  }
  const score = weighted.map((sum, place) => sum / (((week[place] ?? 0) / WEEK) * STEADY + 1));
  return { trending: best(slugs, recent, score), today: best(slugs, day, day), now: best(slugs, hour, hour) };
}

function add(sums: Float64Array, { articles, views }: Counts, weight: number): void {
  for (let index = 0; index < articles.length; index++) {
    const place = articles[index] ?? 0;
    sums[place] = (sums[place] ?? 0) + (views[index] ?? 0) * weight;
  }
}

/** Those with enough visitors, by score, then by views, then by name. */
function best(slugs: readonly string[], views: Float64Array, score: Float64Array): Ranked[] {
  const ranked: Ranked[] = [];
  for (const [place, slug] of slugs.entries()) {
    const seen = views[place] ?? 0;
    if (seen >= FEWEST_VISITORS) ranked.push({ slug, views: seen, score: score[place] ?? 0 });
  }
  return ranked
    .sort((a, b) => b.score - a.score || b.views - a.views || (a.slug < b.slug ? -1 : 1))
    .slice(0, LONGEST);
}
