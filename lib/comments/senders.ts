import type { Kysely, Transaction } from 'kysely';
import { networkOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { LONGEST_LIMIT, LONGEST_NETWORK_LIMIT, limitOf, networkLimitOf } from './screening.ts';

/** How much comes of one sender, and of all of them. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What comes of one sender, and of one network of IPv6, is looked at one after the other. */
export async function takeTurns(db: Transaction<Tables>, sender: string, at: number): Promise<void> {
  const network = networkOf(sender);
  if (network !== undefined) await takeTurn(db, network, at);
  await takeTurn(db, sender, at);
}

/** What has one name here is looked at one after the other, on whatever machine: the second waits for the row. */
export async function takeTurn(db: Transaction<Tables>, address: string, at: number): Promise<void> {
  await db
    .insertInto('senders')
    .values({ address, at })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ at }))
    .execute();
}

/** @returns why a sender may not write now; undefined when it may */
export async function limitFor(db: Transaction<Tables>, address: string, now: number) {
  const rows = await db
    .selectFrom('comments')
    .select('at')
    .where('address', '=', address)
    .where('at', '>', now - LONGEST_LIMIT)
    .execute();
  const times = rows.map(({ at }) => at);
  return limitOf(times, now) ?? networkLimitOf(await timesOfNetwork(db, address, now), now);
}

/** Comments of the last hour from the network of a sender. They are found by their time: an hour has few. */
async function timesOfNetwork(db: Transaction<Tables>, sender: string, now: number): Promise<number[]> {
  const network = networkOf(sender);
  if (network === undefined) return [];
  const rows = await db
    .selectFrom('comments')
    .select('at')
    .where('at', '>', now - LONGEST_NETWORK_LIMIT)
    .where('address', 'like', `${network.replace('::/48', '')}:%`)
    .execute();
  return rows.map(({ at }) => at);
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
