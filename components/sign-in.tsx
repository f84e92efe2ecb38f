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
      <h1>Moderation</h1>
      {!isOpen && (
        <p className="standfirst">
          Closed. The site has no password for moderators: set MODERATOR_PASSWORD and start it again.
        </p>
      )}
      {isOpen && (
        <form className="reply-form" method="post" action={urls.moderate('sign-in')}>
          {refused && (
            <p className="refusal" role="alert">
              {refused.refusal}
            </p>
          )}
          <label>
            <span>Your name, for the log</span>
            <input
              name="moderator"
              required
              maxLength={60}
              autoComplete="username"
              defaultValue={refused?.moderator}
            />
          </label>
          <label>
            <span>Password</span>
            <input name="password" type="password" required autoComplete="current-password" />
          </label>
          <p className="acts">
            <button type="submit">Sign in</button>
          </p>
        </form>
      )}
    </div>
  );
}
