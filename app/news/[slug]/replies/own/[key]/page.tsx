import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { CommentField } from '../../../../../../components/comment-field.tsx';
import { Away, Said } from '../../../../../../components/replies.tsx';
import { When } from '../../../../../../components/when.tsx';
import type { OwnComment } from '../../../../../../lib/comments.ts';
import { FORM_STATE, readState } from '../../../../../../lib/form-state.ts';
import { urls } from '../../../../../../lib/urls.ts';
import { AWAY, fromReaders, newsroom } from '../../../../../_shared/data.ts';

type Props = { params: Promise<{ slug: string; key: string }> };

export const metadata: Metadata = { title: 'Your comment', robots: { index: false } };

const STANDING: Record<OwnComment['state'], string> = {
  published: 'Your comment is published.',
  held: 'Thank you. An editor reads your comment before it appears; no one else can see it yet.',
  spam: 'Your comment is not shown.',
  deleted: 'Your comment is not shown: an editor has removed it.',
  withdrawn: 'You have deleted your comment. Its words and your name are gone.',
};

/** The private link: the comment's author sees its state, changes it for 15 minutes, and deletes it at any time. */
export default async function OwnPage({ params }: Props) {
  const { slug, key } = await params;
  const { catalog } = await newsroom();
  const state = readState((await headers()).get(FORM_STATE));
  const refused = state?.form === 'own' ? state : undefined;
  const own = await fromReaders(({ comments }) => comments.own(key), 'whole');
  if (own === AWAY) return <OwnAway path={urls.ownReply(slug, key)} refused={refused} />;
  if (own?.slug !== slug) notFound();
  const article = catalog.article(slug);
  const { id, name, html, at, editableUntil } = own;
  const path = urls.ownReply(slug, key);
  return (
    <div className="leaf replies">
      <p className="meta">{article && <a href={urls.article(slug)}>{article.title}</a>}</p>
      <h1>Your comment</h1>
      <p className="standfirst">
        {STANDING[own.state]}{' '}
        {own.state === 'published' && article && <a href={urls.reply(slug, id)}>See it there.</a>}
      </p>
      {own.state !== 'withdrawn' && (
        <>
          <article className="preview">
            <p className="meta">
              <b>{name}</b> · <When date={at} form="minute" />
            </p>
            <Said html={html} />
          </article>
          <p className="meta">
            The address of this page is the key to your comment. Keep it, and show it to no one: a person who
            has it can delete the comment.
          </p>
          {editableUntil && (
            <form className="reply-form" method="post" action={path}>
              <h2>Change it</h2>
              <p className="meta">
                Until <When date={editableUntil} form="time" />. A comment that an editor has published waits
                again after a change.
              </p>
              <CommentField
                text={refused?.text ?? own.text}
                refusal={refused && { message: refused.refusal, isHere: true }}
              />
              <p className="acts">
                <button type="submit" name="act" value="edit">
                  Save the change
                </button>
              </p>
            </form>
          )}
          <form className="reply-form" method="post" action={path}>
            <h2>Delete it</h2>
            <p className="meta">This cannot be undone.</p>
            <p className="acts">
              <button type="submit" name="act" value="delete" className="second">
                Delete my comment
              </button>
            </p>
          </form>
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
      <h1>Your comment</h1>
      {!refused && <Away />}
      {refused && (
        <form className="reply-form" method="post" action={path}>
          <CommentField text={refused.text} refusal={{ message: refused.refusal, isHere: false }} />
          <p className="acts">
            <button type="submit" name="act" value="edit">
              Save the change
            </button>
          </p>
        </form>
      )}
    </div>
  );
}
