import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isSecret } from '../secret.ts';
import { senderOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { looksOf } from './names.ts';
import { cleanLine } from './text.ts';
import { type SignInTries, Throttle } from './throttle.ts';
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

export type SessionsOptions = {
  db: Kysely<Tables>;
  clock: () => Date;
  sign: Sign;
  password: string | undefined;
  /** A clock that cannot be set, in milliseconds. */
  steadyClock: () => number;
};

export class Sessions {
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;
  readonly #sign: Sign;
  readonly #password: string | undefined;
  readonly #throttle: Throttle;

  constructor({ db, clock, sign, password, steadyClock }: SessionsOptions) {
    this.#db = db;
    this.#clock = clock;
    this.#sign = sign;
    this.#password = password;
    this.#throttle = new Throttle(db, steadyClock);
  }

  get isOpen(): boolean {
    return this.#password !== undefined;
  }

  async signIn(given: Credentials): Promise<SignedIn> {
    const password = this.#password;
    if (password === undefined) return { signedIn: false, reason: 'closed' };
    const now = this.#clock().getTime();
    const moderator = nameIn(given);
    if (moderator === '') return { signedIn: false, reason: 'name-missing' };
    const known = this.#browserOf(given.browser);
    const sender = known === undefined ? senderOf(given.address) : `browser:${known}`;
    const looks = looksOf(moderator) || moderator;
    const tried = { sender, isKnownBrowser: known !== undefined, account: looks };
    const taken = await this.#throttle.take(tried, now);
    if ('waitMs' in taken) return { signedIn: false, reason: 'too-many', waitMs: taken.waitMs };
    if (!isSecret(given.password, password)) return { signedIn: false, reason: 'wrong' };
    await this.#throttle.forget(sender, taken.id);
    const token = randomBytes(32).toString('base64url');
    const ends = now + SESSION_MS;
    await beginSession(this.#db, { mark: markOf(token, password), moderator, ends }, now);
    await keepName(this.#db, looks, moderator);
    const browser = this.#browserKey(known ?? randomBytes(12).toString('base64url'));
    return { signedIn: true, token, ends: new Date(ends), browser };
  }

  signInTries(): Promise<SignInTries> {
    return this.#throttle.lately(this.#clock().getTime());
  }

  async session(token: string | undefined): Promise<Session | undefined> {
    if (this.#password === undefined || token === undefined) return undefined;
    const row = await this.#db
      .selectFrom('sessions')
      .selectAll()
      .where('mark', '=', markOf(token, this.#password))
      .where('ends', '>', this.#clock().getTime())
      .executeTakeFirst();
    return row && { moderator: row.moderator, ends: new Date(row.ends), csrfToken: this.#csrfOf(token) };
  }

  isCsrfToken(token: string, given: string): boolean {
    return isSecret(given, this.#csrfOf(token));
  }

  async signOut(token: string): Promise<void> {
    if (this.#password === undefined) return;
    await this.#db.deleteFrom('sessions').where('mark', '=', markOf(token, this.#password)).execute();
  }

  /** Marks what the desk says a moderator has done, so that no one else's link can say it. */
  doneMark(token: string, done: readonly string[]): string {
    return this.#sign('done', token, ...done);
  }

  #csrfOf(token: string): string {
    return this.#sign('csrf', token);
  }

  #browserKey(id: string): string {
    return `${id}.${this.#sign('browser', id, this.#password ?? '')}`;
  }

  /** @returns the id of a browser that has signed in with this password */
  #browserOf(cookie: string | undefined): string | undefined {
    if (cookie === undefined || cookie.length > MAX_COOKIE_LENGTH) return undefined;
    const [id = ''] = cookie.split('.');
    return isSecret(cookie, this.#browserKey(id)) ? id : undefined;
  }
}

/** @returns the moderator's name, cleaned; empty when there is none, or when more was sent than a person types */
function nameIn({ moderator, password }: Credentials): string {
  const isLong = moderator.length > 4 * MAX_NAME_LENGTH || password.length > MAX_PASSWORD_LENGTH;
  return isLong ? '' : cleanLine(moderator).slice(0, MAX_NAME_LENGTH);
}

/** What of a token is stored. The password is in it: with another one, all sessions are over. */
function markOf(token: string, key: string): string {
  return createHmac('sha256', key).update(token).digest('base64url').slice(0, 32);
}

async function beginSession(db: Kysely<Tables>, session: Tables['sessions'], now: number): Promise<void> {
  await db.deleteFrom('sessions').where('ends', '<=', now).execute();
  await db.insertInto('sessions').values(session).execute();
}

/** Keeps the name of a moderator, under which no reader's comment appears unread. */
async function keepName(db: Kysely<Tables>, looks: string, name: string): Promise<void> {
  await db
    .insertInto('moderators')
    .values({ looks, name })
    .onConflict((conflict) => conflict.column('looks').doNothing())
    .execute();
}
