import type { Kysely } from 'kysely';
import { watchJumps } from './comments/jumps.ts';
import { Moderation } from './comments/moderation.ts';
import { type Exported, Privacy } from './comments/privacy.ts';
import * as reading from './comments/reading.ts';
import { type CommentedArticle, isOpen, type Refused, type Rules } from './comments/screening.ts';
import { Sessions } from './comments/sessions.ts';
import type { Shown } from './comments/threads.ts';
import { MAX_FORM_AGE_MS, makeSign, type Sign } from './comments/tokens.ts';
import {
  type Accepted,
  type Circumstances,
  CommentWriter,
  type Edited,
  type OwnComment,
  type Previewed,
} from './comments/writing.ts';
import type { Store, Tables } from './store.ts';

export type { Crowd, SeenComments, Verdict } from './comments/moderation.ts';
export type {
  Judged,
  LogEntry,
  LogPage,
  Queued,
  QueueFilter,
  QueuePage,
} from './comments/moderation-pages.ts';
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

/**
 * Opens the comments of a store.
 * @throws what the database says when it cannot be read
 */
export async function openComments(options: CommentsOptions): Promise<Comments> {
  return new Comments(options, makeSign(await options.store.secret('comments')));
}

export class Comments {
  /** What needs the moderators' password; the caller asks for the session first. */
  readonly moderation: Moderation;
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;
  readonly #rules: Rules;
  readonly #writer: CommentWriter;
  readonly #privacy: Privacy;

  constructor(options: CommentsOptions, sign: Sign) {
    const { store, clock, rules, password, reservedNames = () => [] } = options;
    const { steadyClock = () => clock().getTime() } = options;
    const jumps = watchJumps(clock, steadyClock, MAX_FORM_AGE_MS);
    this.#db = store.db;
    this.#clock = clock;
    this.#rules = rules;
    this.#writer = new CommentWriter({ store, clock, rules, sign, reservedNames, jumps });
    this.#privacy = new Privacy(store, clock, sign);
    const sessions = new Sessions({ db: store.db, clock, sign, password, steadyClock });
    this.moderation = new Moderation(store.db, clock, sessions);
  }

  /** Whether an article takes comments now. */
  isOpen(article: CommentedArticle): boolean {
    return isOpen(article, this.#rules, this.#clock());
  }

  /**
   * One page of an article's comments, in threads.
   * @returns undefined for a page that does not exist; the first page always does
   */
  published(slug: string, page?: reading.PageOfThreads): Promise<reading.ThreadPage | undefined> {
    return reading.published(this.#db, slug, page);
  }

  /**
   * All replies of a thread, a page at a time.
   * @param root the first comment of the thread, which may be gone
   * @returns undefined when it has no such page
   */
  thread(slug: string, root: string, page = 1): Promise<reading.RepliesPage | undefined> {
    return reading.thread(this.#db, slug, root, page);
  }

  /** How many published comments each of the articles has; 0 for one that has none. */
  counts(slugs: readonly string[]): Promise<Map<string, number>> {
    return reading.counts(this.#db, slugs);
  }

  /** The newest published comments, of one article or of the site. */
  latest(of: { slug?: string; most: number }): Promise<Shown[]> {
    return reading.latest(this.#db, of);
  }

  /** @returns a comment that readers can see; undefined when there is none of that id */
  one(id: string): Promise<reading.ReadableComment | undefined> {
    return reading.one(this.#db, id);
  }

  /**
   * What has changed for readers since a moment, by whatever process: the articles whose comments it concerns, each
   * change with a mark of its own, so that one who asks with some overlap knows what is new. It leaves out what
   * was never published.
   */
  changedSince(since: Date): Promise<{ slug: string; mark: string }[]> {
    return reading.changedSince(this.#db, since);
  }

  /**
   * The page of a published comment, for its permalink.
   * @returns its article and the page of its thread, and the page within a thread that has pages of its own; undefined
   * when readers cannot see it
   */
  place(id: string, order: reading.Order = 'oldest'): Promise<reading.Place | undefined> {
    return reading.place(this.#db, id, order);
  }

  /** What the form of an article's page carries; the same for all readers. */
  formToken(slug: string): string {
    return this.#writer.formToken(slug);
  }

  /** @returns how a comment would look, or what is wrong with it. Nothing is kept. */
  preview(form: unknown): Previewed | Refused {
    return this.#writer.preview(form);
  }

  /**
   * Takes a comment. When it resolves with `accepted`, the comment is on disk.
   * @param form the fields as they came; nothing about them is relied on
   * @throws what the database says when it cannot write
   */
  submit(form: unknown, circumstances: Circumstances): Promise<Accepted | Refused> {
    return this.#writer.submit(form, circumstances);
  }

  /** @returns the comment of a private link, whatever its state; undefined for a key that is none */
  own(key: string): Promise<OwnComment | undefined> {
    return this.#writer.own(key);
  }

  /**
   * Changes the text of a comment within 15 minutes. It is screened again; what a person has published waits again,
   * because the person saw another text.
   */
  edit(key: string, raw: string): Promise<Edited | Refused> {
    return this.#writer.edit(key, raw);
  }

  /** Deletes the comment of a private link, at any time: its words and its name are gone. @returns whether there was one */
  withdraw(key: string): Promise<boolean> {
    return this.#writer.withdraw(key);
  }

  /** All comments that were sent with that email address, the oldest first. */
  exportByEmail(email: string): Promise<Exported[]> {
    return this.#privacy.exportByEmail(email);
  }

  /** Deletes what these comments say, their names and where they came from. @returns how many there were */
  eraseByEmail(email: string): Promise<number> {
    return this.#privacy.eraseByEmail(email);
  }

  /** Upkeep, to be done each day: forgets where comments came from, and spam and deleted ones, after 30 days. */
  purgeExpired(): Promise<void> {
    return this.#privacy.purgeExpired();
  }
}
