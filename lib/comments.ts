import { watchJumps } from './comments/jumps.ts';
import { makeModeration } from './comments/moderation.ts';
import { makePrivacy } from './comments/privacy.ts';
import { makeReading } from './comments/reading.ts';
import { type CommentedArticle, isOpen, type Rules } from './comments/screening.ts';
import { makeSessions } from './comments/sessions.ts';
import { MAX_FORM_AGE_MS, makeSign } from './comments/tokens.ts';
import { makeWriting } from './comments/writing.ts';

import type { Store } from './store.ts';

export type {
  Crowd,
  Judged,
  LogEntry,
  LogPage,
  Queued,
  QueueFilter,
  QueuePage,
  Verdict,
} from './comments/moderation.ts';
export type { Exported } from './comments/privacy.ts';
export type { Order, RepliesPage, Reply, ThreadPage } from './comments/reading.ts';
export type { CommentedArticle, Field, Reason, Refused, Rules } from './comments/screening.ts';
export type { Session, SignedIn } from './comments/sessions.ts';
export type { Shown, Thread } from './comments/threads.ts';
export type { SignInTries } from './comments/throttle.ts';
export type { Accepted, Circumstances, OwnComment } from './comments/writing.ts';
export type { State } from './store.ts';

/** What readers say under the articles, and what the newsroom decides about it. */

export type CommentsOptions = {
  store: Store;
  clock: () => Date;
  rules: Rules;
  /** The moderators' password; without it moderation is closed. */
  password?: string | undefined;
  /** Names of the site, its desks and its authors, under which no reader's comment appears unread. */
  reservedNames?: () => readonly string[];
  /** A clock that cannot be set, in milliseconds. */
  steadyClock?: () => number;
};

export type Comments = Awaited<ReturnType<typeof openComments>>;

/**
 * Opens the comments of a store.
 * @throws what the database says when it cannot be read
 */
export async function openComments({
  store,
  clock,
  rules,
  password,
  reservedNames = () => [],
  steadyClock = () => clock().getTime(),
}: CommentsOptions) {
  const { db } = store;
  const sign = makeSign(await store.secret('comments'));
  const jumps = watchJumps(clock, steadyClock, MAX_FORM_AGE_MS);
  const { emailHash, ...writing } = makeWriting(store, clock, rules, sign, reservedNames, jumps);

  return {
    ...makeReading(db),
    ...writing,
    ...makePrivacy(store, clock, emailHash),
    /** What needs the moderators' password; the caller asks for the session first. */
    moderation: { ...makeModeration(db, clock), ...makeSessions(db, clock, sign, password, steadyClock) },

    /** Whether an article takes comments now. */
    isOpen: (article: CommentedArticle): boolean => isOpen(article, rules, clock()),
  };
}
