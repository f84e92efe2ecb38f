import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Said } from '../../../../../../components/replies.tsx';
import { ReplyForm } from '../../../../../../components/reply-form.tsx';
import { When } from '../../../../../../components/when.tsx';
import { site } from '../../../../../../lib/site.ts';
import { urls } from '../../../../../../lib/urls.ts';
import { newsroom, readers } from '../../../../../newsroom.ts';
import { pageMetadata } from '../../../../../page-metadata.ts';

type Props = { params: Promise<{ slug: string; id: string }> };

async function asked({ params }: Props) {
  const { slug, id } = await params;
  const { catalog } = await newsroom();
  const { comments } = await readers();
  const article = catalog.article(slug);
  const answered = await comments.one(id);
  if (!article || answered?.slug !== slug || !comments.isOpen(article)) notFound();
  return { article, answered, comments };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { article, answered } = await asked(props);
  return pageMetadata({
    title: `Reply to ${answered.name}`,
    description: `A reply to ${answered.name} under “${article.title}”.`,
    path: urls.answer(article.slug, answered.id),
    hidden: true,
  });
}

/** A form for an answer to one comment. */
export default async function AnswerPage(props: Props) {
  const { article, answered, comments } = await asked(props);
  return (
    <div className="leaf replies">
      <p className="meta">
        <a href={urls.article(article.slug)}>{article.title}</a>
      </p>
      <h1>{`Reply to ${answered.name}`}</h1>
      <blockquote className="answered">
        <p className="meta">
          <b>{answered.name}</b> · <When date={answered.at} form="minute" />
        </p>
        {answered.html && <Said html={answered.html} />}
      </blockquote>
      <ReplyForm
        slug={article.slug}
        token={comments.formToken(article.slug)}
        requireEmail={site.comments.requireEmail}
        parent={answered.id}
      />
    </div>
  );
}
