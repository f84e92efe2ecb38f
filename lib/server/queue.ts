/** Who comes next where few are served at a time, such as by the renderer; all other requests wait here. */

/** How a turn is asked for. */
export type Turn = {
  /** Who asks, as `senderOf` names it. Senders take turns. */
  sender?: string | undefined;
  /** Others who ask for the same page while it waits. */
  joining?: Joining | undefined;
  /** A request that is aborted before its turn gives up its place. */
  signal?: AbortSignal | undefined;
  /** A page that readers are known to want goes before what was never rendered. */
  isWanted?: boolean | undefined;
};

/**
 * Those who ask for a page for which another has asked already. It comes when it is the turn of any of them: a page that
 * many want does not wait in the line of one who asks for everything.
 */
export class Joining {
  readonly #senders = new Set<string>();
  #listener: ((sender: string) => void) | undefined;

  add(sender: string): void {
    if (this.#senders.has(sender)) return;
    this.#senders.add(sender);
    this.#listener?.(sender);
  }

  /** @param listener told of all who have joined and will; it takes the place of another */
  listen(listener: (sender: string) => void): void {
    this.#listener = listener;
    for (const sender of this.#senders) listener(sender);
  }
}

/** Thrown at a request that there is no room or no time for: an answer is 503, and worth another try. */
export class Overloaded extends Error {
  override name = 'Overloaded';
}

type Place = { senders: Set<string>; hasLeft: boolean; enter(): void };

export type QueueLimits = {
  /** Requests that are served at a time. */
  concurrency: number;
  /** Requests that wait, at most, of each of the two kinds. */
  maxWaiting: number;
  /** What has waited for so long would come too late. */
  maxWaitMs: number;
};

/** Requests that wait, by sender. Senders take turns, and each comes in the order of its requests. */
class Lane {
  readonly #bySender = new Map<string, Place[]>();
  readonly #maxWaiting: number;
  #length = 0;

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * A sender may hold as many places as are free, so one alone gets half of them, and there is always room for another.
   * @returns whether there was room
   */
  add(place: Place, sender: string): boolean {
    const room = this.#maxWaiting - this.#length;
    if (room <= 0 || (this.#bySender.get(sender)?.length ?? 0) >= room) return false;
    this.#length++;
    this.join(place, sender);
    return true;
  }

  /** Lets a place that waits come with another sender's turn as well. */
  join(place: Place, sender: string): void {
    if (place.hasLeft || place.senders.has(sender)) return;
    place.senders.add(sender);
    const places = this.#bySender.get(sender);
    if (places) places.push(place);
    else this.#bySender.set(sender, [place]);
  }

  /** @returns false when the place is not here any more */
  remove(place: Place): boolean {
    if (place.hasLeft) return false;
    place.hasLeft = true;
    this.#length--;
    for (const sender of place.senders) {
      const places = this.#bySender.get(sender) ?? [];
      places.splice(places.indexOf(place), 1);
      if (places.length === 0) this.#bySender.delete(sender);
    }
    return true;
  }

  /** Takes the first place of the sender whose turn it is. */
  shift(): Place | undefined {
    const [first] = this.#bySender;
    if (!first) return undefined;
    const [sender, places] = first;
    const [place] = places;
    if (!place) throw new Error('A sender waits in the queue for nothing.');
    this.remove(place);
    // The sender goes behind all others.
    this.#bySender.delete(sender);
    if (places.length > 0) this.#bySender.set(sender, places);
    return place;
  }
}

/** A bounded queue in two lanes that take turns: what readers are known to want, and all else. */
export class TurnQueue {
  readonly #wanted: Lane;
  readonly #others: Lane;
  readonly #maxWaitMs: number;
  #free: number;
  #isOthersTurn = false;

  constructor({ concurrency, maxWaiting, maxWaitMs }: QueueLimits) {
    this.#wanted = new Lane(maxWaiting);
    this.#others = new Lane(maxWaiting);
    this.#maxWaitMs = maxWaitMs;
    this.#free = concurrency;
  }

  /** Requests that wait. */
  get length(): number {
    return this.#wanted.length + this.#others.length;
  }

  /**
   * Waits for a turn.
   * @returns what ends the turn; calling it again changes nothing
   * @throws Overloaded when the queue is full or the turn does not come in time
   * @throws the signal's reason when it is aborted first
   */
  async enter(turn: Turn = {}): Promise<() => void> {
    turn.signal?.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(turn);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#pass();
    };
  }

  async #wait({ sender = '', joining, signal, isWanted = false }: Turn): Promise<void> {
    const lane = isWanted ? this.#wanted : this.#others;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const place: Place = { senders: new Set(), hasLeft: false, enter: resolve };
    if (!lane.add(place, sender)) throw new Overloaded('Too many requests are waiting.');
    joining?.listen((other) => lane.join(place, other));
    const leave = (reason: unknown) => {
      if (lane.remove(place)) reject(reason);
    };
    const late = setTimeout(() => leave(new Overloaded('The request has waited too long.')), this.#maxWaitMs);
    const onAbort = () => leave(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', onAbort);
      joining?.listen(() => undefined);
    }
  }

  /** Gives the turn that has ended to the next, or back. */
  #pass(): void {
    const next = this.#next();
    if (next) next.enter();
    else this.#free++;
  }

  #next(): Place | undefined {
    const isOthersTurn = this.#others.length > 0 && (this.#isOthersTurn || this.#wanted.length === 0);
    this.#isOthersTurn = !isOthersTurn;
    return (isOthersTurn ? this.#others : this.#wanted).shift();
  }
}
