import type { Metadata } from 'next';
import { DayChart } from '../../components/day-chart.tsx';
import { When } from '../../components/when.tsx';
import {
  FEWEST_OF_TRENDING,
  FEWEST_VISITORS,
  HALVED_EVERY,
  type Ranked,
  TODAY_HOURS,
  TRENDING_HOURS,
} from '../../lib/audience.ts';
import type { Catalog } from '../../lib/catalog.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { AWAY, fromReaders, newsroom, readersLists } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import './trending.css';

export const metadata: Metadata = pageMetadata({
  title: 'Trending',
  description: `What readers of ${site.name} read now, today and more than usual, and how it is counted.`,
  path: urls.trending(),
});

const MOST = 20;

/** The three lists with their numbers, and how they come about. */
export default async function TrendingPage() {
  const { catalog } = await newsroom();
  const counted = await fromReaders(async ({ audience }) => ({
    countedAt: await audience.countedAt(),
    hours: await audience.hourly(),
  }));
  const { countedAt, hours } = counted === AWAY ? {} : counted;
  return (
    <div className="list">
      <header>
        <h1>Trending</h1>
        <p className="standfirst">What readers read more than usual, today, and right now.</p>
        {countedAt && (
          <p className="meta">
            Last counted <When date={countedAt} form="minute" />
          </p>
        )}
      </header>
      {hours ? <DayChart hours={hours} /> : <p>The counts are away for the moment.</p>}
      <Ranks
        id="trending"
        heading="Trending"
        how={`Views of the last ${TRENDING_HOURS} hours. Each weighs half after ${HALVED_EVERY} hours, and their sum is divided by what the article’s own rate of the last seven days would have brought, plus one. So an article that is always read does not stay on top for ever.`}
        ranked={await readersLists.trending(MOST)}
        catalog={catalog}
        withScore
      />
      <Ranks
        id="today"
        heading="Popular today"
        how={`The most viewed of the last ${TODAY_HOURS} hours.`}
        ranked={await readersLists.popularToday(MOST)}
        catalog={catalog}
      />
      <Ranks
        id="now"
        heading="Right now"
        how="The most viewed of the hour that is running."
        ranked={await readersLists.rightNow(MOST)}
        catalog={catalog}
      />
      <section className="prose" aria-labelledby="how-heading">
        <h2 id="how-heading">How views are counted</h2>
        <p>
          {`An article that was in view for five seconds, or was scrolled, counts as one view; the same visitor and article once a day. The lists count each network once an article and day, whatever its browsers call themselves, so that no one can buy a place in them alone. An article needs ${FEWEST_VISITORS} of them to be in a list, and ${FEWEST_OF_TRENDING} to be trending. The lists are made again each minute. Robots, pages that a browser loads ahead, and readers whose browser asks not to be tracked are not counted.`}
        </p>
        <p>
          No address and no cookie is kept. To know a second view from a first, the site keeps a keyed hash of
          address, browser and article, and destroys each day’s key within 48 hours.
        </p>
        <p>
          What readers say under the articles is in a <a href={urls.repliesFeed()}>feed of all replies</a>.
        </p>
      </section>
    </div>
  );
}

type RanksProps = {
  id: string;
  heading: string;
  how: string;
  ranked: Ranked[];
  catalog: Catalog;
  withScore?: boolean;
};

function Ranks({ id, heading, how, ranked, catalog, withScore = false }: RanksProps) {
  const rows = ranked.flatMap(({ slug, views, score }) => {
    const article = catalog.article(slug);
    return article ? [{ article, views, score }] : [];
  });
  return (
    <section className="ranks" id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{heading}</h2>
      <p className="meta">{how}</p>
      {rows.length === 0 ? (
        <p>Not enough readers yet.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Article</th>
              <th scope="col" align="right">
                Readers
              </th>
              {withScore && (
                <th scope="col" align="right">
                  Times usual
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ article, views, score }) => (
              <tr key={article.slug}>
                <td>
                  <a href={urls.article(article.slug)}>{article.title}</a>
                </td>
                <td align="right">{views.toLocaleString('en-US')}</td>
                {withScore && <td align="right">{score.toFixed(1)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
