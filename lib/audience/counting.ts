import { randomBytes } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { senderOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { makeQuota } from './quota.ts';
import { markOf, senderMarkOf, type Visit } from './visit.ts';

/** Views on their way to the store: those of a few milliseconds go together, in one transaction. */

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** How long a view waits for others, and how many go at once. */
const GATHERING_MS = 5;
const MAX_BATCH = 500;

type Waiting = { visit: Visit; at: number; settle(isNew: boolean): void; fail(error: unknown): void };

export class ViewCounter {
  readonly #db: Kysely<Tables>;
  readonly #waiting: Waiting[] = [];
  /** The keys by which visitors are marked, by day. */
  readonly #keys = new Map<number, Uint8Array>();
  readonly #quota = makeQuota();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * Counts a view unless its visitor has been counted for the article that day, or its sender has brought too many
   * new visitors within the hour.
   * @param at milliseconds since 1970
   * @returns whether it was counted, once that is on disk
   */
  async count(visit: Visit, at: number): Promise<'counted' | 'again' | 'too-many'> {
    const sender = senderOf(visit.address);
    const hour = Math.floor(at / HOUR_MS);
    if (!this.#quota.take(sender, hour)) return 'too-many';
    let isNew = false;
    try {
      isNew = await this.#gather(visit, at);
    } finally {
      if (!isNew) this.#quota.giveBack(sender, hour);
    }
    return isNew ? 'counted' : 'again';
  }

  /** Forgets the keys of days before that one, in memory too. */
  forgetBefore(day: number): void {
    for (const known of this.#keys.keys()) if (known < day) this.#keys.delete(known);
  }

  /** Resolves when everything that has been counted so far is on disk. */
  async settled(): Promise<void> {
    while (this.#waiting.length > 0) this.#flush();
    await this.#writing;
  }

  #gather(visit: Visit, at: number): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.#waiting.push({ visit, at, settle: resolve, fail: reject });
    if (this.#waiting.length >= MAX_BATCH) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHERING_MS);
    return promise;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0, MAX_BATCH);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#flush(), 0);
    this.#writing = this.#writing.then(() => this.#write(batch));
  }

  async #write(batch: Waiting[]): Promise<void> {
    try {
      const marked: Marked[] = [];
      for (const entry of batch) {
        const day = Math.floor(entry.at / DAY_MS);
        const key = await this.#keyOf(day);
        const mark = markOf(entry.visit, key);
        marked.push({ entry, day, mark, senderMark: senderMarkOf(entry.visit, key) });
      }
      const counted = await this.#db.transaction().execute((transaction) => store(transaction, marked));
      for (const { entry } of marked) entry.settle(counted.has(entry));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  /** The key of a day, which all processes share. @param day days since 1970 */
  async #keyOf(day: number): Promise<Uint8Array> {
    const known = this.#keys.get(day);
    if (known) return known;
    await this.#db
      .insertInto('day_keys')
      .values({ day, key: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.column('day').doNothing())
      .execute();
    // Whatever the maintenance does, a key is gone when the second day after its own begins.
    await this.#db
      .deleteFrom('day_keys')
      .where('day', '<', day - 1)
      .execute();
    const row = await this.#db
      .selectFrom('day_keys')
      .select('key')
      .where('day', '=', day)
      .executeTakeFirstOrThrow();
    const key = Buffer.from(row.key, 'base64url');
    this.#keys.clear();
    this.#keys.set(day, key);
    return key;
  }
}

type Marked = { entry: Waiting; day: number; mark: string; senderMark: string };

/** @returns those that were new, with their hours counted. Rows are sorted, so that two processes cannot block each other. */
async function store(db: Transaction<Tables>, marked: Marked[]): Promise<Set<Waiting>> {
  const first = new Map<string, Marked>();
  for (const view of marked) {
    const key = `${view.day} ${view.mark}`;
    if (!first.has(key)) first.set(key, view);
  }
  const isFirst = await insertMarks(db, [...first.values()], ({ mark }) => mark);
  const counted = [...first.values()].filter(isFirst);
  if (counted.length === 0) return new Set();
  const isFirstOfSender = await insertMarks(db, counted, ({ senderMark }) => senderMark);
  await addToHours(db, counted, isFirstOfSender);
  return new Set(counted.map(({ entry }) => entry));
}

/** Writes marks down. @returns which of the views was the first with its mark */
async function insertMarks(
  db: Transaction<Tables>,
  views: Marked[],
  markIn: (view: Marked) => string,
): Promise<(view: Marked) => boolean> {
  const byMark = new Map<string, Marked>();
  for (const view of views) {
    const key = `${view.day} ${markIn(view)}`;
    if (!byMark.has(key)) byMark.set(key, view);
  }
  const sorted = [...byMark.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = await db
    .insertInto('visitors')
    .values(sorted.map(([, view]) => ({ day: view.day, mark: markIn(view) })))
    .onConflict((conflict) => conflict.columns(['day', 'mark']).doNothing())
    .returning(['day', 'mark'])
    .execute();
  const fresh = new Set(rows.map(({ day, mark }) => byMark.get(`${day} ${mark}`)));
  return (view) => fresh.has(view);
}

async function addToHours(
  db: Transaction<Tables>,
  counted: Marked[],
  isFirstOfSender: (view: Marked) => boolean,
): Promise<void> {
  const hours = new Map<string, { slug: string; hour: number; views: number; senders: number }>();
  for (const view of counted) {
    const { visit, at } = view.entry;
    const hour = Math.floor(at / HOUR_MS);
    const key = `${hour} ${visit.slug}`;
    const row = hours.get(key) ?? { slug: visit.slug, hour, views: 0, senders: 0 };
    row.views++;
    if (isFirstOfSender(view)) row.senders++;
    hours.set(key, row);
  }
  const sorted = [...hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await db
    .insertInto('views_hourly')
    .values(sorted)
    .onConflict((conflict) =>
      conflict.columns(['hour', 'slug']).doUpdateSet(({ ref, eb }) => ({
        views: eb(ref('views_hourly.views'), '+', ref('excluded.views')),
        senders: eb(ref('views_hourly.senders'), '+', ref('excluded.senders')),
      })),
    )
    .execute();
}
