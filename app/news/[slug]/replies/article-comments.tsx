import { notFound } from 'next/navigation';
import { CommentForm } from '../../../../components/comment-form.tsx';
import { Comments, RepliesAway, ThreadReplies } from '../../../../components/comments.tsx';
import type { Article } from '../../../../lib/catalog.ts';
import type { Order } from '../../../../lib/comments.ts';
import { messages } from '../../../../lib/messages.ts';
import { site } from '../../../../lib/site.ts';
import { AWAY, fromReaders } from '../../../_shared/data.ts';

/** The comments of an article with its form; nothing where the article takes none and has none. */
export async function ArticleComments({
  article,
  order = 'oldest',
  number = 1,
}: {
  article: Article;
  order?: Order;
  number?: number;
}) {
  const found = await fromReaders(async ({ comments }) => ({
    page: await comments.published(article.slug, { page: number, order }),
    isOpen: comments.isOpen(article),
    token: comments.formToken(article.slug),
  }));
  if (found === AWAY) return article.comments ? <RepliesAway /> : null;
  const { page, isOpen, token } = found;
  if (!page) notFound();
  if (!article.comments && page.total === 0) return null;
  return (
    <Comments slug={article.slug} page={page} order={order} isOpen={isOpen}>
      {isOpen ? (
        <CommentForm slug={article.slug} token={token} requireEmail={site.comments.requireEmail} />
      ) : (
        <p className="meta">{messages.comments.closed}</p>
      )}
    </Comments>
  );
}

/** The replies to one comment of an article, for threads that are too long to stand under it. */
export async function ArticleThread({
  article,
  root,
  number,
}: {
  article: Article;
  root: string;
  number: number;
}) {
  const found = await fromReaders(
    async ({ comments }) => ({
      page: await comments.thread(article.slug, root, number),
      isOpen: comments.isOpen(article),
    }),
    'whole',
  );
  if (found === AWAY) return <RepliesAway />;
  const { page, isOpen } = found;
  if (!page) notFound();
  return <ThreadReplies slug={article.slug} page={page} isOpen={isOpen} />;
}
