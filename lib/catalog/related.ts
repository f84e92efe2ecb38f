import type { Article, Candidate } from '../catalog-database.ts';

/** Which articles a reader of one might be interested in. */

type Surroundings = {
  /** The id of the subject itself, which is never related. */
  self: number;
  /** How many articles there are in all. */
  total: number;
  /** For each tag of the subject: how many files have it, and its newest articles. */
  tagged: { total: number; newest: Candidate[] }[];
  ofTopic: Candidate[];
  /** What fills the list when too little is related. */
  fallback: Candidate[];
  now: Date;
  /** The titles of articles by their ids. */
  titles(ids: number[]): ReadonlyMap<number, string>;
};

/** The titles of the first ones by tags and topic are read. */
const MAX_TITLES = 40;
const MONTH_MS = 30 * 86_400_000;

/**
 * Orders articles by how related they are to one: shared tags count by their rarity, title words and topic a little,
 * and of two that are alike the more recent comes first. Articles that share nothing only fill the list.
 * @returns ids, the most related first
 */
export function rankRelated(
  subject: Pick<Article, 'title'>,
  { self, total, tagged, ofTopic, fallback, now, titles }: Surroundings,
): number[] {
  const scores = new Map<number, number>();
  const recency = ({ date }: Candidate) => 0.5 / (1 + Math.max(0, now.getTime() - date) / MONTH_MS);
  const add = (article: Candidate, points: number) =>
    scores.set(article.id, (scores.get(article.id) ?? recency(article)) + points);
  for (const tag of tagged) {
    const points = Math.log(1 + total / Math.max(1, tag.total));
    for (const article of tag.newest) add(article, points);
  }
  for (const article of ofTopic) add(article, 0.5);
  scores.delete(self);
  const byScore = () => [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const words = wordsOf(subject.title);
  for (const [id, title] of titles(byScore().slice(0, MAX_TITLES))) {
    for (const word of wordsOf(title)) if (words.has(word)) scores.set(id, (scores.get(id) ?? 0) + 0.7);
  }
  const others = fallback.map(({ id }) => id).filter((id) => id !== self && !scores.has(id));
  return [...byScore(), ...others];
}

/** Articles of one series, or briefs of one source, that are shown together. */
const MAX_ALIKE = 2;

/**
 * Takes articles in their order until there are enough, and passes over what would be the third of its kind. What is
 * proposed comes first, and counts, but is never passed over.
 */
export function diversify<Any extends Kind>(proposed: Any[], ranked: Iterable<Any>, most: number): Any[] {
  const taken = new Map(proposed.slice(0, most).map((article) => [article.slug, article]));
  for (const article of ranked) {
    if (taken.size >= most) break;
    if (!isOneTooMany(article, [...taken.values()])) taken.set(article.slug, article);
  }
  return [...taken.values()];
}

type Kind = Pick<Article, 'slug' | 'series' | 'source'>;

function isOneTooMany({ series, source }: Kind, taken: Kind[]): boolean {
  const ofSeries = taken.filter((other) => series !== undefined && other.series === series);
  const ofSource = taken.filter((other) => source !== undefined && other.source?.name === source.name);
  return ofSeries.length >= MAX_ALIKE || ofSource.length >= MAX_ALIKE;
}

/** Words of five letters and more: the short ones carry no subject. */
function wordsOf(title: string): Set<string> {
  return new Set(title.toLowerCase().match(/\p{L}{5,}/gu) ?? []);
}
