import { differenceInDays } from 'date-fns/differenceInDays';
import type { Headline } from './ask.ts';
import type { Article } from './rows.ts';

type Neighbourhood<Near> = {
  /** How many articles there are in all. */
  total: number;
  /** For each tag of the subject: how many files have it, and its newest articles. */
  tagged: { total: number; newest: Near[] }[];
  ofTopic: Near[];
  /** What fills the list when too little is near. */
  newest: Near[];
  now: Date;
};

/**
 * Orders articles by how near they are to one: shared tags count by their rarity, title words and topic a little,
 * and of two that are alike the more recent comes first. Articles that share nothing only fill the list.
 */
export function relatedTo<Near extends Headline>(
  subject: Headline,
  { total, tagged, ofTopic, newest, now }: Neighbourhood<Near>,
): Near[] {
  const scores = new Map<string, { article: Near; score: number }>();
  const add = (article: Near, points: number) => {
    const entry = scores.get(article.slug) ?? { article, score: 0 };
    entry.score += points;
    scores.set(article.slug, entry);
  };
  for (const tag of tagged) {
    for (const article of tag.newest) add(article, Math.log(1 + total / Math.max(1, tag.total)));
  }
  for (const article of ofTopic) add(article, 0.5);
  const words = wordsOf(subject.title);
  for (const entry of scores.values()) {
    for (const word of wordsOf(entry.article.title)) if (words.has(word)) entry.score += 0.7;
    entry.score += 0.5 / (1 + Math.max(0, differenceInDays(now, entry.article.date)) / 30);
  }
  const ranked = [...scores.values()].sort((a, b) => b.score - a.score).map((entry) => entry.article);
  const fillers = newest.filter((article) => !scores.has(article.slug));
  return [...ranked, ...fillers].filter((article) => article.slug !== subject.slug);
}

/** Of one series or one brief's source no more than this are shown together. */
const MOST_ALIKE = 2;

/**
 * Takes articles in their order until there are enough, and passes over what would be the third of its kind. What is
 * proposed comes first, and counts, but is never passed over.
 */
export function mixed<Near extends Kind>(proposed: Near[], ranked: Iterable<Near>, most: number): Near[] {
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
