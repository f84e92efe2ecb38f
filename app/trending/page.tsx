import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { DayChart } from '../../components/day-chart.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Time } from '../../components/time.tsx';
import {
  FEWEST_OF_TRENDING,
  FEWEST_VISITORS,
  HALVED_EVERY,
  type Ranked,
  TODAY_HOURS,
  TRENDING_HOURS,
} from '../../lib/audience.ts';
import type { Catalog } from '../../lib/catalog.ts';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog, readersLists } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';
import './trending.css';

const { trending: said, lists } = messages;

export const metadata: Metadata = pageMetadata({
  title: lists.trending,
  description: said.description(site.name),
  path: urls.trending(),
});

const MOST = 20;

/** The three lists with their numbers, and how they come about. */
export default async function TrendingPage() {
  const { catalog } = await getCatalog();
  const counted = await fromReaders(async ({ audience }) => ({
    countedAt: await audience.countedAt(),
    hours: await audience.hourly(),
  }));
  const { countedAt, hours } = counted === AWAY ? {} : counted;
  return (
    <div className="list">
      <header>
        <h1>{lists.trending}</h1>
        <p className="standfirst">{said.standfirst}</p>
        {countedAt && (
          <p className="meta">
            <Phrase pieces={said.counted(<Time date={countedAt} form="minute" />)} />
          </p>
        )}
      </header>
      {hours ? <DayChart hours={hours} /> : <p>{said.away}</p>}
      <Ranks
        id="trending"
        heading={lists.trending}
        how={said.howTrending(TRENDING_HOURS, HALVED_EVERY)}
        ranked={await readersLists.trending(MOST)}
        catalog={catalog}
        withScore
      />
      <Ranks
        id="today"
        heading={lists.today}
        how={said.howToday(TODAY_HOURS)}
        ranked={await readersLists.popularToday(MOST)}
        catalog={catalog}
      />
      <Ranks
        id="now"
        heading={lists.now}
        how={said.howNow}
        ranked={await readersLists.rightNow(MOST)}
        catalog={catalog}
      />
      <section className="prose" aria-labelledby="how-heading">
        <h2 id="how-heading">{said.how}</h2>
        <p>{said.counting(FEWEST_VISITORS, FEWEST_OF_TRENDING)}</p>
        <p>{said.privacy}</p>
        <p>
          <Phrase pieces={said.feed<ReactNode>((text) => <a href={urls.commentsFeed()}>{text}</a>)} />
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
        <p>{said.tooFewReaders}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{said.article}</th>
              <th scope="col" className="align-right">
                {said.readers}
              </th>
              {withScore && (
                <th scope="col" className="align-right">
                  {said.timesUsual}
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
                <td className="align-right">{messages.numbers.number(views)}</td>
                {withScore && <td className="align-right">{messages.numbers.tenths(score)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
