import type { Kysely, Transaction } from 'kysely';
import { networkOf } from '../sender.ts';
import type { Tables } from '../store.ts';
import { takeTurn } from './senders.ts';
import { newId } from './tokens.ts';

/**
 * How fast passwords can be tried. Each sender has a few free tries and then pauses that grow; so has each /48 of IPv6. Of
 * each sender only the first tries count against all others, so that no stranger can use up the tries of the moderators;
 * and a browser that has signed in before counts for itself alone (decision 25).
 */

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** For so long a wrong try is remembered. */
const OWN_WINDOW_MS = DAY_MS;
const SHARED_WINDOW_MS = 15 * MINUTE_MS;
/** So many tries of one sender count among all senders, and wait for its own and its network's alone. */
const MAX_SHARED_OF_ONE = 3;
/** What is from later than this is of a clock that was wrong. */
const SKEW_MS = MINUTE_MS;
const MAX_GATED = 10_000;
/** Tries that are remembered. The oldest go first. */
const MAX_TRIES = 20_000;
/** After so many tries of this process, old ones are deleted: at most so many at a time. */
const TRIES_PER_TRIM = 100;
const MAX_TRIMMED = 1000;

/** After `free` tries each next one waits: `first`, twice as long, and so on up to `longest`. */
type Pace = { free: number; first: number; longest: number };
const SENDER: Pace = { free: 5, first: MINUTE_MS, longest: 60 * MINUTE_MS };
const NETWORK: Pace = { free: 20, first: MINUTE_MS, longest: 10 * MINUTE_MS };
const BROWSER: Pace = { free: 5, first: 5000, longest: 30_000 };
const ACCOUNT: Pace = { free: 30, first: 1000, longest: MINUTE_MS };
const EVERYBODY: Pace = { free: 100, first: 1000, longest: MINUTE_MS };

/** After so many tries more than the free ones every pause is as long as it gets. */
const MAX_DOUBLINGS = 10;

type Tries = { tries: number; last: number };

/** @returns for how many milliseconds the next try has to wait */
export function waitOf({ tries, last }: Tries, { free, first, longest }: Pace, now: number): number {
  if (tries < free) return 0;
  return Math.max(0, last + Math.min(first * 2 ** (tries - free), longest) - now);
}

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
  #triesToTrim = 0;

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
    const network = networkOf(sender) ?? null;
    const gates = network === null ? [sender] : [sender, network];
    const gatedForMs = Math.max(...gates.map((gate) => this.#gatedForMs(gate)));
    if (gatedForMs > 0) return { waitMs: gatedForMs };
    await this.#trim(now);
    const id = newId(now);
    const wait = await this.#db.transaction().execute(async (transaction) => {
      await takeTurn(transaction, `sign-in ${network ?? sender}`, now);
      const { shared, ...found } = await waitBefore(transaction, from, network, now);
      // What is not weighed is no try.
      if (found.waitMs === 0)
        await transaction
          .insertInto('sign_in_tries')
          .values({ id, account, sender, network, shared, at: now })
          .execute();
      return found;
    });
    if (wait.waitMs === 0) return { id };
    this.#gate(wait.isOfNetwork ? (network ?? sender) : sender, Math.min(wait.waitMs, 1000));
    return { waitMs: wait.waitMs };
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
    const late = this.#db.selectFrom('sign_in_tries').where('at', '>', now - DAY_MS);
    const all = await late
      .select(({ fn }) => [
        fn.countAll<number>().as('tries'),
        fn.count<number>('sender').distinct().as('senders'),
      ])
      .executeTakeFirstOrThrow();
    const worst = await late
      .select(({ fn }) => ['sender', fn.countAll<number>().as('tries'), fn.max<number>('at').as('last')])
      .groupBy('sender')
      .orderBy('tries', 'desc')
      .limit(5)
      .execute();
    return { ...all, worst: worst.map((row) => ({ ...row, last: new Date(row.last) })) };
  }

  /** Deletes tries that are too old, of a clock that was wrong, or too many: now and then, and a few at a time. */
  async #trim(now: number): Promise<void> {
    if (this.#triesToTrim-- > 0) return;
    this.#triesToTrim = TRIES_PER_TRIM;
    const newest = this.#db.selectFrom('sign_in_tries').select('at').orderBy('at', 'desc');
    const first = await newest.offset(MAX_TRIES).limit(1).executeTakeFirst();
    const until = Math.max(first?.at ?? 0, now - OWN_WINDOW_MS);
    const outdated = this.#db
      .selectFrom('sign_in_tries')
      .select('id')
      .where(({ or, eb }) => or([eb('at', '<=', until), eb('at', '>', now + SKEW_MS)]))
      .orderBy('at')
      .limit(MAX_TRIMMED);
    await this.#db.deleteFrom('sign_in_tries').where('id', 'in', outdated).execute();
  }

  #gatedForMs(gate: string): number {
    return (this.#gated.get(gate) ?? 0) - this.#steady();
  }

  #gate(sender: string, waitMs: number): void {
    this.#gated.delete(sender);
    this.#gated.set(sender, this.#steady() + waitMs);
    const [oldest] = this.#gated.keys();
    if (this.#gated.size > MAX_GATED && oldest !== undefined) this.#gated.delete(oldest);
  }
}

type Wait = {
  waitMs: number;
  /** Whether all senders of the network have to wait. */
  isOfNetwork: boolean;
  /** 1 when the try counts among all senders. */
  shared: number;
};

/** Says how long a sender's try has to wait, by its own tries, those of its network and those of all others. */
async function waitBefore(
  db: Transaction<Tables>,
  { sender, isKnownBrowser, account }: Sender,
  network: string | null,
  now: number,
): Promise<Wait> {
  const lately = triesUpTo(db, now);
  const ownPace = isKnownBrowser ? BROWSER : SENDER;
  const own = await newest(
    lately.where('sender', '=', sender).where('at', '>', now - OWN_WINDOW_MS),
    ownPace,
  );
  const ownMs = waitOf(own, ownPace, now);
  if (isKnownBrowser) return { waitMs: ownMs, isOfNetwork: false, shared: 0 };
  const counted = lately.where('shared', '=', 1);
  const near = counted.where('network', '=', network).where('at', '>', now - OWN_WINDOW_MS);
  const networkMs = network === null ? 0 : waitOf(await newest(near, NETWORK), NETWORK, now);
  // The first tries wait for no other network's: many networks could keep all moderators out otherwise.
  const isFirst = own.tries < MAX_SHARED_OF_ONE;
  const all = counted.where('at', '>', now - SHARED_WINDOW_MS);
  const sharedMs = isFirst
    ? 0
    : Math.max(
        waitOf(await newest(all.where('account', '=', account), ACCOUNT), ACCOUNT, now),
        waitOf(await newest(all, EVERYBODY), EVERYBODY, now),
      );
  return {
    waitMs: Math.max(ownMs, networkMs, sharedMs),
    isOfNetwork: networkMs > Math.max(ownMs, sharedMs),
    shared: isFirst ? 1 : 0,
  };
}

/** All tries but those of a clock that was wrong. */
function triesUpTo(db: Transaction<Tables>, now: number) {
  return db
    .selectFrom('sign_in_tries')
    .select('at')
    .where('at', '<=', now + SKEW_MS);
}

/** Counts tries no further than they make a difference. */
async function newest(tries: ReturnType<typeof triesUpTo>, { free }: Pace): Promise<Tries> {
  const rows = await tries
    .orderBy('at', 'desc')
    .limit(free + MAX_DOUBLINGS)
    .execute();
  return { tries: rows.length, last: rows[0]?.at ?? 0 };
}
