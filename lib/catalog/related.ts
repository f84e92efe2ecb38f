import { differenceInDays } from 'date-fns';
import type { Article } from './rows.ts';

type Tagged = { total: number; newest: Article[] };

/**
 * Orders articles by how near they are to one: shared tags count by their rarity, title words and topic a little,
 * and of two that are alike the more recent comes first. Articles that share nothing only fill the list.
 */
export function relatedTo(
  article: Article,
  total: number,
  withTag: (slug: string) => Tagged,
  ofTopic: Article[],
  fillers: Article[],
  now: Date,
): Article[] {
  const scores = new Map<string, { article: Article; score: number }>();
  const add = (other: Article, points: number) => {
    const entry = scores.get(other.slug) ?? { article: other, score: 0 };
    entry.score += points;
    scores.set(other.slug, entry);
  };
  for (const tag of article.tags) {
    const { total: uses, newest } = withTag(tag.slug);
    for (const other of newest) add(other, Math.log(1 + total / Math.max(1, uses)));
  }
  for (const other of ofTopic) add(other, 0.5);
  const words = wordsOf(article.title);
  for (const entry of scores.values()) {
    for (const word of wordsOf(entry.article.title)) if (words.has(word)) entry.score += 0.7;
    entry.score += 0.5 / (1 + Math.max(0, differenceInDays(now, entry.article.date)) / 30);
  }
  const ranked = [...scores.values()].sort((a, b) => b.score - a.score).map((entry) => entry.article);
  return [...ranked, ...fillers.filter((filler) => !scores.has(filler.slug))];
}

/** Words of five letters and more: the short ones carry no subject. */
function wordsOf(title: string): Set<string> {
  return new Set(title.toLowerCase().match(/\p{L}{5,}/gu) ?? []);
}
