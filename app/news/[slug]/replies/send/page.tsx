import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { CommentForm } from '../../../../../components/comment-form.tsx';
import { Away, Said } from '../../../../../components/comments.tsx';
import { FORM_STATE, readState } from '../../../../../lib/form-state.ts';
import { messages } from '../../../../../lib/messages.ts';
import { site } from '../../../../../lib/site.ts';
import { urls } from '../../../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../../../_shared/data.ts';
import { pageMetadata } from '../../../../_shared/metadata.ts';
import '../../../../styles/lists.css';

type Props = { params: Promise<{ slug: string }> };

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const article = catalog.article((await params).slug);
  if (!article) notFound();
  return article;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { title, slug } = await loadProps(props);
  return pageMetadata({
    title: messages.comments.titleOfForm(title),
    description: '',
    path: urls.sendComment(slug),
    hidden: true,
    isPrivate: true,
  });
}

/** What a reader sees who asked for a preview, or whose comment was not taken: all that they typed, and why. */
export default async function SendPage(props: Props) {
  const article = await loadProps(props);
  const found = await fromReaders(({ comments }) => ({
    isOpen: comments.isOpen(article),
    token: comments.formToken(article.slug),
  }));
  const state = readState((await headers()).get(FORM_STATE));
  // Where nothing can be sent, the form is there only for who has typed something already.
  if (!state && found !== AWAY && !found.isOpen) notFound();
  const { values = {}, refusal, preview } = state?.form === 'reply' ? state : {};
  return (
    <div className="leaf replies">
      <p className="meta">{messages.comments.writeTo}</p>
      <h1>
        <a href={urls.article(article.slug)}>{article.title}</a>
      </h1>
      {preview && (
        <section className="preview" aria-labelledby="preview-heading">
          <h2 id="preview-heading">{messages.comments.preview}</h2>
          <p className="meta">
            <b>{preview.name}</b>
            {` · ${messages.comments.notSent}`}
          </p>
          <Said html={preview.html} />
        </section>
      )}
      {!state && found === AWAY && <Away />}
      <CommentForm
        slug={article.slug}
        // A form that came late or from elsewhere gets a new token; another keeps its own, which is old enough.
        token={found !== AWAY && (refusal || !values.token) ? found.token : (values.token ?? '')}
        requireEmail={site.comments.requireEmail}
        values={values}
        refusal={refusal}
        parent={values.parent}
      />
    </div>
  );
}
