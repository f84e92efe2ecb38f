import { repliesRss } from '../../../lib/feed.ts';
import { site } from '../../../lib/site.ts';
import { urls } from '../../../lib/urls.ts';
import { document, replyEntries } from '../../documents.ts';
import { newsroom, readers } from '../../newsroom.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await newsroom();
  const { comments } = await readers();
  const latest = await comments.latest({ most: site.feedSize });
  const about = { title: `${site.name}: replies`, path: urls.repliesFeed(), homePath: '/' };
  return document(repliesRss({ ...about, entries: replyEntries(catalog, latest) }), 'application/rss+xml');
}
