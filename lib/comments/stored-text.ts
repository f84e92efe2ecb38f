import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../store.ts';
import { LONGEST_LIMIT } from './screening.ts';
import { fold } from './text.ts';

/** What a comment says, in the store: written once, changed, and wiped. */

/** What the text says, whatever its spaces, signs and capitals. */
function digestOf(text: string): string {
  const said = fold(text).replace(/[^\p{L}\p{N}]/gu, '');
  return createHash('sha256')
    .update(said === '' ? text : said)
    .digest('base64url')
    .slice(0, 22);
}

/** What moderators search in. */
function foldedOf(name: string, text: string): string {
  return fold(`${name} ${text}`);
}

/** @returns false when the article has a comment with that text, or the sender has sent it to another article */
export async function insertOnce(
  db: Transaction<Tables>,
  said: Omit<Tables['comments'], 'digest' | 'folded'>,
): Promise<boolean> {
  const comment = { ...said, digest: digestOf(said.text), folded: foldedOf(said.name, said.text) };
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

/** What PostgreSQL says of two who write the same at once, neither of whom saw the other's. */
const twinError = z.object({ code: z.literal('23505'), constraint: z.literal('same_text_once') });

/** Whether a change has failed because another comment of the article has come to say the same meanwhile. */
export function isTwin(error: unknown): boolean {
  return twinError.safeParse(error).success;
}

/**
 * @returns false when another comment of the article says the same
 * @throws what `isTwin` knows when another says it at the same time
 */
export async function changeText(
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
  const folded = foldedOf(name, text);
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
