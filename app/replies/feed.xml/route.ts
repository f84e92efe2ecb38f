import { commentsRss } from '../../../lib/feed.ts';
import { messages } from '../../../lib/messages.ts';
import { site } from '../../../lib/site.ts';
import { urls } from '../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../_shared/data.ts';
import { away, commentEntries, document } from '../../_shared/responses.ts';

export async function GET(): Promise<Response> {
  const { catalog } = await getCatalog();
  const latest = await fromReaders(({ comments }) => comments.latest({ most: site.feedSize }));
  if (latest === AWAY) return away();
  const about = { title: messages.comments.feedOf(site.name), path: urls.commentsFeed(), homePath: '/' };
  return document(commentsRss({ ...about, entries: commentEntries(catalog, latest) }), 'application/rss+xml');
}
