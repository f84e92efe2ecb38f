import type { Near } from './ask.ts';
import type { Article } from './rows.ts';

type Neighbourhood = {
  /** The id of the subject itself, which is never near. */
  self: number;
  /** How many articles there are in all. */
  total: number;
  /** For each tag of the subject: how many files have it, and its newest articles. */
  tagged: { total: number; newest: Near[] }[];
  ofTopic: Near[];
  /** What fills the list when too little is near. */
  newest: Near[];
  now: Date;
  /** The titles of articles by their ids. */
  titles(ids: number[]): ReadonlyMap<number, string>;
};

/** Of so many that tags and topic put first, the titles are read. */
const MOST_TITLES = 40;
/** Milliseconds. */
const MONTH = 30 * 86_400_000;

/**
 * Orders articles by how near they are to one: shared tags count by their rarity, title words and topic a little,
 * and of two that are alike the more recent comes first. Articles that share nothing only fill the list.
 * @returns ids, the nearest first
 */
export function relatedTo(
  subject: Pick<Article, 'title'>,
  { self, total, tagged, ofTopic, newest, now, titles }: Neighbourhood,
): number[] {
  const scores = new Map<number, number>();
  const recency = ({ date }: Near) => 0.5 / (1 + Math.max(0, now.getTime() - date) / MONTH);
  const add = (article: Near, points: number) =>
    scores.set(article.id, (scores.get(article.id) ?? recency(article)) + points);
  for (const tag of tagged) {
    const points = Math.log(1 + total / Math.max(1, tag.total));
    for (const article of tag.newest) add(article, points);
  }
  for (const article of ofTopic) add(article, 0.5);
  scores.delete(self);
  const byScore = () => [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const words = wordsOf(subject.title);
  for (const [id, title] of titles(byScore().slice(0, MOST_TITLES))) {
    for (const word of wordsOf(title)) if (words.has(word)) scores.set(id, (scores.get(id) ?? 0) + 0.7);
  }
  const fillers = newest.map(({ id }) => id).filter((id) => id !== self && !scores.has(id));
  return [...byScore(), ...fillers];
}

/** Of one series or one brief's source no more than this are shown together. */
const MOST_ALIKE = 2;

/**
 * Takes articles in their order until there are enough, and passes over what would be the third of its kind. What is
 * proposed comes first, and counts, but is never passed over.
 */
export function mixed<Any extends Kind>(proposed: Any[], ranked: Iterable<Any>, most: number): Any[] {
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
  return ofSeries.length >= MOST_ALIKE || ofSource.length >= MOST_ALIKE;
}

/** Words of five letters and more: the short ones carry no subject. */
function wordsOf(title: string): Set<string> {
  return new Set(title.toLowerCase().match(/\p{L}{5,}/gu) ?? []);
}
