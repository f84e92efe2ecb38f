import type { Audience } from '../../lib/audience.ts';
import type { Article, Catalog } from '../../lib/catalog.ts';
import { messages } from '../../lib/messages.ts';

/** Where readers and articles meet: what is read, as articles that can be shown. */

export type Ranking = {
  articles: Article[];
  /** How many of them readers have chosen; those after them fill the list up. */
  chosen: number;
};

type Options = {
  most: number;
  /** Which articles may be in the list. */
  fits?: (article: Article) => boolean;
  /** What fills a list that readers leave short. */
  fill?: Article[];
};

type List = 'trending' | 'popularToday' | 'rightNow';

/** @param which of the audience's lists */
export async function ranking(
  catalog: Catalog,
  audience: Pick<Audience, List>,
  which: List,
  { most, fits = () => true, fill = [] }: Options,
): Promise<Ranking> {
  // What has gone off the site since it was read leaves room for others.
  const ranked = await audience[which](100);
  const chosen = ranked
    .flatMap(({ slug }) => catalog.article(slug) ?? [])
    .filter(fits)
    .slice(0, most);
  const slugs = new Set(chosen.map(({ slug }) => slug));
  const filling = fill.filter((article) => fits(article) && !slugs.has(article.slug));
  return { articles: [...chosen, ...filling].slice(0, most), chosen: chosen.length };
}

/** What a list that is filled up says of itself. */
export function noteOf({ articles, chosen }: Ranking): string | undefined {
  if (chosen === articles.length) return undefined;
  return chosen === 0 ? messages.lists.tooFewReaders : messages.lists.filledUp(chosen);
}
