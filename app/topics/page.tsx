import type { Metadata } from 'next';
import { JsonLd } from '../../components/json-ld.tsx';
import { TopicIndex } from '../../components/topic-index.tsx';
import { site } from '../../lib/site.ts';
import { breadcrumbs } from '../../lib/structured-data.ts';
import { urls } from '../../lib/urls.ts';
import { newsroom } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';

export const metadata: Metadata = pageMetadata({
  title: 'Topics',
  description: `What ${site.name} writes about, with the number of articles on each topic.`,
  path: urls.topics(),
});

export default async function TopicsPage() {
  const { catalog } = await newsroom();
  return (
    <div className="list">
      <JsonLd data={breadcrumbs([{ name: 'Topics', path: urls.topics() }])} />
      <h1 className="sr-only">Topics</h1>
      <TopicIndex counts={catalog.topicCounts()} />
    </div>
  );
}
