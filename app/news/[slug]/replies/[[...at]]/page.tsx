import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import type { Order } from '../../../../../lib/comments.ts';
import { messages } from '../../../../../lib/messages.ts';
import { urls } from '../../../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../../../_shared/data.ts';
import { pageMetadata } from '../../../../_shared/metadata.ts';
import { pageNumber } from '../../../../_shared/page-number.ts';
import { ArticleComments, ArticleThread } from '../article-comments.tsx';
import '../../../../styles/lists.css';

type Props = { params: Promise<{ slug: string; at?: string[] }> };

/** A page of an article's comments; the address of one comment redirects to its page. */
async function loadProps({ params }: Props) {
  const { slug, at = [] } = await params;
  const { catalog } = await getCatalog();
  const article = catalog.article(slug);
  if (!article) notFound();
  const [first] = at;
  if (first && at.length === 1 && /^[0-9a-z]{17}$/.test(first)) {
    const place = await fromReaders(({ comments }) => comments.place(first), 'whole');
    if (place === AWAY) return { article, order: 'oldest' as const, number: 1 };
    if (place?.slug !== slug) notFound();
    const { page, thread } = place;
    const shownAt = page > 1 ? urls.comments(slug, page) : urls.article(slug);
    redirect(`${thread ? urls.thread(slug, thread.root, thread.page) : shownAt}#reply-${first}`);
  }
  if (first === 'thread') {
    const [, thread = '', ...rest] = at;
    const number = pageNumber(rest.length > 0 ? rest : undefined, (page) => urls.thread(slug, thread, page));
    return { article, order: 'oldest' as const, number, thread };
  }
  const order: Order = first === 'newest' ? 'newest' : 'oldest';
  const rest = order === 'newest' ? at.slice(1) : at;
  const number = pageNumber(rest.length > 0 ? rest : undefined, (page) => urls.comments(slug, page, order));
  return { article, order, number };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { article, order, number, thread } = await loadProps(props);
  const { lists, comments } = messages;
  const title = comments.titleOfReplies(article.title);
  return pageMetadata({
    title: number > 1 ? lists.pageTitle(title, number) : title,
    description: comments.aboutReplies(article.title),
    path:
      thread === undefined
        ? urls.comments(article.slug, number, order)
        : urls.thread(article.slug, thread, number),
    // The first page repeats what the article shows, a thread begins there, and the other order has the same comments.
    hidden: number === 1 || thread !== undefined || order === 'newest',
  });
}

export default async function RepliesPage(props: Props) {
  const { article, order, number, thread } = await loadProps(props);
  return (
    <div className="leaf">
      <p className="meta">{messages.comments.repliesTo}</p>
      <h1>
        <a href={urls.article(article.slug)}>{article.title}</a>
      </h1>
      {thread === undefined ? (
        <ArticleComments article={article} order={order} number={number} />
      ) : (
        <ArticleThread article={article} root={thread} number={number} />
      )}
    </div>
  );
}
