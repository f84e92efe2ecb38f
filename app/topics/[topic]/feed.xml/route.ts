import { rss } from '../../../../lib/feed.ts';
import { site, topicOf } from '../../../../lib/site.ts';
import { urls } from '../../../../lib/urls.ts';
import { getCatalog } from '../../../_shared/data.ts';
import { document, feedOptions, missing } from '../../../_shared/responses.ts';

export async function GET(_: Request, { params }: { params: Promise<{ topic: string }> }): Promise<Response> {
  const { catalog } = await getCatalog();
  const topic = topicOf((await params).topic);
  if (!topic) return missing();
  const options = await feedOptions(catalog, catalog.newestOfTopic(topic.id, site.feedSize), {
    title: `${site.name}: ${topic.name}`,
    description: topic.description,
    path: urls.topicFeed(topic.id),
    homePath: urls.topic(topic.id),
  });
  return document(rss(options), 'application/rss+xml');
}
