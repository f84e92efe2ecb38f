import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isSecret } from '../secret.ts';
import { senderOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { looksOf } from './names.ts';
import { cleanLine } from './text.ts';
import { makeThrottle, type SignInTries } from './throttle.ts';
import type { Sign } from './tokens.ts';

/** Who may moderate, for how long. A session is in the store, so that it ends on all machines at once. */

const SESSION_MS = 12 * 3_600_000;
/** In characters. */
const MAX_NAME_LENGTH = 60;
const MAX_PASSWORD_LENGTH = 1000;
const MAX_COOKIE_LENGTH = 100;

export type SignedIn =
  | {
      signedIn: true;
      token: string;
      ends: Date;
      /** For a cookie by which the browser is known again: strangers' tries never lock it out. */
      browser: string;
    }
  | { signedIn: false; reason: 'closed' | 'wrong' | 'name-missing' }
  | { signedIn: false; reason: 'too-many'; waitMs: number };

export type Credentials = {
  password: string;
  /** The name under which the log keeps what they do. */
  moderator: string;
  /** The network address. */
  address: string;
  /** The cookie of a browser that has signed in before. */
  browser?: string | undefined;
};

export type Session = {
  moderator: string;
  ends: Date;
  /** Part of every form of the moderators' pages; see `isCsrfToken`. */
  csrfToken: string;
};

export function makeSessions(
  db: Kysely<Tables>,
  clock: () => Date,
  sign: Sign,
  password: string | undefined,
  steady: () => number,
) {
  const throttle = makeThrottle(db, steady);
  /** What of a token is stored. The password is in it: with another one, all sessions are over. */
  const markOf = (token: string, key: string) =>
    createHmac('sha256', key).update(token).digest('base64url').slice(0, 32);
  const csrfOf = (token: string) => sign('csrf', token);
  const browserKey = (id: string) => `${id}.${sign('browser', id, password ?? '')}`;

  /** @returns the id of a browser that has signed in with this password */
  function browserOf(cookie: string | undefined): string | undefined {
    if (cookie === undefined || cookie.length > MAX_COOKIE_LENGTH) return undefined;
    const [id = ''] = cookie.split('.');
    return isSecret(cookie, browserKey(id)) ? id : undefined;
  }

  return {
    /** Whether anybody can moderate: whether the site has a password. */
    isOpen: password !== undefined,

    async signIn(given: Credentials): Promise<SignedIn> {
      if (password === undefined) return { signedIn: false, reason: 'closed' };
      const now = clock().getTime();
      const isLong =
        given.moderator.length > 4 * MAX_NAME_LENGTH || given.password.length > MAX_PASSWORD_LENGTH;
      const moderator = isLong ? '' : cleanLine(given.moderator).slice(0, MAX_NAME_LENGTH);
      if (moderator === '') return { signedIn: false, reason: 'name-missing' };
      const known = browserOf(given.browser);
      const sender = known === undefined ? senderOf(given.address) : `browser:${known}`;
      const looks = looksOf(moderator) || moderator;
      const taken = await throttle.take({ sender, isKnownBrowser: known !== undefined, account: looks }, now);
      if ('waitMs' in taken) return { signedIn: false, reason: 'too-many', waitMs: taken.waitMs };
      if (!isSecret(given.password, password)) return { signedIn: false, reason: 'wrong' };
      await throttle.forget(sender, taken.id);
      await db.deleteFrom('sessions').where('ends', '<=', now).execute();
      const token = randomBytes(32).toString('base64url');
      const ends = now + SESSION_MS;
      await db
        .insertInto('sessions')
        .values({ mark: markOf(token, password), moderator, ends })
        .execute();
      await db
        .insertInto('moderators')
        .values({ looks, name: moderator })
        .onConflict((conflict) => conflict.column('looks').doNothing())
        .execute();
      const browser = browserKey(known ?? randomBytes(12).toString('base64url'));
      return { signedIn: true, token, ends: new Date(ends), browser };
    },

    /** Wrong passwords of the last day. */
    signInTries: (): Promise<SignInTries> => throttle.lately(clock().getTime()),

    /** @returns the session of a cookie's token; undefined when there is none or it has ended */
    async session(token: string | undefined): Promise<Session | undefined> {
      if (password === undefined || token === undefined) return undefined;
      const row = await db
        .selectFrom('sessions')
        .selectAll()
        .where('mark', '=', markOf(token, password))
        .where('ends', '>', clock().getTime())
        .executeTakeFirst();
      return row && { moderator: row.moderator, ends: new Date(row.ends), csrfToken: csrfOf(token) };
    },

    /** Whether a form was sent from a page of that session. */
    isCsrfToken: (token: string, given: string): boolean => isSecret(given, csrfOf(token)),

    async signOut(token: string): Promise<void> {
      if (password === undefined) return;
      await db.deleteFrom('sessions').where('mark', '=', markOf(token, password)).execute();
    },
  };
}
