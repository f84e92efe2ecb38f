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

  constructor(fault: Fault, cause?: unknown) {
    super(fault.sentence, { cause });
    this.fault = fault;
  }
}

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
/** Of what writes, and of what only reads. */
const USE_TIMEOUT_MS = 8000;
const READ_TIMEOUT_MS = 2000;
const HEALTH_TIMEOUT_MS = 1000;
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
  readonly #checks: NodeJS.Timeout;
  /** When each fault was last reported, by its sentence. */
  readonly #reported = new Map<string, number>();
  #current: { store: Store; opened: Opened } | undefined;
  #fault: Fault = STARTING;
  #pauseMs = MIN_PAUSE_MS;
  #reopening: NodeJS.Timeout | undefined;
  #checking: { store: Store; end: Promise<boolean> } | undefined;
  #writeCheck = { at: Number.NEGATIVE_INFINITY, end: Promise.resolve(false) };
  #isClosed = false;

  constructor(options: KeepOptions<Opened>) {
    this.#options = options;
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
    return this.#attempt(work, USE_TIMEOUT_MS, 0);
  }

  /** The same for what only reads: it is given less time, and a connection that broke costs it nothing. */
  async read<Result>(work: Work<Opened, Result>): Promise<Result> {
    if (this.#isStarting()) await this.tried(READ_TIMEOUT_MS);
    return this.#attempt(work, READ_TIMEOUT_MS, 1);
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
    await this.#current?.store.close();
  }

  #isStarting(): boolean {
    return this.#fault === STARTING && !this.#current;
  }

  async #open(): Promise<void> {
    let store: Store | undefined;
    try {
      store = await openStore(this.#options.place);
      const opened = await this.#options.prepare(store);
      if (this.#isClosed) return await store.close();
      const wasAway = this.#fault !== STARTING;
      this.#current = { store, opened };
      this.#pauseMs = MIN_PAUSE_MS;
      if (wasAway) this.#options.onBack?.();
    } catch (error) {
      void store?.close().catch(() => undefined);
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
    this.#reopening = setTimeout(() => void this.#open(), this.#pauseMs).unref();
    this.#pauseMs = Math.min(2 * this.#pauseMs, MAX_PAUSE_MS);
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

  async #attempt<Result>(work: Work<Opened, Result>, timeoutMs: number, triesLeft: number): Promise<Result> {
    if (!this.#current) throw new StoreAway(this.#fault);
    const { store, opened } = this.#current;
    try {
      const result = await within((async () => work(opened))(), timeoutMs);
      if (!store.isInPlace()) throw new Error(OUT_OF_PLACE);
      return result;
    } catch (error) {
      const isThere = await this.#check(store);
      if (isThere && triesLeft > 0) return this.#attempt(work, timeoutMs, triesLeft - 1);
      throw new StoreAway(isThere ? this.#report(error) : this.#fault, error);
    }
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

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout after ${timeoutMs} ms`)), timeoutMs);
  });
  // A late rejection has no listener left.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
