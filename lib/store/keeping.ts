import { BroadcastChannel } from 'node:worker_threads';
import { type Fault, faultOf } from './fault.ts';
import { OUT_OF_PLACE, openStore, type Store, type StoreOptions } from './opening.ts';

/**
 * A store that may be away: locked, damaged, on a full disk, or on a server that restarts. The site runs without it. It
 * is opened behind its users and opened again when it is lost, after pauses that grow.
 */

/** Thrown at a user of the store when it cannot be used now. Nothing that was to be written has been acknowledged. */
export class StoreAway extends Error {
  override name = 'StoreAway';
  readonly fault: Fault;
  /** The database may have done what it was asked for: it was cut off before it answered. */
  readonly isOutcomeUnknown: boolean;

  constructor(fault: Fault, { cause, isOutcomeUnknown = false }: AwayOptions = {}) {
    super(fault.sentence, { cause });
    this.fault = fault;
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

type AwayOptions = { cause?: unknown; isOutcomeUnknown?: boolean };

export type KeepOptions<Opened> = {
  place: StoreOptions;
  /** Opens what uses the store. */
  prepare(store: Store): Promise<Opened>;
  /** Told once when the store is lost or cannot be opened. */
  onAway?(fault: Fault): void;
  /** Told when it is there again. */
  onBack?(): void;
  /** Told of what failed while the store as such was there; of the same fault once a minute. */
  onError?(error: unknown, fault: Fault): void;
};

/** Between two openings: doubled after each that fails. */
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 4000;
/** A damaged file is read to its end before it is used again: that may take long, and this much longer is the pause. */
const PAUSE_PER_OPENING = 10;
/** PostgreSQL gives up a statement earlier, so that the outcome of what writes is known. */
const USE_TIMEOUT_MS = 8000;
const STATEMENT_TIMEOUT_MS = 6000;
/** Of what only reads, with everything that is tried for it. Its page is made without the store after that. */
const READ_TIMEOUT_MS = 900;
/** For so long after the process has started, reads wait for the first opening. */
const START_TIMEOUT_MS = 3000;
/** After a read that took too long the next ones fail at once, until it is tried again behind them. */
const READ_PAUSE_MS = 3000;
const HEALTH_TIMEOUT_MS = 1000;
/** A migration of large tables takes seconds. */
const OPEN_TIMEOUT_MS = 60_000;
/** After a deadlock, of which nothing was written. */
const MAX_RETRIES = 2;
/** After a connection that broke. */
const MAX_READ_RETRIES = 1;
/** The same fault is reported once in this time. */
const REPORT_INTERVAL_MS = 60_000;
/** Between two checks of a store without errors: its file may have been taken away. */
const CHECK_INTERVAL_MS = 5000;
/** The answer of a write check is shared for this long. */
const WRITE_CHECK_TTL_MS = 1000;

const STARTING: Fault = { kind: 'other', sentence: "The readers' store is being opened." };

type Work<Opened, Result> = (opened: Opened) => Result | Promise<Result>;

export function keepStore<Opened>(options: KeepOptions<Opened>): KeptStore<Opened> {
  return new KeptStore(options);
}

export class KeptStore<Opened> {
  readonly #options: KeepOptions<Opened>;
  readonly #firstOpening: Promise<void>;
  readonly #startUntil = performance.now() + START_TIMEOUT_MS;
  readonly #checks: NodeJS.Timeout;
  /** When each fault was last reported, by its sentence. */
  readonly #reported = new Map<string, number>();
  readonly #alarm = new BroadcastChannel('newsroom-store-damage');
  #current: { store: Store; opened: Opened } | undefined;
  #fault: Fault = STARTING;
  #pauseMs = MIN_PAUSE_MS;
  /** How long the last look at a damaged file took. */
  #openingMs = 0;
  #reopening: NodeJS.Timeout | undefined;
  #checking: { store: Store; end: Promise<boolean> } | undefined;
  #writeCheck = { at: Number.NEGATIVE_INFINITY, end: Promise.resolve(false) };
  #slow: { fault: Fault; retry: NodeJS.Timeout } | undefined;
  #wasThere = false;
  #isClosed = false;

  constructor(options: KeepOptions<Opened>) {
    this.#options = options;
    // What one thread or process of a file has in memory hides damage that another has met.
    this.#alarm.onmessage = ({ data }) => this.#onAlarm(data);
    this.#alarm.unref();
    this.#firstOpening = this.#open();
    this.#checks = setInterval(() => {
      if (this.#current) void this.#check(this.#current.store);
    }, CHECK_INTERVAL_MS).unref();
  }

  /** Resolves when the first opening has ended, well or not, or has taken so long. */
  tried(timeoutMs: number): Promise<void> {
    return within(this.#firstOpening, timeoutMs).catch(() => undefined);
  }

  /**
   * Does something with the store, once.
   * @param work throws what the database says and nothing else
   * @throws StoreAway when the store cannot be used, at once when that is known
   */
  async use<Result>(work: Work<Opened, Result>): Promise<Result> {
    if (this.#isStarting()) await this.tried(USE_TIMEOUT_MS);
    for (let retries = 0; ; retries++) {
      try {
        return await this.#attempt(work, USE_TIMEOUT_MS);
      } catch (error) {
        if (error instanceof StoreAway) throw error;
        const isThere = await this.#isStillThere();
        if (isRolledBack(error) && isThere && retries < MAX_RETRIES) continue;
        throw this.#away(error, isThere);
      }
    }
  }

  /** The same for what only reads: it is given less time, and a connection that broke costs it nothing. */
  async read<Result>(work: Work<Opened, Result>, timeoutMs = READ_TIMEOUT_MS): Promise<Result> {
    if (this.#isStarting()) await this.tried(this.#startUntil - performance.now());
    const deadline = performance.now() + timeoutMs;
    if (this.#slow) throw new StoreAway(this.#slow.fault);
    for (let retries = 0; ; retries++) {
      try {
        return await this.#attempt(work, deadline - performance.now());
      } catch (error) {
        if (error instanceof StoreAway) throw error;
        if (error instanceof TooLate) throw this.#slowDown(error, work);
        const check = within(this.#isStillThere(), deadline - performance.now());
        const isThere = await check.catch(() => false);
        if (!isThere || retries === MAX_READ_RETRIES) throw this.#away(error, isThere);
      }
    }
  }

  /** Whether the store answers now. */
  async isThere(): Promise<boolean> {
    return this.#current !== undefined && this.#check(this.#current.store);
  }

  /** Whether the store takes what is written to it now. The answer is shared for a second. */
  async takesWrites(): Promise<boolean> {
    const now = performance.now();
    if (now - this.#writeCheck.at >= WRITE_CHECK_TTL_MS) {
      const store = this.#current?.store;
      const check = store ? within(store.checkWrites(), HEALTH_TIMEOUT_MS) : Promise.reject();
      const end = check.then(
        () => true,
        () => false,
      );
      this.#writeCheck = { at: now, end };
    }
    return this.#writeCheck.end;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#reopening);
    clearInterval(this.#checks);
    this.#endPause();
    this.#alarm.close();
    await this.#current?.store.close();
  }

  #isStarting(): boolean {
    return this.#fault === STARTING && !this.#current;
  }

  async #open(): Promise<void> {
    let store: Store | undefined;
    const started = performance.now();
    this.#openingMs = 0;
    try {
      const { place } = this.#options;
      const isSuspect = this.#fault.kind === 'damaged';
      const opening = openStore({
        ...place,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        isSuspect,
        wasThere: this.#wasThere,
      });
      // A database that says nothing any more would keep the next opening from being tried.
      store = await within(opening, OPEN_TIMEOUT_MS).catch((error: unknown) => {
        void opening.then((late) => late.close()).catch(() => undefined);
        throw error;
      });
      const opened = await this.#options.prepare(store);
      if (this.#isClosed) return await store.close();
      const wasAway = this.#fault !== STARTING;
      this.#current = { store, opened };
      this.#wasThere = true;
      this.#endPause();
      this.#pauseMs = MIN_PAUSE_MS;
      if (wasAway) this.#options.onBack?.();
    } catch (error) {
      void store?.close().catch(() => undefined);
      if (faultOf(error, this.#options.place).kind === 'damaged')
        this.#openingMs = performance.now() - started;
      this.#lose(error);
    }
  }

  #lose(error: unknown): void {
    const before = this.#fault;
    this.#fault = faultOf(error, this.#options.place);
    const isNew = this.#current || before === STARTING || before.sentence !== this.#fault.sentence;
    if (isNew) this.#options.onAway?.(this.#fault);
    // Its connections may hang; what waits for them has been told already.
    void this.#current?.store.close().catch(() => undefined);
    this.#current = undefined;
    if (this.#isClosed) return;
    const pauseMs = Math.max(this.#pauseMs, PAUSE_PER_OPENING * this.#openingMs);
    this.#reopening = setTimeout(() => void this.#open(), pauseMs).unref();
    this.#pauseMs = Math.min(2 * this.#pauseMs, MAX_PAUSE_MS);
  }

  #onAlarm(dataDir: unknown): void {
    if (this.#isClosed || dataDir !== this.#options.place.dataDir || !this.#current) return;
    this.#lose(Object.assign(new Error('another thread has found it damaged'), { errcode: SQLITE_CORRUPT }));
  }

  #tellOfDamage(): void {
    const { dataDir, databaseUrl } = this.#options.place;
    if (databaseUrl === undefined && !this.#isClosed) this.#alarm.postMessage(dataDir);
  }

  /** Checks whether the store answers, and loses it when it does not. One check for all who ask meanwhile. */
  #check(store: Store): Promise<boolean> {
    if (this.#checking?.store === store) return this.#checking.end;
    const end = within(store.health(), HEALTH_TIMEOUT_MS).then(
      () => true,
      (error: unknown) => {
        if (this.#current?.store === store) this.#lose(error);
        return false;
      },
    );
    this.#checking = { store, end };
    void end.finally(() => {
      this.#checking = undefined;
    });
    return end;
  }

  /** @throws StoreAway when the store is not there or its file is damaged, or what the work throws */
  async #attempt<Result>(work: Work<Opened, Result>, timeoutMs: number): Promise<Result> {
    if (!this.#current) throw new StoreAway(this.#fault);
    const { store, opened } = this.#current;
    try {
      const result = await within((async () => work(opened))(), timeoutMs);
      if (!store.isInPlace()) throw new Error(OUT_OF_PLACE);
      return result;
    } catch (error) {
      if (faultOf(error, this.#options.place).kind !== 'damaged') throw error;
      this.#tellOfDamage();
      if (this.#current?.store === store) this.#lose(error);
      throw new StoreAway(this.#fault, { cause: error });
    }
  }

  async #isStillThere(): Promise<boolean> {
    return this.#current !== undefined && this.#check(this.#current.store);
  }

  #away(error: unknown, isThere: boolean): StoreAway {
    const fault = isThere ? this.#report(error) : this.#fault;
    return new StoreAway(fault, {
      cause: error,
      isOutcomeUnknown: error instanceof TooLate || isCutOff(error),
    });
  }

  /** Lets reads fail at once, until the one that took too long is done, or is done in time when it is tried again. */
  #slowDown<Result>(error: TooLate, work: Work<Opened, Result>): StoreAway {
    const fault = faultOf(error, this.#options.place);
    this.#endPause();
    const slow = { fault, retry: setTimeout(() => void this.#tryAgain(work), READ_PAUSE_MS).unref() };
    this.#slow = slow;
    error.work.then(
      () => this.#slow === slow && this.#endPause(),
      () => undefined,
    );
    // No reader waits for this check: it tells a store that is slow from one that is away.
    void this.#isStillThere().then((isThere) => isThere && this.#report(error));
    return new StoreAway(fault, { cause: error, isOutcomeUnknown: true });
  }

  async #tryAgain<Result>(work: Work<Opened, Result>): Promise<void> {
    try {
      await this.#attempt(work, READ_TIMEOUT_MS);
      this.#endPause();
    } catch (error) {
      if (error instanceof TooLate) this.#slowDown(error, work);
      else this.#endPause();
    }
  }

  #endPause(): void {
    clearTimeout(this.#slow?.retry);
    this.#slow = undefined;
  }

  #report(error: unknown): Fault {
    const found = faultOf(error, this.#options.place);
    const now = performance.now();
    const last = this.#reported.get(found.sentence) ?? Number.NEGATIVE_INFINITY;
    if (now - last < REPORT_INTERVAL_MS) return found;
    this.#reported.clear();
    this.#reported.set(found.sentence, now);
    this.#options.onError?.(error, found);
    return found;
  }
}

const SQLITE_CORRUPT = 11;

class TooLate extends Error {
  override name = 'TooLate';
  /** What may still be done. */
  readonly work: Promise<unknown>;

  constructor(timeoutMs: number, work: Promise<unknown>) {
    super(`timeout after ${Math.round(timeoutMs)} ms`);
    this.work = work;
  }
}

/** Whether PostgreSQL gave a transaction up for another one: a deadlock, or one that cannot be put in a row. */
function isRolledBack(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
}

/** Whether a connection to PostgreSQL ended before its answer came. */
function isCutOff(error: unknown): boolean {
  const text = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '';
  // Kysely's ROLLBACK on a client that has lost its connection hides the first error behind one of its own.
  return /terminated|not queryable|connection error|ECONNRESET|EPIPE|57P/i.test(text);
}

/** Between two looks at the time. */
const TICK_MS = 100;

/**
 * Waits for work, and gives up after a time. What this thread spends elsewhere does not count: the answer may be there
 * and not read yet.
 */
async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const wait = (leftMs: number) => {
      if (leftMs <= 0) return reject(new TooLate(timeoutMs, work));
      const stepMs = Math.min(TICK_MS, leftMs);
      timer = setTimeout(wait, stepMs, leftMs - stepMs);
    };
    wait(timeoutMs);
  });
  // A late rejection has no listener left.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
