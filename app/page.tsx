import type { Metadata } from 'next';
import { DayList } from '../components/day-list.tsx';
import { JsonLd } from '../components/json-ld.tsx';
import { Story } from '../components/story.tsx';
import { StoryList } from '../components/story-list.tsx';
import { TopicIndex } from '../components/topic-index.tsx';
import type { Article } from '../lib/catalog.ts';
import { site } from '../lib/site.ts';
import { organization, webSite } from '../lib/structured-data.ts';
import { urls } from '../lib/urls.ts';
import { newsroom } from './newsroom.ts';
import { pageMetadata } from './page-metadata.ts';

export const metadata: Metadata = pageMetadata({
  title: undefined,
  description: site.description,
  path: '/',
});

const FEATURED = 4;
const TRENDING = 5;

export default async function FrontPage() {
  const { catalog } = await newsroom();
  const newest = catalog.newest(site.pageSize);
  const [lead, ...chosen] = without(catalog.featured(FEATURED + TRENDING + 1), []).concat(newest.slice(0, 1));
  const featured = without(chosen, [lead]).slice(0, FEATURED);
  const trending = unique([...without(chosen, [lead, ...featured]), ...without(newest, [lead, ...featured])]);
  return (
    <>
      <JsonLd data={organization(catalog.leadsSomewhere)} />
      <JsonLd data={webSite()} />
      <h1 className="sr-only">{`${site.name}: ${site.tagline}`}</h1>
      <div className="front">
        {lead && <Story article={lead} form="lead" level={2} />}
        <StoryList
          id="trending"
          heading="Trending"
          articles={trending.slice(0, TRENDING)}
          form="line"
          note="Readers are not counted yet: until they are, these are featured and newest stories."
        />
      </div>
      <StoryList id="featured" heading="Featured" articles={featured} form="card" />
      <div className="columns">
        <section id="recent" aria-labelledby="recent-heading">
          <h2 id="recent-heading">Recent posts</h2>
          <DayList articles={newest} />
          <p>
            <a className="more" href={urls.latest()}>
              All articles
            </a>
          </p>
        </section>
        <TopicIndex counts={catalog.topicCounts()} />
      </div>
    </>
  );
}

function without(articles: Article[], shown: (Article | undefined)[]): Article[] {
  const slugs = new Set(shown.map((article) => article?.slug));
  return articles.filter((article) => !slugs.has(article.slug));
}

function unique(articles: Article[]): Article[] {
  return [...new Map(articles.map((article) => [article.slug, article])).values()];
}
