import type { Kysely } from 'kysely';
import type { Tables } from '../store.ts';
import { takeTurn } from './senders.ts';
import { newId } from './tokens.ts';

/**
 * How fast passwords can be tried. Each sender has a few free tries and then pauses that grow. Of each sender only the
 * first tries count against all others, so that no stranger can use up the tries of the moderators; and a browser that has
 * signed in before counts for itself alone.
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** For so long a wrong try is remembered. */
const OWN_WINDOW_MS = DAY_MS;
const SHARED_WINDOW_MS = 15 * MINUTE_MS;
/** So many tries of one sender count among all senders. */
const MAX_SHARED_OF_ONE = 3;
/** What is from later than this is of a clock that was wrong. */
const SKEW_MS = MINUTE_MS;
const MAX_GATED = 10_000;

/** After `free` tries each next one waits: `first`, twice as long, and so on up to `longest`. */
type Pace = { free: number; first: number; longest: number };
const SENDER: Pace = { free: 5, first: MINUTE_MS, longest: 60 * MINUTE_MS };
const BROWSER: Pace = { free: 5, first: 5000, longest: 30_000 };
const ACCOUNT: Pace = { free: 30, first: 1000, longest: MINUTE_MS };
const EVERYBODY: Pace = { free: 100, first: 1000, longest: MINUTE_MS };

type Tries = { tries: number; last: number };

/** @returns for how many milliseconds the next try has to wait */
export function waitOf({ tries, last }: Tries, { free, first, longest }: Pace, now: number): number {
  if (tries < free) return 0;
  return Math.max(0, last + Math.min(first * 2 ** (tries - free), longest) - now);
}

/** Tries of a sender that wait for its own tries alone. */
const TRIES_OF_ONES_OWN = 3;

export type Sender = {
  /** The network, or `browser:` and the id of a browser that has signed in before. */
  sender: string;
  isKnownBrowser: boolean;
  account: string;
};

/** Wrong passwords of the last day, for the moderators to see. */
export type SignInTries = {
  tries: number;
  senders: number;
  worst: { sender: string; tries: number; last: Date }[];
};

export class Throttle {
  readonly #db: Kysely<Tables>;
  readonly #steady: () => number;
  /** Until when senders need not be looked up: a flood of tries does not reach the store. */
  readonly #gated = new Map<string, number>();

  /** @param steady a clock that cannot be set, in milliseconds */
  constructor(db: Kysely<Tables>, steady: () => number) {
    this.#db = db;
    this.#steady = steady;
  }

  /**
   * Writes a try down before its password is looked at. Those of one sender come one after the other, on whatever
   * machine, so that many at once are as many as in a row.
   * @returns the try's id, or for how many milliseconds it has to wait
   */
  async take(from: Sender, now: number): Promise<{ id: string } | { waitMs: number }> {
    const { sender, account } = from;
    const gatedFor = (this.#gated.get(sender) ?? 0) - this.#steady();
    if (gatedFor > 0) return { waitMs: gatedFor };
    const id = newId(now);
    const waitMs = await this.#db.transaction().execute(async (transaction) => {
      await takeTurn(transaction, `sign-in ${sender}`, now);
      await transaction
        .deleteFrom('sign_in_tries')
        .where(({ or, eb }) => or([eb('at', '<=', now - OWN_WINDOW_MS), eb('at', '>', now + SKEW_MS)]))
        .execute();
      const wait = await waitBefore(transaction, from, id, now);
      // What is not weighed is no try.
      if (wait === 0)
        await transaction.insertInto('sign_in_tries').values({ id, account, sender, at: now }).execute();
      return wait;
    });
    if (waitMs === 0) return { id };
    this.#gate(sender, Math.min(waitMs, 1000));
    return { waitMs };
  }

  /** Forgets the wrong tries of a sender who knows the password, and this one. */
  async forget(sender: string, id: string): Promise<void> {
    this.#gated.delete(sender);
    await this.#db
      .deleteFrom('sign_in_tries')
      .where(({ or, eb }) => or([eb('sender', '=', sender), eb('id', '=', id)]))
      .execute();
  }

  /** Wrong passwords of the last day. */
  async lately(now: number): Promise<SignInTries> {
    const rows = await this.#db
      .selectFrom('sign_in_tries')
      .select(({ fn }) => ['sender', fn.countAll<number>().as('tries'), fn.max<number>('at').as('last')])
      .where('at', '>', now - DAY_MS)
      .groupBy('sender')
      .execute();
    const worst = rows.toSorted((a, b) => b.tries - a.tries).slice(0, 5);
    return {
      tries: rows.reduce((sum, { tries }) => sum + tries, 0),
      senders: rows.length,
      worst: worst.map((row) => ({ ...row, last: new Date(row.last) })),
    };
  }

  #gate(sender: string, waitMs: number): void {
    this.#gated.delete(sender);
    this.#gated.set(sender, this.#steady() + waitMs);
    const [oldest] = this.#gated.keys();
    if (this.#gated.size > MAX_GATED && oldest !== undefined) this.#gated.delete(oldest);
  }
}

/** Tries other than the one of that id, by sender. */
function triesBefore(db: Kysely<Tables>, id: string, since: number) {
  return db
    .selectFrom('sign_in_tries')
    .select(({ fn }) => [
      'sender',
      'account',
      fn.countAll<number>().as('tries'),
      fn.max<number>('at').as('last'),
    ])
    .where('id', '!=', id)
    .where('at', '>', since)
    .groupBy(['sender', 'account']);
}

/** @returns for how many milliseconds a sender's try has to wait, by its own tries and those of all others */
async function waitBefore(
  db: Kysely<Tables>,
  { sender, isKnownBrowser, account }: Sender,
  id: string,
  now: number,
): Promise<number> {
  const rows = await triesBefore(db, id, now - OWN_WINDOW_MS)
    .where('sender', '=', sender)
    .execute();
  const own = summed(rows);
  const ownWait = waitOf(own, isKnownBrowser ? BROWSER : SENDER, now);
  // The first tries wait for no other sender's: many networks could keep all moderators out otherwise.
  if (isKnownBrowser || own.tries < TRIES_OF_ONES_OWN) return ownWait;
  return Math.max(ownWait, await sharedWait(db, id, account, now));
}

async function sharedWait(db: Kysely<Tables>, id: string, account: string, now: number): Promise<number> {
  const all = await triesBefore(db, id, now - SHARED_WINDOW_MS)
    .where('sender', 'not like', 'browser:%')
    .execute();
  const ofAccount = all.filter((row) => row.account === account);
  return Math.max(waitOf(shared(ofAccount), ACCOUNT, now), waitOf(shared(all), EVERYBODY, now));
}

function summed(rows: Tries[]): Tries {
  return {
    tries: rows.reduce((sum, { tries }) => sum + tries, 0),
    last: rows.reduce((latest, { last }) => Math.max(latest, last), 0),
  };
}

/** Of each sender the first tries alone. */
function shared(rows: (Tries & { sender: string })[]): Tries {
  const bySender = Map.groupBy(rows, ({ sender }) => sender);
  const counted = [...bySender.values()].map((own) => {
    const { tries, last } = summed(own);
    return { tries: Math.min(tries, MAX_SHARED_OF_ONE), last };
  });
  return summed(counted);
}
