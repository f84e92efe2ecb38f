import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CommentForm } from '../../../../../../components/comment-form.tsx';
import { Away, Said } from '../../../../../../components/comments.tsx';
import { Time } from '../../../../../../components/time.tsx';
import type { Article } from '../../../../../../lib/catalog.ts';
import { messages } from '../../../../../../lib/messages.ts';
import { site } from '../../../../../../lib/site.ts';
import { urls } from '../../../../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../../../../_shared/data.ts';
import { pageMetadata } from '../../../../../_shared/metadata.ts';
import '../../../../../styles/lists.css';

type Props = { params: Promise<{ slug: string; id: string }> };

async function loadProps({ params }: Props) {
  const { slug, id } = await params;
  const { catalog } = await getCatalog();
  const article = catalog.article(slug);
  if (!article) notFound();
  const found = await fromReaders(
    async ({ comments }) => ({
      answered: await comments.one(id),
      isOpen: comments.isOpen(article),
      token: comments.formToken(slug),
    }),
    'whole',
  );
  if (found === AWAY) return { article };
  const { answered, isOpen, token } = found;
  if (answered?.slug !== slug || !isOpen) notFound();
  return { article, answered, token };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { article, answered } = await loadProps(props);
  const name = answered?.name ?? messages.comments.aComment;
  return pageMetadata({
    title: messages.comments.replyTo(name),
    description: messages.comments.replyUnder(name, article.title),
    path: answered ? urls.answer(article.slug, answered.id) : urls.article(article.slug),
    hidden: true,
  });
}

/** A form for an answer to one comment. */
export default async function AnswerPage(props: Props) {
  const { article, answered, token } = await loadProps(props);
  if (!answered) return <AwayPage article={article} />;
  return (
    <div className="leaf replies">
      <p className="meta">
        <a href={urls.article(article.slug)}>{article.title}</a>
      </p>
      <h1>{messages.comments.replyTo(answered.name ?? messages.comments.aComment)}</h1>
      <blockquote className="answered">
        <p className="meta">
          <b>{answered.name}</b> · <Time date={answered.at} form="minute" />
        </p>
        {answered.html && <Said html={answered.html} />}
      </blockquote>
      <CommentForm
        slug={article.slug}
        token={token}
        requireEmail={site.comments.requireEmail}
        parent={answered.id}
      />
    </div>
  );
}

function AwayPage({ article }: { article: Article }) {
  return (
    <div className="leaf replies">
      <h1>
        <a href={urls.article(article.slug)}>{article.title}</a>
      </h1>
      <Away />
    </div>
  );
}
