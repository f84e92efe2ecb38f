import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import { messages } from '../messages.ts';
import { senderOf } from '../sender.ts';
import type { State, Store, Tables } from '../store.ts';
import type { Jumps } from './jumps.ts';
import { isDeceptive, reservedName } from './names.ts';
import { SHOWN, withState } from './reading.ts';
import {
  type CommentedArticle,
  holdReasons,
  isCrowded,
  isOpen,
  LONGEST_LIMIT,
  limitOf,
  type Refused,
  type Rules,
  readDraft,
  readText,
  refused,
} from './screening.ts';
import { fold, toHtml } from './text.ts';
import type { Written } from './threads.ts';
import {
  commentKey,
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

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

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

export function makeWriting(
  { db, scrub }: Store,
  clock: () => Date,
  rules: Rules,
  /** Signs forms and keys, and hashes email addresses. */
  sign: Sign,
  /** Names of the newsroom, which no reader may take. */
  reserved: () => readonly string[],
  jumps: Jumps,
) {
  const emailHash = (email: string | undefined) =>
    email && sign('email', email.normalize('NFC').toLowerCase());

  /** Why a person should look at a comment because of who seems to have sent it. */
  async function doubtsAbout(transaction: Transaction<Tables>, name: string): Promise<string[]> {
    const moderators = await transaction.selectFrom('moderators').select('name').execute();
    const taken = reservedName(name, [...reserved(), ...moderators.map((moderator) => moderator.name)]);
    return [
      ...(taken === undefined ? [] : [messages.doubts.taken(taken)]),
      ...(isDeceptive(name) ? [messages.doubts.deceptive] : []),
    ];
  }

  /** Until when the author of a comment can change it, however the clock was set meanwhile. */
  const editableUntil = (at: number) => at + EDITABLE_MS + jumps.forward(EDITABLE_MS);

  async function mine(key: string, on: Kysely<Tables> = db) {
    const id = idOfKey(sign, 'own', key);
    if (id === undefined) return undefined;
    return withState(on)
      .select([...SHOWN, 'verdicts.by', 'comments.line', 'comments.changes'])
      .where('comments.id', '=', id)
      .executeTakeFirst();
  }

  return {
    emailHash,

    /** What the form of an article's page carries; the same for all readers. */
    formToken: (slug: string): string => formToken(sign, slug, clock().getTime()),

    /** @returns how a comment would look, or what is wrong with it. Nothing is kept. */
    preview(form: unknown): { accepted: true; name: string; html: string } | Refused {
      const parsed = formSchema.safeParse(form);
      if (!parsed.success) return refused('malformed');
      const draft = readDraft(parsed.data, rules);
      if ('accepted' in draft) return draft;
      return { accepted: true, name: draft.name, html: toHtml(draft.text) };
    },

    /**
     * Takes a comment. When it resolves with `accepted`, the comment is on disk.
     * @param form the fields as they came; nothing about them is relied on
     * @throws what the database says when it cannot write
     */
    async submit(form: unknown, { article, address, reader }: Circumstances): Promise<Accepted | Refused> {
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

      const { slug } = article;
      const sender = senderOf(address);
      const at = now.getTime();
      const id = newId(at);
      return db.transaction().execute(async (transaction): Promise<Accepted | Refused> => {
        await takeTurn(transaction, sender, at);
        const limit = await limitFor(transaction, sender, at);
        if (limit) return refused(limit);
        const root = parent ? await rootOf(transaction, parent, slug) : id;
        if (root === undefined) return refused('parent-gone');
        const cookie = reader === undefined ? undefined : idOfKey(sign, 'reader', reader);
        const standing = await standingOf(transaction, cookie, draft.name, at);
        const waits = [
          ...standing.doubts,
          ...(await doubtsAbout(transaction, draft.name)),
          ...holdReasons(draft, rules.wordList),
        ];
        if (waits.length > 0 && isCrowded(await countOfLate(transaction, at))) return refused('crowded');
        const line = standing.line ?? (remember ? id : null);
        const digest = digestOf(draft.text);
        const isNew = await insertOnce(transaction, {
          ...{ id, slug, parent: parent || null, root, at, edited: null, digest, address: sender },
          ...{ name: draft.name, text: draft.text, folded: fold(`${draft.name} ${draft.text}`) },
          ...{ email: emailHash(draft.email) ?? null, line, changes: 0 },
        });
        if (!isNew) return refused('twice');
        const state = waits.length > 0 ? 'held' : 'published';
        await firstVerdict(transaction, id, { state, by: 'screening', why: waits.join(', '), at });
        return {
          accepted: true,
          id,
          state,
          editKey: commentKey(sign, 'own', id),
          readerToken: remember && line !== null ? commentKey(sign, 'reader', line) : undefined,
        };
      });
    },

    /** @returns the comment of a private link, whatever its state; undefined for a key that is none */
    async own(key: string): Promise<OwnComment | undefined> {
      const row = await mine(key);
      if (!row) return undefined;
      const until = editableUntil(row.at);
      const isEditable = canChange(row.state) && row.changes < MAX_CHANGES && clock().getTime() < until;
      return {
        ...{ id: row.id, slug: row.slug, at: new Date(row.at), name: row.name, text: row.text },
        html: toHtml(row.text),
        state: row.state,
        editableUntil: isEditable ? new Date(until) : undefined,
      };
    },

    /**
     * Changes the text of a comment within 15 minutes. It is screened again; what a person has published waits again,
     * because the person saw another text.
     */
    async edit(key: string, raw: string): Promise<{ accepted: true; state: State } | Refused> {
      const id = idOfKey(sign, 'own', key);
      if (id === undefined) return refused('not-yours');
      const text = readText(raw);
      if (typeof text !== 'string') return text;
      const now = clock().getTime();
      const edited = await db
        .transaction()
        .execute(async (transaction): Promise<{ accepted: true; state: State } | Refused> => {
          await takeComments(transaction, [id]);
          const row = await mine(key, transaction);
          if (!row) return refused('not-yours');
          if (!canChange(row.state) || now >= editableUntil(row.at)) return refused('edit-late');
          if (row.changes >= MAX_CHANGES) return refused('edit-often');
          if (!(await changeText(transaction, row, text, now))) return refused('twice');
          if (row.state === 'held') return { accepted: true, state: row.state };
          // What a person has published waits again, and what the trust in its reader has, if that is over.
          const isTrusted = row.by === 'screening' && (await isStillTrusted(transaction, row, now));
          const waits = holdReasons({ name: row.name, text }, rules.wordList);
          if (isTrusted && waits.length === 0) return { accepted: true, state: row.state };
          const why = [messages.doubts.changed, ...waits];
          const judgement = { state: 'held', by: 'screening', why: why.join(', '), at: now } as const;
          await judgeAll(transaction, [id], () => judgement);
          return { accepted: true, state: 'held' };
        });
      // The words that were there before are gone from the log as well.
      if (edited.accepted) await scrub();
      return edited;
    },

    /** Deletes the comment of a private link, at any time: its words and its name are gone. @returns whether there was one */
    async withdraw(key: string): Promise<boolean> {
      const row = await mine(key);
      if (!row || row.state === 'withdrawn') return false;
      const at = clock().getTime();
      await db.transaction().execute(async (transaction) => {
        await judgeAll(transaction, [row.id], () => ({ state: 'withdrawn', by: 'author', why: '', at }));
        await wipe(transaction, [row.id]);
      });
      await scrub();
      return true;
    },
  };
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

/** @returns false when another comment of the article says the same */
async function changeText(
  db: Transaction<Tables>,
  { id, slug, name }: { id: string; slug: string; name: string },
  text: string,
  now: number,
): Promise<boolean> {
  const digest = digestOf(text);
  const twin = await db
    .selectFrom('comments')
    .select('id')
    .where('slug', '=', slug)
    .where('digest', '=', digest)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (twin) return false;
  const folded = fold(`${name} ${text}`);
  await db
    .updateTable('comments')
    .set(({ eb, ref }) => ({ text, digest, folded, edited: now, changes: eb(ref('changes'), '+', 1) }))
    .where('id', '=', id)
    .execute();
  return true;
}

/** Removes what a comment says and who said it. Where it was sent from stays for the limits, until its time is over. */
export async function wipe(db: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('comments')
    .set({ name: '', text: '', folded: '', digest: null, email: null })
    .where('id', 'in', ids)
    .execute();
  // The reasons may repeat what was said, or tell of the person.
  await db.updateTable('verdicts').set({ why: '' }).where('comment', 'in', ids).execute();
}

/** What the text says, whatever its spaces, signs and capitals. */
function digestOf(text: string): string {
  const said = fold(text).replace(/[^\p{L}\p{N}]/gu, '');
  return createHash('sha256')
    .update(said === '' ? text : said)
    .digest('base64url')
    .slice(0, 22);
}

/** What comes of one sender is looked at one after the other, on whatever machine: the second waits for the row. */
export async function takeTurn(db: Transaction<Tables>, address: string, at: number): Promise<void> {
  await db
    .insertInto('senders')
    .values({ address, at })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ at }))
    .execute();
}

