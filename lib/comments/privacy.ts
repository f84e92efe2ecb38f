import type { Kysely, Transaction } from 'kysely';
import type { State, Store, Tables } from '../store.ts';
import { withState } from './rows.ts';
import { wipe } from './stored-text.ts';
import { emailHash, type Sign } from './tokens.ts';
import { endLines } from './trust.ts';
import { judgeAll } from './verdicts.ts';

/** What a reader can ask for, and what is forgotten without being asked. */

/** A comment as its reader gets it. */
export type Exported = { id: string; slug: string; at: Date; name: string; text: string; state: State };

/** How long the source of a comment and the text of spam are kept. */
const DAY_MS = 86_400_000;
const RETENTION_MS = 30 * DAY_MS;

export class Privacy {
  readonly #store: Store;
  readonly #clock: () => Date;
  readonly #sign: Sign;

  constructor(store: Store, clock: () => Date, sign: Sign) {
    this.#store = store;
    this.#clock = clock;
    this.#sign = sign;
  }

  async exportByEmail(email: string): Promise<Exported[]> {
    const rows = await this.#ofEmail(this.#store.db, email);
    return rows.map((row) => ({ ...row, at: new Date(row.at) }));
  }

  async eraseByEmail(email: string): Promise<number> {
    const at = this.#clock().getTime();
    const erased = await this.#store.db.transaction().execute(async (transaction) => {
      const ids = (await this.#ofEmail(transaction, email)).map(({ id }) => id);
      if (ids.length === 0) return 0;
      await judgeAll(transaction, ids, () => ({ state: 'withdrawn', by: 'author', why: '', at }));
      await wipe(transaction, ids);
      await transaction
        .updateTable('comments')
        .set({ address: null, line: null })
        .where('id', 'in', ids)
        .execute();
      return ids.length;
    });
    if (erased > 0) await this.#store.scrub();
    return erased;
  }

  async purgeExpired(): Promise<void> {
    const now = this.#clock().getTime();
    await this.#store.db.transaction().execute((transaction) => forgetOld(transaction, now));
    await this.#store.scrub();
  }

  #ofEmail(db: Kysely<Tables>, email: string) {
    return withState(db)
      .select([
        'comments.id',
        'comments.slug',
        'comments.at',
        'comments.name',
        'comments.text',
        'verdicts.state',
      ])
      .where('comments.email', '=', emailHash(this.#sign, email.trim()) ?? '')
      .orderBy('comments.id')
      .execute();
  }
}

async function forgetOld(db: Transaction<Tables>, now: number): Promise<void> {
  const before = now - RETENTION_MS;
  await db
    .updateTable('comments')
    .set({ address: null })
    .where('at', '<', before)
    .where('address', 'is not', null)
    .execute();
  // A sender's row orders what it sends; it is of no use after that.
  await db
    .deleteFrom('senders')
    .where('at', '<', now - DAY_MS)
    .execute();
  await db.deleteFrom('sessions').where('ends', '<=', now).execute();
  await db.deleteFrom('sign_in_tries').where('at', '<', before).execute();
  await removeRefused(db, before);
  // A reader who has taken a comment back is not followed by it.
  await db
    .updateTable('comments')
    .set({ line: null })
    .where('at', '<', before)
    .where('line', 'is not', null)
    .where('digest', 'is', null)
    .execute();
}

/** Spam and deleted comments go; one that was answered before leaves its place without its words. */
async function removeRefused(db: Transaction<Tables>, before: number): Promise<void> {
  const rows = await withState(db)
    .select(({ exists, selectFrom }) => [
      'comments.id',
      exists(
        selectFrom('comments as reply').select('reply.id').whereRef('reply.parent', '=', 'comments.id'),
      ).as('isAnswered'),
    ])
    .where('verdicts.state', 'in', ['spam', 'deleted'])
    .where('verdicts.at', '<', before)
    .execute();
  await endLines(
    db,
    rows.map(({ id }) => id),
  );
  const isAnswered = (row: { isAnswered: unknown }) => Boolean(row.isAnswered);
  await wipe(
    db,
    rows.filter(isAnswered).map(({ id }) => id),
  );
  const gone = rows.filter((row) => !isAnswered(row)).map(({ id }) => id);
  for (let start = 0; start < gone.length; start += 1000) {
    await db
      .deleteFrom('comments')
      .where('id', 'in', gone.slice(start, start + 1000))
      .execute();
  }
}
