import type { Kysely } from 'kysely';
import { messages } from '../messages.ts';
import type { State, Tables } from '../store.ts';
import {
  countWaiting,
  type LogPage,
  logPage,
  MAX_RAW_LENGTH,
  type QueueFilter,
  type QueuePage,
  queuePage,
} from './moderation-pages.ts';
import { isCrowded } from './screening.ts';
import { countOfLate } from './senders.ts';
import type { Credentials, Session, Sessions, SignedIn } from './sessions.ts';
import { cleanLine } from './text.ts';
import type { SignInTries } from './throttle.ts';
import { isId } from './tokens.ts';
import { type Current, judgeAll } from './verdicts.ts';

/** What moderators see and do. */

/** What a moderator may decide. `withdrawn` is for authors. */
export type Verdict = Exclude<State, 'withdrawn'>;

/** Comments of all senders in the last hour. */
export type Crowd = { hour: number; isRefusing: boolean };

/**
 * What a page showed of each comment: which text, by the number of its author's changes, and which verdict. No two clocks
 * are compared.
 */
export type SeenComments = ReadonlyMap<string, { changes: number; verdict: number }>;

const MAX_WHY_LENGTH = 300;

export class Moderation {
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;
  readonly #sessions: Sessions;

  constructor(db: Kysely<Tables>, clock: () => Date, sessions: Sessions) {
    this.#db = db;
    this.#clock = clock;
    this.#sessions = sessions;
  }

  /** Comments to look at, the newest first. @returns undefined for a page that does not exist */
  queue(filter: QueueFilter = {}): Promise<QueuePage | undefined> {
    return queuePage(this.#db, filter);
  }

  /** How many comments wait for a moderator. */
  waiting(): Promise<number> {
    return countWaiting(this.#db);
  }

  /** Who decided what, when and why, the newest first. @returns undefined for a page that does not exist */
  log(page = 1): Promise<LogPage | undefined> {
    return logPage(this.#db, page);
  }

  /** How many comments came of late, and whether so many that those which would wait are refused. */
  async crowd(): Promise<Crowd> {
    const late = await countOfLate(this.#db, this.#clock().getTime());
    return { hour: late.hour, isRefusing: isCrowded(late) };
  }

  /**
   * Decides about comments, all in one transaction.
   * @param by the moderator's name
   * @param seen what the moderator's page showed: one that its author or another moderator has changed since is left alone
   * @returns the ids of those that were judged: not those that are gone or are in that state already
   */
  judge(
    ids: readonly string[],
    state: Verdict,
    { by, why, seen }: { by: string; why: string; seen?: SeenComments | undefined },
  ): Promise<string[]> {
    const judgement = {
      state,
      by: `moderator: ${cleanLine(by)}`,
      why: cleanLine(why.slice(0, MAX_RAW_LENGTH)).slice(0, MAX_WHY_LENGTH),
    };
    const at = this.#clock().getTime();
    return judgeAll(this.#db, ids, (current) =>
      current.state === state || isUnseen(current, seen) ? undefined : { ...judgement, at },
    );
  }

  /**
   * Puts comments back into the state before the last verdict, by a verdict of its own: a second undo does it again.
   * @param seen what the moderator's page showed: only that verdict is taken back, and only of that text
   * @returns the ids of those that had a state before
   */
  undo(
    ids: readonly string[],
    { by, seen }: { by: string; seen?: SeenComments | undefined },
  ): Promise<string[]> {
    return this.#db.transaction().execute(async (transaction) => {
      const before = await statesBefore(transaction, ids);
      const at = this.#clock().getTime();
      return judgeAll(transaction, [...before.keys()], (current) => {
        const state = before.get(current.comment);
        if (isUnseen(current, seen)) return undefined;
        return state && { state, by: `moderator: ${cleanLine(by)}`, why: messages.doubts.undone, at };
      });
    });
  }

  /** Whether anybody can moderate: whether the site has a password. */
  get isOpen(): boolean {
    return this.#sessions.isOpen;
  }

  signIn(given: Credentials): Promise<SignedIn> {
    return this.#sessions.signIn(given);
  }

  /** Wrong passwords of the last day. */
  signInTries(): Promise<SignInTries> {
    return this.#sessions.signInTries();
  }

  /** @returns the session of a cookie's token; undefined when there is none or it has ended */
  session(token: string | undefined): Promise<Session | undefined> {
    return this.#sessions.session(token);
  }

  /** Whether a form was sent from a page of that session. */
  isCsrfToken(token: string, given: string): boolean {
    return this.#sessions.isCsrfToken(token, given);
  }

  /** Marks what the desk says a moderator has done, so that no one else's link can say it. */
  doneMark(token: string, done: readonly string[]): string {
    return this.#sessions.doneMark(token, done);
  }

  signOut(token: string): Promise<void> {
    return this.#sessions.signOut(token);
  }
}

/** @returns the states that comments had before their newest verdicts, by their ids */
async function statesBefore(db: Kysely<Tables>, ids: readonly string[]): Promise<Map<string, State>> {
  const known = [...new Set(ids)].filter(isId);
  if (known.length === 0) return new Map();
  const rows = await db
    .selectFrom('verdicts as last')
    .innerJoin('verdicts as before', (join) =>
      join
        .onRef('before.comment', '=', 'last.comment')
        .on(({ eb, ref }) => eb('before.number', '=', eb(ref('last.number'), '-', 1))),
    )
    .select(['last.comment', 'before.state'])
    .where('last.comment', 'in', known)
    .where('last.newest', '=', 1)
    .execute();
  return new Map(rows.map(({ comment, state }) => [comment, state]));
}

/** Whether a comment was edited or judged after the moderator's page was made. */
function isUnseen({ comment, changes, number }: Current, seen: SeenComments | undefined): boolean {
  if (seen === undefined) return false;
  const known = seen.get(comment);
  return known?.changes !== changes || known.verdict !== number;
}
