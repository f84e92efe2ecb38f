import type { Kysely, Transaction } from 'kysely';
import type { State, Store, Tables } from '../store.ts';
import { withState } from './reading.ts';
import { endLines } from './trust.ts';
import { judgeAll } from './verdicts.ts';
import { wipe } from './writing.ts';

/** What a reader can ask for, and what is forgotten without being asked. */

/** A comment as its reader gets it. */
export type Exported = { id: string; slug: string; at: Date; name: string; text: string; state: State };

/** How long the source of a comment and the text of spam are kept. */
const RETENTION_MS = 30 * 86_400_000;

export function makePrivacy(
  { db, scrub }: Store,
  clock: () => Date,
  emailHash: (email: string | undefined) => string | undefined,
) {
  const ofEmail = (on: Kysely<Tables>, email: string) =>
    withState(on)
      .select([
        'comments.id',
        'comments.slug',
        'comments.at',
        'comments.name',
        'comments.text',
        'verdicts.state',
      ])
      .where('comments.email', '=', emailHash(email.trim()) ?? '')
      .orderBy('comments.id')
      .execute();

  return {
    /** All comments that were sent with that email address, the oldest first. */
    async exportByEmail(email: string): Promise<Exported[]> {
      const rows = await ofEmail(db, email);
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },

    /** Deletes what these comments say, their names and where they came from. @returns how many there were */
    async eraseByEmail(email: string): Promise<number> {
      const at = clock().getTime();
      const erased = await db.transaction().execute(async (transaction) => {
        const ids = (await ofEmail(transaction, email)).map(({ id }) => id);
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
      if (erased > 0) await scrub();
      return erased;
    },

    /** Upkeep, to be done each day: forgets where comments came from, and spam and deleted ones, after 30 days. */
    async purgeExpired(): Promise<void> {
      const before = clock().getTime() - RETENTION_MS;
      await db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('comments')
          .set({ address: null })
          .where('at', '<', before)
          .where('address', 'is not', null)
          .execute();
        await transaction.deleteFrom('senders').where('at', '<', before).execute();
        await transaction.deleteFrom('sessions').where('ends', '<=', clock().getTime()).execute();
        await transaction.deleteFrom('sign_in_tries').where('at', '<', before).execute();
        await removeRefused(transaction, before);
        // A reader who has taken a comment back is not followed by it.
        await transaction
          .updateTable('comments')
          .set({ line: null })
          .where('at', '<', before)
          .where('line', 'is not', null)
          .where('digest', 'is', null)
          .execute();
      });
      await scrub();
    },
  };
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
