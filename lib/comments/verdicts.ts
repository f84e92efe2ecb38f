import type { Kysely, Transaction } from 'kysely';
import type { State, Tables } from '../store.ts';
import { isId } from './tokens.ts';

/** The one way in which a comment changes its state: a verdict is added, and nothing is written over. */

/** @param by `screening`, `author`, or `moderator: ` and a name */
export type Judgement = { state: State; by: string; why: string; at: number };

/** A comment's newest verdict, by its number from 1, and how often its author has changed the text. */
export type Current = { comment: string; number: number; state: State; changes: number };

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
 * Holds the comments until the transaction ends: no moderator judges one while its author changes it, and the other way
 * round.
 */
export async function takeComments(db: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await db
    .updateTable('comments')
    .set(({ ref }) => ({ edited: ref('edited') }))
    .where('id', 'in', ids)
    .execute();
}

/**
 * Adds a verdict to each comment. What its author has withdrawn is gone and takes no other.
 * @param judgementOf the verdict, given the current one; undefined leaves the comment as it is
 * @returns the ids of those that were judged
 */
export function judgeAll(
  db: Kysely<Tables>,
  ids: readonly string[],
  judgementOf: (current: Current) => Judgement | undefined,
): Promise<string[]> {
  return inTransaction(db, async (transaction) => {
    const known = [...new Set(ids)].filter(isId);
    if (known.length === 0) return [];
    await takeComments(transaction, known);
    const current = await transaction
      .selectFrom('verdicts')
      .innerJoin('comments', 'comments.id', 'verdicts.comment')
      .select(['comment', 'number', 'state', 'changes'])
      .where('comment', 'in', known)
      .where('newest', '=', 1)
      .where('state', '!=', 'withdrawn')
      .orderBy('comment')
      .execute();
    const judged: string[] = [];
    for (const verdict of current) {
      const judgement = judgementOf(verdict);
      if (!judgement) continue;
      await transaction
        .updateTable('verdicts')
        .set({ newest: 0 })
        .where('comment', '=', verdict.comment)
        .where('number', '=', verdict.number)
        .execute();
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
