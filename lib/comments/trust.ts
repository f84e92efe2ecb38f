import { type Kysely, sql, type Transaction } from 'kysely';
import { messages } from '../messages.ts';
import type { Tables } from '../store.ts';
import { isSameName } from './names.ts';
import { takeComments } from './verdicts.ts';

/**
 * Whose comments appear at once. The trust belongs to one line of comments: the first one, which brought the cookie, and
 * all that were sent with that cookie since; and to the names under which a moderator has published one of them. It ends
 * for all of them when one is spam or deleted, and what is sent with the cookie after that waits like a first comment.
 */

const DAY_MS = 86_400_000;
/** Names under which one line was published that are looked at. */
const MAX_NAMES = 20;
/** A cookie may be in many hands: so many of its comments are taken without a person a day. */
const MAX_TRUSTED_A_DAY = 10;

export type Standing = {
  /** The line that the comment goes on with; undefined when it begins one. */
  line: string | undefined;
  /** Why a moderator should look at it first; empty when there is no reason. */
  doubts: string[];
};

/**
 * Looks at the line of a cookie, and holds it until the transaction ends.
 * @param line the id of its first comment
 * @param now milliseconds since 1970
 */
export async function standingOf(
  db: Transaction<Tables>,
  line: string | undefined,
  name: string,
  now: number,
): Promise<Standing> {
  const unknown: Standing = { line: undefined, doubts: [messages.doubts.first] };
  if (line === undefined) return unknown;
  await takeComments(db, [line]);
  const first = await db
    .selectFrom('comments')
    .select('name')
    .where('id', '=', line)
    .where('line', '=', line)
    .executeTakeFirst();
  const ofLine = db
    .selectFrom('comments')
    .innerJoin('verdicts', (join) =>
      join.onRef('verdicts.comment', '=', 'comments.id').on('verdicts.newest', '=', 1),
    )
    .where('line', '=', line);
  const { ended, today } = await ofLine
    .select(({ fn, eb }) => [
      fn.countAll<number>().filterWhere('state', 'in', ['spam', 'deleted']).as('ended'),
      fn
        .countAll<number>()
        .filterWhere(eb.and([eb('comments.at', '>', now - DAY_MS), eb('comments.at', '<=', now)]))
        .as('today'),
    ])
    .executeTakeFirstOrThrow();
  if (!first || ended > 0) return unknown;
  const approved = await ofLine
    .select('name')
    .distinct()
    .where('state', '=', 'published')
    .where('by', 'like', 'moderator: %')
    .limit(MAX_NAMES)
    .execute();
  const known = approved.length > 0 ? approved : [first];
  return {
    line,
    doubts: [
      ...(approved.length > 0 ? [] : [messages.doubts.first]),
      ...(known.some((row) => isSameName(row.name, name)) ? [] : [messages.doubts.otherName]),
      ...(approved.length > 0 && today >= MAX_TRUSTED_A_DAY
        ? [messages.doubts.tooMany(MAX_TRUSTED_A_DAY)]
        : []),
    ],
  };
}

/** Ends the lines of comments for good, before these are gone and nothing tells any more that they were refused. */
export async function endLines(db: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += 1000) {
    const some = ids.slice(start, start + 1000);
    const lines = db
      .selectFrom('comments')
      .select('line')
      .where('id', 'in', some)
      .where('line', 'is not', null);
    // In two steps: what is changed is not what is being looked for.
    const found = (await lines.execute()).flatMap(({ line }) => line ?? []);
    if (found.length > 0)
      await db.updateTable('comments').set({ line: sql`NULL` }).where('line', 'in', found).execute();
  }
}
