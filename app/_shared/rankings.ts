import type { Audience } from '../../lib/audience.ts';
import type { Article, Catalog } from '../../lib/catalog.ts';
import { messages } from '../../lib/messages.ts';

/** Where readers and articles meet: what is read, as articles that can be shown. */

export type Ranking = {
  articles: Article[];
  /** How many of them readers have chosen; those after them fill the list up. */
  ranked: number;
};

type Options = {
  most: number;
  /** Which articles may be in the list. */
  filter?: (article: Article) => boolean;
  /** What fills a list that readers leave short. */
  fallback?: Article[];
};

type List = 'trending' | 'popularToday' | 'rightNow';

/** @param which of the audience's lists */
export async function ranking(
  catalog: Catalog,
  audience: Pick<Audience, List>,
  which: List,
  { most, filter = () => true, fallback = [] }: Options,
): Promise<Ranking> {
  // What has gone off the site since it was read leaves room for others.
  const read = await audience[which](100);
  const ranked = read
    .flatMap(({ slug }) => catalog.article(slug) ?? [])
    .filter(filter)
    .slice(0, most);
  const slugs = new Set(ranked.map(({ slug }) => slug));
  const filling = fallback.filter((article) => filter(article) && !slugs.has(article.slug));
  return { articles: [...ranked, ...filling].slice(0, most), ranked: ranked.length };
}

/** What a list that is filled up says of itself. */
export function noteOf({ articles, ranked }: Ranking): string | undefined {
  if (ranked === articles.length) return undefined;
  return ranked === 0 ? messages.lists.tooFewReaders : messages.lists.filledUp(ranked);
}
