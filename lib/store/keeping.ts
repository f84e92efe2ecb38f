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

export type KeptStore<Opened> = ReturnType<typeof keepStore<Opened>>;

/** Between two openings: doubled after each that fails. */
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 4000;
/** How long a use may take, unless its user says otherwise, and how long a look at the store. */
const PATIENCE_MS = 8000;
const LOOK_TIMEOUT_MS = 1000;
const READ_PATIENCE_MS = 2000;
const SAID_AGAIN_AFTER_MS = 60_000;
/** Between two checks of a store without errors: its file may have been taken away. */
const LOOK_EVERY_MS = 5000;
const WRITE_CHECK_EVERY_MS = 1000;

const STARTING: Fault = { kind: 'other', sentence: "The readers' store is being opened." };

export function keepStore<Opened>({ place, prepare, ...told }: KeepOptions<Opened>) {
  let current: { store: Store; opened: Opened } | undefined;
  let fault: Fault = STARTING;
  let pause = MIN_PAUSE_MS;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let looking: { store: Store; end: Promise<boolean> } | undefined;
  let writeCheck = { at: Number.NEGATIVE_INFINITY, end: Promise.resolve(false) };
  const said = new Map<string, number>();

  async function open(): Promise<void> {
    let store: Store | undefined;
    try {
      store = await openStore(place);
      const opened = await prepare(store);
      if (isClosed) return await store.close();
      const wasAway = fault !== STARTING;
      current = { store, opened };
      pause = MIN_PAUSE_MS;
      if (wasAway) told.onBack?.();
    } catch (error) {
      void store?.close().catch(() => undefined);
      lose(error);
    }
  }

  function lose(error: unknown): void {
    const before = fault;
    fault = faultOf(error, place);
    if (current || before === STARTING || before.sentence !== fault.sentence) told.onAway?.(fault);
    // Its connections may hang; what waits for them has been told already.
    void current?.store.close().catch(() => undefined);
    current = undefined;
    if (isClosed) return;
    timer = setTimeout(() => void open(), pause);
    timer.unref();
    pause = Math.min(2 * pause, MAX_PAUSE_MS);
  }

  /** Looks whether the store answers, and loses it when it does not. One look for all who ask meanwhile. */
  function look(store: Store): Promise<boolean> {
    if (looking?.store === store) return looking.end;
    const end = within(store.health(), LOOK_TIMEOUT_MS).then(
      () => true,
      (error: unknown) => {
        if (current?.store === store) lose(error);
        return false;
      },
    );
    looking = { store, end };
    void end.finally(() => {
      looking = undefined;
    });
    return end;
  }

  function report(error: unknown): Fault {
    const found = faultOf(error, place);
    const now = performance.now();
    if (now - (said.get(found.sentence) ?? Number.NEGATIVE_INFINITY) < SAID_AGAIN_AFTER_MS) return found;
    said.clear();
    said.set(found.sentence, now);
    told.onError?.(error, found);
    return found;
  }

  async function attempt<Result>(
    work: (opened: Opened) => Result | Promise<Result>,
    patienceMs: number,
    triesLeft: number,
  ): Promise<Result> {
    if (!current) throw new StoreAway(fault);
    const { store, opened } = current;
    try {
      const result = await within((async () => work(opened))(), patienceMs);
      if (!store.isInPlace()) throw new Error(OUT_OF_PLACE);
      return result;
    } catch (error) {
      const isThere = await look(store);
      if (isThere && triesLeft > 0) return attempt(work, patienceMs, triesLeft - 1);
      throw new StoreAway(isThere ? report(error) : fault, error);
    }
  }

  const first = open();
  const looks = setInterval(() => {
    if (current) void look(current.store);
  }, LOOK_EVERY_MS);
  looks.unref();
  /** Resolves when the first opening has ended, well or not, or has taken so long. */
  const tried = (patienceMs: number) => within(first, patienceMs).catch(() => undefined);

  return {
    tried,

    /**
     * Does something with the store, once.
     * @param work throws what the database says and nothing else
     * @throws StoreAway when the store cannot be used, at once when that is known
     */
    async use<Result>(work: (opened: Opened) => Result | Promise<Result>): Promise<Result> {
      if (fault === STARTING && !current) await tried(PATIENCE_MS);
      return attempt(work, PATIENCE_MS, 0);
    },

    /** The same for what only reads: it is given less time, and a connection that broke costs it nothing. */
    async read<Result>(work: (opened: Opened) => Result | Promise<Result>): Promise<Result> {
      if (fault === STARTING && !current) await tried(READ_PATIENCE_MS);
      return attempt(work, READ_PATIENCE_MS, 1);
    },

    /** Whether the store answers now. */
    async isThere(): Promise<boolean> {
      return current !== undefined && look(current.store);
    },

    /** Whether the store takes what is written to it now. The answer is shared for a second. */
    async takesWrites(): Promise<boolean> {
      const now = performance.now();
      if (now - writeCheck.at >= WRITE_CHECK_EVERY_MS) {
        const end = current ? within(current.store.checkWrites(), LOOK_TIMEOUT_MS) : Promise.reject();
        writeCheck = {
          at: now,
          end: end.then(
            () => true,
            () => false,
          ),
        };
      }
      return writeCheck.end;
    },

    async close(): Promise<void> {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(looks);
      await current?.store.close();
    },
  };
}

async function within<Result>(work: Promise<Result>, patienceMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout after ${patienceMs} ms`)), patienceMs);
  });
  // A late rejection has no listener left.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
