import { notFound } from 'next/navigation';
import { Replies } from '../../../../components/replies.tsx';
import { ReplyForm } from '../../../../components/reply-form.tsx';
import type { Article } from '../../../../lib/catalog.ts';
import type { Order } from '../../../../lib/comments.ts';
import { site } from '../../../../lib/site.ts';
import { readers } from '../../../newsroom.ts';

/** The comments of an article with its form; nothing where the article takes none and has none. */
export async function ArticleReplies({
  article,
  order = 'oldest',
  number = 1,
}: {
  article: Article;
  order?: Order;
  number?: number;
}) {
  const { comments } = await readers();
  const page = await comments.published(article.slug, { page: number, order });
  if (!page) notFound();
  const isOpen = comments.isOpen(article);
  if (!article.comments && page.total === 0) return null;
  return (
    <Replies slug={article.slug} page={page} order={order} isOpen={isOpen}>
      {isOpen ? (
        <ReplyForm
          slug={article.slug}
          token={comments.formToken(article.slug)}
          requireEmail={site.comments.requireEmail}
        />
      ) : (
        <p className="meta">Comments are closed.</p>
      )}
    </Replies>
  );
}
