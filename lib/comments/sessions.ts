import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isSecret } from '../secret.ts';
import { senderOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { cleanLine } from './text.ts';
import type { Sign } from './tokens.ts';

/** Who may moderate, for how long. A session is in the store, so that it ends on all machines at once. */

/** Milliseconds. */
const SESSION = 12 * 3_600_000;
/** Wrong passwords in so many milliseconds: from one address, and from all together. */
const WINDOW = 15 * 60_000;
const MOST_WRONG = 5;
const MOST_WRONG_OF_ALL = 100;
/** In characters. */
const MAX_NAME_LENGTH = 60;
const MAX_PASSWORD_LENGTH = 1000;

export type SignedIn =
  | { signedIn: true; token: string; ends: Date }
  | { signedIn: false; reason: 'closed' | 'wrong' | 'name-missing' | 'too-many' };

export type Session = {
  moderator: string;
  ends: Date;
  /** Stands in every form of the moderators' pages; see `isCsrfToken`. */
  csrfToken: string;
};

export function makeSessions(
  db: Kysely<Tables>,
  clock: () => Date,
  sign: Sign,
  password: string | undefined,
) {
  /** What of a token is stored. The password is in it: with another one, all sessions are over. */
  const markOf = (token: string, key: string) =>
    createHmac('sha256', key).update(token).digest('base64url').slice(0, 32);
  const csrfOf = (token: string) => sign('csrf', token);

  return {
    /** Whether anybody can moderate: whether the site has a password. */
    isOpen: password !== undefined,

    /**
     * @param address the network address of who signs in
     * @param moderator the name under which the log keeps what they do
     */
    async signIn(given: { password: string; moderator: string; address: string }): Promise<SignedIn> {
      if (password === undefined) return { signedIn: false, reason: 'closed' };
      const now = clock().getTime();
      const address = senderOf(given.address);
      if (given.password.length > MAX_PASSWORD_LENGTH) return { signedIn: false, reason: 'wrong' };
      const isLong = given.moderator.length > 4 * MAX_NAME_LENGTH;
      const moderator = isLong ? '' : cleanLine(given.moderator).slice(0, MAX_NAME_LENGTH);
      if (moderator === '') return { signedIn: false, reason: 'name-missing' };
      // Each try is written down before it is weighed, so that many at once are as many as one after the other.
      await db
        .deleteFrom('sign_ins')
        .where('at', '<=', now - WINDOW)
        .execute();
      await db.insertInto('sign_ins').values({ address, at: now }).execute();
      const { own, all } = await db
        .selectFrom('sign_ins')
        .select(({ fn }) => [
          fn.countAll<number>().as('all'),
          fn.countAll<number>().filterWhere('address', '=', address).as('own'),
        ])
        .executeTakeFirstOrThrow();
      if (own > MOST_WRONG || all > MOST_WRONG_OF_ALL) return { signedIn: false, reason: 'too-many' };
      if (!isSecret(given.password, password)) return { signedIn: false, reason: 'wrong' };
      await db.deleteFrom('sign_ins').where('address', '=', address).execute();
      await db.deleteFrom('sessions').where('ends', '<=', now).execute();
      const token = randomBytes(32).toString('base64url');
      const ends = now + SESSION;
      await db
        .insertInto('sessions')
        .values({ mark: markOf(token, password), moderator, ends })
        .execute();
      return { signedIn: true, token, ends: new Date(ends) };
    },

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
