import { urls } from '../lib/urls.ts';
import { CommentField, REFUSAL } from './comment-field.tsx';

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
export function ReplyForm({ slug, token, requireEmail, values = {}, refusal, parent }: Props) {
  const wrong = (field: string) =>
    refusal?.field === field ? { 'aria-invalid': true, 'aria-describedby': REFUSAL } : {};
  return (
    <form className="reply-form" method="post" action={urls.sendReply(slug)} id="reply">
      <p className="meta">
        Your email address will not be published. Required fields are marked <b>*</b>
      </p>
      <CommentField
        text={values.text}
        refusal={refusal && { message: refusal.message, isHere: refusal.field === 'text' }}
      />
      <label>
        <span>Name *</span>
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
        <span>{requireEmail ? 'Email *' : 'Email'}</span>
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
        <span>Remember me with a cookie, so that my next comments need not wait</span>
      </label>
      <label className="trap" aria-hidden="true">
        Leave this empty <input name="website" tabIndex={-1} autoComplete="off" />
      </label>
      <input type="hidden" name="token" value={token} />
      {parent && <input type="hidden" name="parent" value={parent} />}
      <p className="acts">
        <button type="submit" name="act" value="send">
          Post comment
        </button>
        <button type="submit" name="act" value="preview" className="second">
          Preview
        </button>
      </p>
      <p className="meta">An editor reads a first comment before it appears.</p>
    </form>
  );
}
