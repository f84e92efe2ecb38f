import type { Kysely, Transaction } from 'kysely';
import type { State, Tables } from '../store.ts';
import { isId } from './tokens.ts';

/** The one way in which a comment changes its state: a verdict is added, and nothing is written over. */

/** @param by `screening`, `author`, or `moderator: ` and a name */
export type Judgement = { state: State; by: string; why: string; at: number };

/** Gives a new comment its first verdict. */
export async function firstVerdict(
  db: Transaction<Tables>,
  comment: string,
  judgement: Judgement,
): Promise<void> {
  await db
    .insertInto('verdicts')
    .values({ comment, number: 1, newest: 1, ...judgement })
    .execute();
}

/**
 * Adds a verdict to each comment. What its author has withdrawn is gone and takes no other.
 * @param judgementOf the verdict, from the one that stands; undefined leaves the comment as it is
 * @returns the ids of those that were judged. One that another judged in the same moment is not among them.
 */
export function judgeAll(
  db: Kysely<Tables>,
  ids: readonly string[],
  judgementOf: (standing: { comment: string; number: number; state: State }) => Judgement | undefined,
): Promise<string[]> {
  return inTransaction(db, async (transaction) => {
    const known = [...new Set(ids)].filter(isId);
    if (known.length === 0) return [];
    const standing = await transaction
      .selectFrom('verdicts')
      .select(['comment', 'number', 'state'])
      .where('comment', 'in', known)
      .where('newest', '=', 1)
      .where('state', '!=', 'withdrawn')
      .orderBy('comment')
      .execute();
    const judged: string[] = [];
    for (const verdict of standing) {
      const judgement = judgementOf(verdict);
      if (!judgement) continue;
      const { numUpdatedRows } = await transaction
        .updateTable('verdicts')
        .set({ newest: 0 })
        .where('comment', '=', verdict.comment)
        .where('number', '=', verdict.number)
        .where('newest', '=', 1)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) continue;
      const { comment, number } = verdict;
      await transaction
        .insertInto('verdicts')
        .values({ comment, number: number + 1, newest: 1, ...judgement })
        .execute();
      judged.push(comment);
    }
    return judged;
  });
}

/** Joins the transaction that there is, or opens one. */
export function inTransaction<Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  return isTransaction(db) ? work(db) : db.transaction().execute(work);
}

function isTransaction(db: Kysely<Tables>): db is Transaction<Tables> {
  return db.isTransaction;
}
