import type { CachedResponse } from './cached-response.ts';

/** One stored response. Times are in milliseconds of the cache's own clock. */
export type Entry = {
  response: CachedResponse;
  /** When it was last known to be right. */
  checkedAt: number;
  /** Something has changed since that it may show. */
  isMarked: boolean;
  /** When its bytes were made. */
  madeAt: number;
  /** Bytes that it counts for. */
  cost: number;
  /** It has been sent since the cache last looked for room. */
  isUsed: boolean;
};

/** A store of responses by path, bounded in bytes, which evicts by the clock algorithm: an entry in use gets a second chance. */
export class Storage {
  readonly #maxBytes: number;
  readonly #costOf: (path: string, response: CachedResponse) => number;
  /** The oldest first. An entry in use stays where it is: moving it for every request would make garbage. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number, costOf: (path: string, response: CachedResponse) => number) {
    this.#maxBytes = maxBytes;
    this.#costOf = costOf;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(path: string): Entry | undefined {
    return this.#entries.get(path);
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  [Symbol.iterator](): MapIterator<[string, Entry]> {
    return this.#entries[Symbol.iterator]();
  }

  /** Replaces what the path had. @returns whether there was room for it */
  set(path: string, response: CachedResponse, now: number): boolean {
    const before = this.#entries.get(path);
    this.delete(path);
    const cost = this.#costOf(path, response);
    if (cost > this.#maxBytes) return false;
    this.#makeRoom(this.#maxBytes - cost);
    const madeAt = before?.response === response ? before.madeAt : now;
    this.#entries.set(path, { response, checkedAt: now, isMarked: false, madeAt, cost, isUsed: false });
    this.#bytes += cost;
    return true;
  }

  /** Counts a response again that has been compressed once more since it was stored. */
  recount(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry) return;
    const cost = this.#costOf(path, entry.response);
    this.#bytes += cost - entry.cost;
    entry.cost = cost;
    this.#makeRoom(this.#maxBytes);
  }

  delete(path: string): void {
    const entry = this.#entries.get(path);
    if (!entry) return;
    this.#entries.delete(path);
    this.#bytes -= entry.cost;
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #makeRoom(maxBytes: number): void {
    for (const [path, entry] of this.#entries) {
      if (this.#bytes <= maxBytes) return;
      if (!entry.isUsed) {
        this.delete(path);
        continue;
      }
      entry.isUsed = false;
      this.#entries.delete(path);
      this.#entries.set(path, entry);
    }
  }
}
