import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { messages } from '../messages.ts';
import { senderOf } from '../sender.ts';
import type { State, Store, Tables } from '../store.ts';
import type { Jumps } from './jumps.ts';
import { isDeceptive, reservedName } from './names.ts';
import { SHOWN, withState } from './rows.ts';
import {
  type CommentedArticle,
  type Draft,
  holdReasons,
  isCrowded,
  isOpen,
  type Refused,
  type Rules,
  readDraft,
  readText,
  refused,
} from './screening.ts';
import { countOfLate, limitFor, takeTurns } from './senders.ts';
import { changeText, insertOnce, isTwin, wipe } from './stored-text.ts';
import { toHtml } from './text.ts';
import type { Written } from './threads.ts';
import {
  commentKey,
  emailHash,
  formFault,
  formToken,
  idOfKey,
  isId,
  MAX_FORM_AGE_MS,
  newId,
  type Sign,
} from './tokens.ts';
import { standingOf } from './trust.ts';
import { firstVerdict, judgeAll, takeComments } from './verdicts.ts';

/** What a reader does with a comment: send it, look at it, change it, take it back. */

/** For how long its author can change a comment, and how often. */
const EDITABLE_MS = 15 * 60_000;
const MAX_CHANGES = 10;

export type Accepted = {
  accepted: true;
  id: string;
  state: 'published' | 'held';
  /** For the private link, under which its author sees, changes and deletes the comment. */
  editKey: string;
  /** For the cookie of a reader who ticked "remember me": it makes them known once the comment is published. */
  readerToken: string | undefined;
};

/** What the app knows of a request beside its form. */
export type Circumstances = {
  article: CommentedArticle;
  /** The sender's network address. */
  address: string;
  /** The cookie of a reader who asked to be remembered. */
  reader?: string | undefined;
};

/** A comment as its author sees it under the private link. */
export type OwnComment = Written & {
  /** Until when it can be changed; undefined when that is over. */
  editableUntil: Date | undefined;
};

/** The text of a comment was changed; it may wait for a moderator now. */
export type Edited = { accepted: true; state: State };
/** How a comment would look. */
export type Previewed = { accepted: true; name: string; html: string };

/** What the form sends. More than this was not typed by hand. `website` is a field that no reader sees. */
const FORM = 40_000;
const field = z.string().max(FORM);
const formSchema = z.object({
  name: field.default(''),
  email: field.default(''),
  text: field.default(''),
  token: field.default(''),
  parent: field.optional(),
  website: field.default(''),
  remember: z.string().optional(),
});

export type WritingOptions = {
  store: Store;
  clock: () => Date;
  rules: Rules;
  /** Signs forms and keys, and hashes email addresses. */
  sign: Sign;
  /** Names of the newsroom, which no reader may take. */
  reservedNames: () => readonly string[];
  jumps: Jumps;
};

/** A comment that was sent and can be read, before the store is asked about it. */
type Sent = {
  draft: Draft;
  slug: string;
  /** The id of the comment that it answers. */
  parent: string | undefined;
  /** The network of its sender. */
  sender: string;
  reader: string | undefined;
  isToBeRemembered: boolean;
  at: number;
};

export class CommentWriter {
  readonly #options: WritingOptions;

  constructor(options: WritingOptions) {
    this.#options = options;
  }