async function limitFor(db: Transaction<Tables>, address: string, now: number) {
  const rows = await db
    .selectFrom('comments')
    .select('at')
    .where('address', '=', address)
    .where('at', '>', now - LONGEST_LIMIT)
    .execute();
  return limitOf(
    rows.map(({ at }) => at),
    now,
  );
}

/** How many comments came from all senders in the last minute and the last hour. */
export async function countOfLate(
  db: Kysely<Tables>,
  now: number,
): Promise<{ minute: number; hour: number }> {
  return db
    .selectFrom('comments')
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .filterWhere('at', '>', now - MINUTE_MS)
        .as('minute'),
      fn.countAll<number>().as('hour'),
    ])
    .where('at', '>', now - HOUR_MS)
    .where('at', '<=', now)
    .executeTakeFirstOrThrow();
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

/** @returns false when the article has a comment with that text, or the sender has sent it to another article */
async function insertOnce(db: Transaction<Tables>, comment: Tables['comments']): Promise<boolean> {
  const elsewhere = await db
    .selectFrom('comments')
    .select('id')
    .where('address', '=', comment.address)
    .where('at', '>', comment.at - LONGEST_LIMIT)
    .where('digest', '=', comment.digest)
    .executeTakeFirst();
  if (elsewhere) return false;
  const made = await db
    .insertInto('comments')
    .values(comment)
    .onConflict((conflict) => conflict.columns(['slug', 'digest']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}
