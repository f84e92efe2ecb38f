import type { Metadata } from 'next';
import { Band } from '../components/band.tsx';
import { DayList } from '../components/day-list.tsx';
import { JsonLd } from '../components/json-ld.tsx';
import { Phrase } from '../components/phrase.tsx';
import { Story } from '../components/story.tsx';
import { StoryList } from '../components/story-list.tsx';
import { Time } from '../components/time.tsx';
import { TODAY_HOURS, TRENDING_HOURS } from '../lib/audience.ts';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { organization, webSite } from '../lib/structured-data.ts';
import { urls } from '../lib/urls.ts';
import { commentCounts, getCatalog, readersLists } from './_shared/data.ts';
import { type Chosen, composeFront, mostOnFront } from './_shared/front.ts';
import { pageMetadata } from './_shared/metadata.ts';
import { ranking } from './_shared/rankings.ts';
import './styles/lists.css';
import './styles/front.css';

export const metadata: Metadata = pageMetadata({
  title: undefined,
  description: site.description,
  path: '/',
});

const { lists } = messages;
const TOPICS = site.topics.map(({ id }) => id);
/** Of those that an editor may put on top. */
const MOST_FEATURED = 9;
const RANKED = 20;

export default async function FrontPage() {
  const { catalog, now } = await getCatalog();
  const trending = await ranking(catalog, readersLists, 'trending', { most: RANKED });
  const rightNow = await ranking(catalog, readersLists, 'rightNow', { most: RANKED });
  const today = await ranking(catalog, readersLists, 'popularToday', { most: RANKED });
  const { lead, seconds, chosen, newest, bands, latest } = composeFront({
    featured: catalog.featured(MOST_FEATURED),
    newest: catalog.newest(mostOnFront(TOPICS.length)),
    chosen: [
      ['trending', trending.articles],
      ['now', rightNow.articles],
      ['today', today.articles],
    ],
    topics: TOPICS,
    newestOfTopic: (topic, most) => catalog.newestOfTopic(topic, most),
    now,
  });
  const others = [...seconds, ...newest, ...bands.flatMap(({ articles }) => articles), ...latest];
  const counts = await commentCounts([...(lead ? [lead] : []), ...others, ...Object.values(chosen).flat()]);
  const inlineSrc = lead?.cover && (await catalog.media.inlineSrc(lead.cover.src));
  return (
    <>
      <JsonLd data={organization(catalog.leadsSomewhere)} />
      <JsonLd data={webSite()} />
      <h1 className="sr-only">{`${site.name}: ${site.tagline}`}</h1>
      <div className="front">
        <div className="top">
          {lead && (
            <Story
              article={lead}
              form="lead"
              level={2}
              inlineSrc={inlineSrc}
              commentCount={counts.get(lead.slug)}
            />
          )}
          {seconds.length > 0 && (
            <ol className="seconds">
              {seconds.map((article) => (
                <li key={article.slug}>
                  <Story article={article} form="card" level={2} commentCount={counts.get(article.slug)} />
                </li>
              ))}
            </ol>
          )}
        </div>
        <div className="aside">
          {CHOSEN.map(({ id, heading }) => (
            <StoryList
              key={id}
              id={id}
              heading={heading}
              href={id === 'trending' ? urls.trending() : `${urls.trending()}#${id}`}
              articles={chosen[id]}
              form="line"
              commentCounts={counts}
              note={<Counted list={id} at={trending.countedAt} />}
            />
          ))}
          <StoryList
            id="newest"
            heading={lists.newest}
            href={urls.latest()}
            articles={newest}
            form="line"
            commentCounts={counts}
          />
        </div>
      </div>
      <div className="bands">
        {bands.map(({ topic, articles }) => (
          <Band key={topic} topic={topic} articles={articles} commentCounts={counts} />
        ))}
      </div>
      {latest.length > 0 && (
        <section id="recent" aria-labelledby="recent-heading">
          <h2 id="recent-heading">{lists.recent}</h2>
          <DayList articles={latest} commentCounts={counts} />
        </section>
      )}
      <p>
        <a className="more" href={urls.latest()}>
          {lists.all}
        </a>
      </p>
    </>
  );
}

const CHOSEN: { id: Chosen; heading: string }[] = [
  { id: 'trending', heading: lists.trending },
  { id: 'now', heading: lists.now },
  { id: 'today', heading: lists.today },
];

/** Over what a list was counted, and when. */
function Counted({ list, at }: { list: Chosen; at: Date | undefined }) {
  if (!at) return null;
  const when = <Time date={at} form="time" />;
  if (list === 'now') return <Phrase pieces={lists.counted.now(when)} />;
  return <Phrase pieces={lists.counted.over(list === 'trending' ? TRENDING_HOURS : TODAY_HOURS, when)} />;
}
