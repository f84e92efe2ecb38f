/** Who may have a page rendered next. The renderer works on few pages at a time; all other requests wait here. */

/** How a rendering is asked for. */
export type Turn = {
  /** Who asks, as `senderOf` names it. Senders share the renderer evenly. */
  sender?: string | undefined;
  /** A request that is aborted before its turn gives up its place. */
  signal?: AbortSignal | undefined;
  /** A page that readers are known to want goes before what was never rendered. */
  isWanted?: boolean | undefined;
};

/** Thrown at a request that the renderer has no room or no time for: an answer is 503, and worth another try. */
export class Overloaded extends Error {
  override name = 'Overloaded';
}

type Place = { sender: string; enter(): void };

/** Requests that wait, at most, of each of the two kinds. */
const MAX_WAITING = 100;
/** A page that has waited for so long would come too late. It is less than what a rendering may take in all. */
const MAX_WAIT_MS = 8_000;

/**
 * A bounded queue in two lanes that take turns: pages that are wanted, first come, first served, and all others, where
 * senders take turns. A sender may hold as many places as are free, so one alone gets half of them, and there is always
 * room for another.
 */
export class RenderQueue {
  #free: number;
  #wanted: Place[] = [];
  #senders = new Map<string, Place[]>();
  #others = 0;
  #isOthersTurn = false;

  /** @param concurrency how many pages may be rendered at a time */
  constructor(concurrency: number) {
    this.#free = concurrency;
  }

  /** Requests that wait. */
  get length(): number {
    return this.#wanted.length + this.#others;
  }

  /**
   * Waits for a turn.
   * @returns what ends the turn; calling it again changes nothing
   * @throws Overloaded when the queue is full or the turn does not come in time
   * @throws the signal's reason when it is aborted first
   */
  async enter({ sender = '', signal, isWanted = false }: Turn = {}): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(sender, signal, isWanted);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#pass();
    };
  }

  async #wait(sender: string, signal: AbortSignal | undefined, isWanted: boolean): Promise<void> {
    const lane = isWanted ? this.#wanted : (this.#senders.get(sender) ?? []);
    const room = MAX_WAITING - (isWanted ? this.#wanted.length : this.#others);
    if (room <= 0 || (!isWanted && lane.length >= room))
      throw new Overloaded('Too many pages are waiting to be rendered.');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place = { sender, enter: resolve };
    lane.push(place);
    if (!isWanted) {
      this.#senders.set(sender, lane);
      this.#others++;
    }
    const leave = (reason: unknown) => {
      if (this.#remove(place, isWanted)) reject(reason);
    };
    const late = setTimeout(() => leave(new Overloaded('The page has waited too long.')), MAX_WAIT_MS);
    const onAbort = () => leave(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** @returns false when the place has had its turn */
  #remove(place: Place, isWanted: boolean): boolean {
    const lane = isWanted ? this.#wanted : (this.#senders.get(place.sender) ?? []);
    const at = lane.indexOf(place);
    if (at < 0) return false;
    lane.splice(at, 1);
    if (isWanted) return true;
    this.#others--;
    if (lane.length === 0) this.#senders.delete(place.sender);
    return true;
  }

  /** Gives the turn that has ended to the next, or back. */
  #pass(): void {
    const next = this.#next();
    if (next) next.enter();
    else this.#free++;
  }

  #next(): Place | undefined {
    const isOthersTurn = this.#others > 0 && (this.#isOthersTurn || this.#wanted.length === 0);
    this.#isOthersTurn = !isOthersTurn;
    if (!isOthersTurn) return this.#wanted.shift();
    const [first] = this.#senders;
    if (!first) throw new Error('The queue counts requests that do not wait.');
    const [sender, lane] = first;
    const place = lane.shift();
    this.#others--;
    // The sender goes behind all others.
    this.#senders.delete(sender);
    if (lane.length > 0) this.#senders.set(sender, lane);
    return place;
  }
}