  formToken(slug: string): string {
    return formToken(this.#options.sign, slug, this.#options.clock().getTime());
  }

  preview(form: unknown): Previewed | Refused {
    const parsed = formSchema.safeParse(form);
    if (!parsed.success) return refused('malformed');
    const draft = readDraft(parsed.data, this.#options.rules);
    if ('accepted' in draft) return draft;
    return { accepted: true, name: draft.name, html: toHtml(draft.text) };
  }

  async submit(form: unknown, { article, address, reader }: Circumstances): Promise<Accepted | Refused> {
    const { store, clock, rules, sign, jumps } = this.#options;
    const now = clock();
    const parsed = formSchema.safeParse(form);
    if (!parsed.success) return refused('malformed');
    const { token, parent, website, remember } = parsed.data;
    if (!isOpen(article, rules, now)) return refused('closed');
    // What is refused whatever it says is not read.
    if (website !== '') return refused('trap');
    const forwardMs = jumps.forward(MAX_FORM_AGE_MS);
    const fault = formFault(sign, token, article.slug, now.getTime(), forwardMs);
    if (fault && fault !== 'token-early') return refused(fault);
    const draft = readDraft(parsed.data, rules);
    if ('accepted' in draft) return draft;
    // A reader who sends too early is told what else is wrong, so as not to be told twice.
    if (fault) return refused(fault);

    const sent: Sent = {
      ...{ draft, slug: article.slug, parent, sender: senderOf(address), reader },
      ...{ isToBeRemembered: Boolean(remember), at: now.getTime() },
    };
    return store.db.transaction().execute((transaction) => this.#take(transaction, sent));
  }

  async own(key: string): Promise<OwnComment | undefined> {
    const row = await this.#rowOf(key);
    if (!row) return undefined;
    const until = this.#editableUntil(row.at);
    const now = this.#options.clock().getTime();
    const isEditable = canChange(row.state) && row.changes < MAX_CHANGES && now < until;
    return {
      ...{ id: row.id, slug: row.slug, at: new Date(row.at), name: row.name, text: row.text },
      html: toHtml(row.text),
      state: row.state,
      editableUntil: isEditable ? new Date(until) : undefined,
    };
  }

  async edit(key: string, raw: string): Promise<Edited | Refused> {
    const { store, clock, sign } = this.#options;
    const id = idOfKey(sign, 'own', key);
    if (id === undefined) return refused('not-yours');
    const text = readText(raw);
    if (typeof text !== 'string') return text;
    const now = clock().getTime();
    const edited = await store.db
      .transaction()
      .execute((transaction) => this.#change(transaction, { id, text, now }))
      .catch((error: unknown) => {
        if (isTwin(error)) return refused('twice');
        throw error;
      });
    // The words that were there before are gone from the log as well.
    if (edited.accepted) await store.scrub();
    return edited;
  }

  async withdraw(key: string): Promise<boolean> {
    const { store, clock } = this.#options;
    const row = await this.#rowOf(key);
    if (!row || row.state === 'withdrawn') return false;
    const at = clock().getTime();
    await store.db.transaction().execute(async (transaction) => {
      await judgeAll(transaction, [row.id], () => ({ state: 'withdrawn', by: 'author', why: '', at }));
      await wipe(transaction, [row.id]);
    });
    await store.scrub();
    return true;
  }

  /** Writes a comment with its first verdict, unless what the store has speaks against it. */
  async #take(transaction: Transaction<Tables>, sent: Sent): Promise<Accepted | Refused> {
    const { rules, sign } = this.#options;
    const { draft, slug, parent, sender, reader, isToBeRemembered, at } = sent;
    await takeTurns(transaction, sender, at);
    const limit = await limitFor(transaction, sender, at);
    if (limit) return refused(limit);
    const id = newId(at);
    const root = parent ? await rootOf(transaction, parent, slug) : id;
    if (root === undefined) return refused('parent-gone');
    const cookie = reader === undefined ? undefined : idOfKey(sign, 'reader', reader);
    const standing = await standingOf(transaction, cookie, draft.name, at);
    const waits = [
      ...standing.doubts,
      ...(await this.#doubtsAbout(transaction, draft.name)),
      ...holdReasons(draft, rules.wordList),
    ];
    if (waits.length > 0 && isCrowded(await countOfLate(transaction, at))) return refused('crowded');
    const line = standing.line ?? (isToBeRemembered ? id : null);
    const isNew = await insertOnce(transaction, {
      ...{ id, slug, parent: parent || null, root, at, edited: null, address: sender },
      ...{ name: draft.name, text: draft.text, email: emailHash(sign, draft.email) ?? null },
      ...{ line, changes: 0 },
    });
    if (!isNew) return refused('twice');
    const state = waits.length > 0 ? 'held' : 'published';
    await firstVerdict(transaction, id, { state, by: 'screening', why: waits.join(', '), at });
    return {
      accepted: true,
      id,
      state,
      editKey: commentKey(sign, 'own', id),
      readerToken: isToBeRemembered && line !== null ? commentKey(sign, 'reader', line) : undefined,
    };
  }

  /** Why a person should look at a comment because of who seems to have sent it. */
  async #doubtsAbout(transaction: Transaction<Tables>, name: string): Promise<string[]> {
    const moderators = await transaction.selectFrom('moderators').select('name').execute();
    const reserved = this.#options.reservedNames();
    const taken = reservedName(name, [...reserved, ...moderators.map((moderator) => moderator.name)]);
    return [
      ...(taken === undefined ? [] : [messages.doubts.taken(taken)]),
      ...(isDeceptive(name) ? [messages.doubts.deceptive] : []),
    ];
  }

  async #change(
    transaction: Transaction<Tables>,
    { id, text, now }: { id: string; text: string; now: number },
  ): Promise<Edited | Refused> {
    await takeComments(transaction, [id]);
    const row = await ownRow(transaction, id);
    if (!row) return refused('not-yours');
    if (!canChange(row.state) || now >= this.#editableUntil(row.at)) return refused('edit-late');
    if (row.changes >= MAX_CHANGES) return refused('edit-often');
    if (!(await changeText(transaction, row, text, now))) return refused('twice');
    if (row.state === 'held') return { accepted: true, state: row.state };
    // What a person has published waits again, and what the trust in its reader has, if that is over.
    const isTrusted = row.by === 'screening' && (await isStillTrusted(transaction, row, now));
    const waits = holdReasons({ name: row.name, text }, this.#options.rules.wordList);
    if (isTrusted && waits.length === 0) return { accepted: true, state: row.state };
    const why = [messages.doubts.changed, ...waits];
    const judgement = { state: 'held', by: 'screening', why: why.join(', '), at: now } as const;
    await judgeAll(transaction, [id], () => judgement);
    return { accepted: true, state: 'held' };
  }

  /** Until when the author of a comment can change it, however the clock was set meanwhile. */
  #editableUntil(at: number): number {
    return at + EDITABLE_MS + this.#options.jumps.forward(EDITABLE_MS);
  }

  /** The comment of a private link. */
  async #rowOf(key: string) {
    const id = idOfKey(this.#options.sign, 'own', key);
    return id === undefined ? undefined : ownRow(this.#options.store.db, id);
  }
}

/** A comment with what its author's changes depend on. */
function ownRow(db: Kysely<Tables>, id: string) {
  return withState(db)
    .select([...SHOWN, 'verdicts.by', 'comments.line', 'comments.changes'])
    .where('comments.id', '=', id)
    .executeTakeFirst();
}

/** The day's dose does not count here: the comment itself was in it. */
async function isStillTrusted(
  db: Transaction<Tables>,
  { line, name, at }: { line: string | null; name: string; at: number },
  now: number,
): Promise<boolean> {
  const { doubts } = await standingOf(db, line ?? undefined, name, Math.min(at - 1, now));
  return doubts.length === 0;
}

function canChange(state: State): boolean {
  return state === 'published' || state === 'held';
}

function stateOf(db: Transaction<Tables>, id: string) {
  return withState(db)
    .select(['verdicts.state', 'comments.slug', 'comments.root'])
    .where('comments.id', '=', id)
    .executeTakeFirst();
}

/** @returns the first comment of the thread that a reply goes to; undefined when readers cannot see what it answers */
async function rootOf(db: Transaction<Tables>, parent: string, slug: string): Promise<string | undefined> {
  const found = isId(parent) ? await stateOf(db, parent) : undefined;
  return found?.slug === slug && found.state === 'published' ? found.root : undefined;
}
