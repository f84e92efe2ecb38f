import { commentsRss } from '../../../../../lib/feed.ts';
import { messages } from '../../../../../lib/messages.ts';
import { site } from '../../../../../lib/site.ts';
import { urls } from '../../../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../../../_shared/data.ts';
import { away, commentEntries, document, missing } from '../../../../_shared/responses.ts';

export async function GET(_: Request, { params }: { params: Promise<{ slug: string }> }): Promise<Response> {
  const { slug } = await params;
  const { catalog } = await getCatalog();
  const article = catalog.article(slug);
  if (!article) return missing();
  const latest = await fromReaders(({ comments }) => comments.latest({ slug, most: site.feedSize }));
  if (latest === AWAY) return away();
  const about = {
    title: messages.comments.titleOfReplies(article.title),
    path: urls.commentsFeed(slug),
    homePath: urls.article(slug),
  };
  return document(commentsRss({ ...about, entries: commentEntries(catalog, latest) }), 'application/rss+xml');
}
