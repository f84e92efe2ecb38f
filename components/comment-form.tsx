import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';
import { CommentField, REFUSAL } from './comment-field.tsx';
import { Phrase } from './phrase.tsx';

type Props = {
  slug: string;
  /** Says when the form was made and for which article. */
  token: string;
  requireEmail: boolean;
  /** What the reader has typed already. */
  values?: Record<string, string>;
  /** Why it was not taken. */
  refusal?: { message: string; field?: string | undefined } | undefined;
  /** The comment that it answers. */
  parent?: string | undefined;
};

/** The form under an article. It works without script, and its page may come from memory. */
export function CommentForm({ slug, token, requireEmail, values = {}, refusal, parent }: Props) {
  const words = messages.commentForm;
  const wrong = (field: string) =>
    refusal?.field === field ? { 'aria-invalid': true, 'aria-describedby': REFUSAL } : {};
  return (
    <form className="reply-form" method="post" action={urls.sendComment(slug)} id="reply">
      <p className="meta">
        <Phrase pieces={words.required(<b>*</b>)} />
      </p>
      <CommentField
        text={values.text}
        refusal={refusal && { message: refusal.message, isHere: refusal.field === 'text' }}
      />
      <label>
        <span>{`${words.name} *`}</span>
        <input
          name="name"
          required
          maxLength={60}
          autoComplete="name"
          defaultValue={values.name}
          {...wrong('name')}
        />
      </label>
      <label>
        <span>{requireEmail ? `${words.email} *` : words.email}</span>
        <input
          name="email"
          type="email"
          required={requireEmail}
          maxLength={254}
          autoComplete="email"
          defaultValue={values.email}
          {...wrong('email')}
        />
      </label>
      <label className="tick">
        <input name="remember" type="checkbox" value="yes" defaultChecked={values.remember === 'yes'} />
        <span>{words.remember}</span>
      </label>
      <label className="trap" inert>
        {`${words.trap} `}
        <input name="website" tabIndex={-1} autoComplete="off" />
      </label>
      <input type="hidden" name="token" value={token} />
      {parent && <input type="hidden" name="parent" value={parent} />}
      <p className="acts">
        <button type="submit" name="act" value="send">
          {words.send}
        </button>
        <button type="submit" name="act" value="preview" className="second">
          {words.preview}
        </button>
      </p>
      <p className="meta">{words.firstWaits}</p>
    </form>
  );
}
