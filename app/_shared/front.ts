import type { Article } from '../../lib/catalog.ts';

/** What is where on the front page. No story is there twice. */

export type Band = { topic: string; articles: Article[] };

export type Front = {
  lead: Article | undefined;
  seconds: Article[];
  /** Beside the lead: what readers have chosen. */
  chosen: Record<Chosen, Article[]>;
  /** Beside the lead, below what readers have chosen, as far as that leaves room. */
  newest: Article[];
  /** One for each topic that has news. */
  bands: Band[];
  latest: Article[];
};

export type Chosen = 'trending' | 'now' | 'today';

type Sources = {
  /** In the editor's order. */
  featured: Article[];
  /** At least as many as the page shows. */
  newest: Article[];
  /** In the order in which the page shows them. */
  chosen: [Chosen, Article[]][];
  topics: readonly string[];
  newestOfTopic(topic: string, most: number): Article[];
  now: Date;
};

const SECONDS = 3;
/** Headlines beside the lead, and no list of fewer. */
const NEWEST = 6;
const FEWEST_BESIDE = 2;
const LATEST = 12;
/** Of a band: a story with its picture, and headlines. */
const IN_BAND = 4;
/** A band of fewer is none. */
const FEWEST_IN_BAND = 2;
/** A list that readers have made has at least so many entries, or it is not shown. */
const FEWEST_CHOSEN = 3;
const MOST_CHOSEN: Record<Chosen, number> = { trending: 5, now: 3, today: 3 };
/** Of a topic whose newest article is older there is no news. */
const NEWS_DAYS = 30;
const DAY_MS = 86_400_000;

/** Stories above the bands, which a topic's newest may be. */
const MOST_ABOVE = 1 + SECONDS + NEWEST + MOST_CHOSEN.trending + MOST_CHOSEN.now + MOST_CHOSEN.today;

/** Gives every story one place: on top what the editor chose, then what readers chose, then what is new. */
export function composeFront({ featured, newest, chosen, topics, newestOfTopic, now }: Sources): Front {
  const shown = new Set<string>();
  const take = (articles: Article[], most: number, fewest = 1): Article[] => {
    const taken = [...new Map(articles.map((article) => [article.slug, article])).values()]
      .filter(({ slug }) => !shown.has(slug))
      .slice(0, most);
    if (taken.length < fewest) return [];
    for (const { slug } of taken) shown.add(slug);
    return taken;
  };
  const [lead, ...seconds] = take([...featured, ...newest], 1 + SECONDS);
  const lists: Front['chosen'] = { trending: [], now: [], today: [] };
  for (const [name, articles] of chosen) lists[name] = take(articles, MOST_CHOSEN[name], FEWEST_CHOSEN);
  const beside = take(newest, Math.max(0, NEWEST - Object.values(lists).flat().length), FEWEST_BESIDE);
  const oldest = now.getTime() - NEWS_DAYS * DAY_MS;
  const bands = topics.flatMap((topic) => {
    const ofTopic = newestOfTopic(topic, IN_BAND + MOST_ABOVE);
    if (!ofTopic[0] || ofTopic[0].date.getTime() < oldest) return [];
    const articles = take(ofTopic, IN_BAND, FEWEST_IN_BAND);
    return articles.length > 0 ? [{ topic, articles: picturedFirst(articles) }] : [];
  });
  return { lead, seconds, chosen: lists, newest: beside, bands, latest: take(newest, LATEST) };
}

/** A band is led by its newest story that has a picture. */
function picturedFirst(articles: Article[]): Article[] {
  const lead = articles.find(({ cover }) => cover !== undefined);
  return lead ? [lead, ...articles.filter((article) => article !== lead)] : articles;
}

/** So many of the newest fill the page whatever is featured and read. */
export function mostOnFront(topics: number): number {
  return MOST_ABOVE + topics * IN_BAND + LATEST;
}
