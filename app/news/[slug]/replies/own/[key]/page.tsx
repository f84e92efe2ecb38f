import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { CommentField } from '../../../../../../components/comment-field.tsx';
import { Away, Said } from '../../../../../../components/comments.tsx';
import { Phrase } from '../../../../../../components/phrase.tsx';
import { Time } from '../../../../../../components/time.tsx';
import { FORM_STATE, readState } from '../../../../../../lib/form-state.ts';
import { messages } from '../../../../../../lib/messages.ts';
import { urls } from '../../../../../../lib/urls.ts';
import { AWAY, fromReaders, getCatalog } from '../../../../../_shared/data.ts';
import '../../../../../styles/lists.css';

type Props = { params: Promise<{ slug: string; key: string }> };

const { ownComment: said } = messages;

export const metadata: Metadata = { title: said.title, robots: { index: false } };

/** The private link: the comment's author sees its state, changes it for 15 minutes, and deletes it at any time. */
export default async function OwnPage({ params }: Props) {
  const { slug, key } = await params;
  const { catalog } = await getCatalog();
  const state = readState((await headers()).get(FORM_STATE));
  const refused = state?.form === 'own' ? state : undefined;
  const own = await fromReaders(({ comments }) => comments.own(key), 'whole');
  if (own === AWAY) return <OwnAway path={urls.ownComment(slug, key)} refused={refused} />;
  if (own?.slug !== slug) notFound();
  const article = catalog.article(slug);
  const { id, name, html, at, editableUntil } = own;
  const path = urls.ownComment(slug, key);
  return (
    <div className="leaf replies">
      <p className="meta">{article && <a href={urls.article(slug)}>{article.title}</a>}</p>
      <h1>{said.title}</h1>
      <p className="standfirst">
        {said.states[own.state]}{' '}
        {own.state === 'published' && article && <a href={urls.comment(slug, id)}>{said.see}</a>}
      </p>
      {own.state !== 'withdrawn' && (
        <>
          <article className="preview">
            <p className="meta">
              <b>{name}</b> · <Time date={at} form="minute" />
            </p>
            <Said html={html} />
          </article>
          <p className="meta">{said.key}</p>
          {editableUntil && (
            <form className="reply-form" method="post" action={path}>
              <h2>{said.change}</h2>
              <p className="meta">
                <Phrase pieces={said.until(<Time date={editableUntil} form="time" />)} />
              </p>
              <CommentField
                text={refused?.text ?? own.text}
                refusal={refused && { message: refused.refusal, isHere: true }}
              />
              <p className="acts">
                <button type="submit" name="act" value="edit">
                  {said.save}
                </button>
              </p>
            </form>
          )}
          {/* It asks once: the button is behind the first click. */}
          <details>
            <summary>{said.delete}</summary>
            <form className="reply-form" method="post" action={path}>
              <p className="meta">{said.final}</p>
              <p className="acts">
                <button type="submit" name="act" value="delete" className="second">
                  {said.deleteNow}
                </button>
              </p>
            </form>
          </details>
        </>
      )}
    </div>
  );
}

/** What was typed is kept in the form: nothing of it has been saved. */
function OwnAway({
  path,
  refused,
}: {
  path: string;
  refused: { text: string; refusal: string } | undefined;
}) {
  return (
    <div className="leaf replies">
      <h1>{said.title}</h1>
      {!refused && <Away />}
      {refused && (
        <form className="reply-form" method="post" action={path}>
          <CommentField text={refused.text} refusal={{ message: refused.refusal, isHere: false }} />
          <p className="acts">
            <button type="submit" name="act" value="edit">
              {said.save}
            </button>
          </p>
        </form>
      )}
    </div>
  );
}
