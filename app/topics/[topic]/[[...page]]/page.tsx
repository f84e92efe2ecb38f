import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ListPage } from '../../../../components/list-page.tsx';
import { StoryList } from '../../../../components/story-list.tsx';
import type { Article } from '../../../../lib/catalog.ts';
import { messages } from '../../../../lib/messages.ts';
import { topicOf } from '../../../../lib/site.ts';
import { urls } from '../../../../lib/urls.ts';
import { commentCounts, getCatalog, readersLists } from '../../../_shared/data.ts';
import { pageMetadata } from '../../../_shared/metadata.ts';
import { pageNumber } from '../../../_shared/page-number.ts';
import { ranking } from '../../../_shared/rankings.ts';
import '../../../styles/lists.css';

/** Of a topic's articles that are read most, and no fewer. */
const POPULAR = 3;

type Props = { params: Promise<{ topic: string; page?: string[] }> };

async function loadProps({ params }: Props) {
  const { topic: id, page } = await params;
  const topic = topicOf(id);
  if (!topic) notFound();
  const href = (number: number) => urls.topic(id, number);
  return { topic, href, number: pageNumber(page, href) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { topic, href, number } = await loadProps(props);
  return pageMetadata({
    title: number > 1 ? messages.lists.pageTitle(topic.name, number) : topic.name,
    description: topic.description,
    path: href(number),
    feed: urls.topicFeed(topic.id),
  });
}

export default async function TopicPage(props: Props) {
  const { catalog } = await getCatalog();
  const { topic, href, number } = await loadProps(props);
  const list = catalog.topic(topic.id, number);
  if (!list) notFound();
  const filter = (article: Article) => article.topic === topic.id;
  const { articles: read } = await ranking(catalog, readersLists, 'popularToday', {
    ...{ most: POPULAR, filter, fewest: POPULAR },
  });
  const differs = read.some(({ slug }, place) => slug !== list.items[place]?.slug);
  const counts = await commentCounts(list.items);
  return (
    <ListPage
      trail={[
        { name: messages.lists.topics, path: urls.topics() },
        { name: topic.name, path: href(1) },
      ]}
      heading={topic.name}
      list={list}
      href={href}
      tone={`topic-${topic.id}`}
      withTopic={false}
      withLead
      commentCounts={counts}
    >
      <p className="standfirst">{topic.description}</p>
      {number === 1 && (
        <StoryList
          id="today"
          heading={messages.lists.today}
          href={`${urls.trending()}#today`}
          // Below it are the newest.
          articles={differs ? read : []}
          form="line"
          withTopic={false}
        />
      )}
    </ListPage>
  );
}
