import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';

type Props = {
  /** Whether the site has a password for moderators at all. */
  isOpen: boolean;
  refused: { moderator: string; refusal: string } | undefined;
};

/** The way to the moderators' desk. */
export function SignIn({ isOpen, refused }: Props) {
  return (
    <div className="leaf">
      <h1>{messages.moderation.title}</h1>
      {!isOpen && <p className="standfirst">{messages.signIn.closed}</p>}
      {isOpen && (
        <form className="reply-form" method="post" action={urls.moderate('sign-in')}>
          {refused && (
            <p className="refusal" role="alert">
              {refused.refusal}
            </p>
          )}
          <label>
            <span>{messages.signIn.name}</span>
            <input
              name="moderator"
              required
              maxLength={60}
              autoComplete="username"
              defaultValue={refused?.moderator}
            />
          </label>
          <label>
            <span>{messages.signIn.password}</span>
            <input name="password" type="password" required autoComplete="current-password" />
          </label>
          <p className="acts">
            <button type="submit">{messages.signIn.submit}</button>
          </p>
        </form>
      )}
    </div>
  );
}
