import type { Metadata } from 'next';
import { DayList } from '../components/day-list.tsx';
import { JsonLd } from '../components/json-ld.tsx';
import { Story } from '../components/story.tsx';
import { StoryList } from '../components/story-list.tsx';
import { TopicIndex } from '../components/topic-index.tsx';
import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { organization, webSite } from '../lib/structured-data.ts';
import { urls } from '../lib/urls.ts';
import { commentCounts, getCatalog, readersLists } from './_shared/data.ts';
import { pageMetadata } from './_shared/metadata.ts';
import { noteOf, ranking } from './_shared/rankings.ts';

export const metadata: Metadata = pageMetadata({
  title: undefined,
  description: site.description,
  path: '/',
});

const FEATURED = 4;
const RANKED = 5;

export default async function FrontPage() {
  const { catalog } = await getCatalog();
  const newest = catalog.newest(site.pageSize);
  const [lead, ...chosen] = without(catalog.featured(FEATURED + 1), []).concat(newest.slice(0, 1));
  const featured = without(chosen, [lead]).slice(0, FEATURED);
  const filter = (article: Article) => article.slug !== lead?.slug;
  const fallback = without(newest, [lead, ...featured]);
  const trending = await ranking(catalog, readersLists, 'trending', { most: RANKED, filter, fallback });
  const today = await ranking(catalog, readersLists, 'popularToday', { most: RANKED, fallback: newest });
  const now = await ranking(catalog, readersLists, 'rightNow', { most: RANKED, fallback: newest });
  const counts = await commentCounts([...newest, ...featured, ...(lead ? [lead] : [])]);
  const inlineSrc = lead?.cover && (await catalog.media.inlineSrc(lead.cover.src));
  return (
    <>
      <JsonLd data={organization(catalog.leadsSomewhere)} />
      <JsonLd data={webSite()} />
      <h1 className="sr-only">{`${site.name}: ${site.tagline}`}</h1>
      <div className="front">
        {lead && (
          <Story
            article={lead}
            form="lead"
            level={2}
            inlineSrc={inlineSrc}
            commentCount={counts.get(lead.slug)}
          />
        )}
        <StoryList
          id="trending"
          heading={messages.lists.trending}
          href={urls.trending()}
          articles={trending.articles}
          form="line"
          note={noteOf(trending)}
        />
      </div>
      <StoryList
        id="featured"
        heading={messages.lists.featured}
        articles={featured}
        form="card"
        commentCounts={counts}
      />
      <div className="columns">
        <section id="recent" aria-labelledby="recent-heading">
          <h2 id="recent-heading">{messages.lists.recent}</h2>
          <DayList articles={newest} commentCounts={counts} />
          <p>
            <a className="more" href={urls.latest()}>
              {messages.lists.all}
            </a>
          </p>
        </section>
        <div className="aside">
          {[
            { id: 'now', heading: messages.lists.now, ranked: now },
            { id: 'today', heading: messages.lists.today, ranked: today },
          ].map(({ id, heading, ranked }) => (
            <StoryList
              key={id}
              id={id}
              heading={heading}
              href={`${urls.trending()}#${id}`}
              articles={ranked.articles}
              form="line"
              note={noteOf(ranked)}
            />
          ))}
          <TopicIndex counts={catalog.topicCounts()} />
        </div>
      </div>
    </>
  );
}

function without(articles: Article[], shown: (Article | undefined)[]): Article[] {
  const slugs = new Set(shown.map((article) => article?.slug));
  return articles.filter((article) => !slugs.has(article.slug));
}
