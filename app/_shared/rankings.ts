import type { Audience } from '../../lib/audience.ts';
import type { Article, Catalog } from '../../lib/catalog.ts';

/** Where readers and articles meet: what is read, as articles that can be shown. */

export type Ranking = {
  /** Chosen by readers and by nothing else; perhaps none. */
  articles: Article[];
  /** When the readers were counted. */
  countedAt: Date | undefined;
};

type List = 'trending' | 'popularToday' | 'rightNow';

type Options = {
  most: number;
  /** Which articles may be in the list. */
  filter?: (article: Article) => boolean;
  /** A list of fewer is none. */
  fewest?: number;
};

/** As many as the audience keeps: what has gone off the site since it was read leaves room for others. */
const KEPT = 100;

/** @param which of the audience's lists */
export async function ranking(
  catalog: Catalog,
  audience: Pick<Audience, List | 'countedAt'>,
  which: List,
  { most, filter = () => true, fewest = 1 }: Options,
): Promise<Ranking> {
  const read = await audience[which](KEPT);
  const articles = read
    .flatMap(({ slug }) => catalog.article(slug) ?? [])
    .filter(filter)
    .slice(0, most);
  return { articles: articles.length < fewest ? [] : articles, countedAt: await audience.countedAt() };
}
