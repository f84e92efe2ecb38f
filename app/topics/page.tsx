import type { Metadata } from 'next';
import { TopicIndex } from '../../components/topic-index.tsx';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';

export const metadata: Metadata = pageMetadata({
  title: messages.lists.topics,
  description: messages.lists.topicsOf(site.name),
  path: urls.topics(),
});

export default async function TopicsPage() {
  const { catalog } = await getCatalog();
  return (
    <div className="list">
      <h1 className="sr-only">{messages.lists.topics}</h1>
      <TopicIndex counts={catalog.topicCounts()} />
    </div>
  );
}
