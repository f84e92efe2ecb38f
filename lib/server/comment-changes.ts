import { StoreAway } from '../store.ts';
import { parsePath, urls } from '../urls.ts';
import type { PageCache } from './page-cache.ts';

export type CommentChangesOptions = {
  /** Asks the store, as `Comments.changedSince` does. @throws StoreAway */
  changedSince(since: Date): Promise<{ slug: string; mark: string }[]>;
  pageCache: Pick<PageCache, 'markStale'>;
  clock: () => Date;
  onError(error: unknown): void;
};

/** Other processes on the same store change comments too. */
const POLL_INTERVAL_MS = 500;
/** How far back is asked for changes: clocks of machines differ, and a transaction ends after it began. */
const OVERLAP_MS = 10_000;
/** A form waits no longer for its change to be seen. */
const MAX_WAIT_MS = 1000;

/** Marks the pages stale that show a comment which has come, changed or gone, by whatever process. */
export class CommentChanges {
  readonly #options: CommentChangesOptions;
  /** Changes that the page cache has been told of, by their marks, with the time when each was seen. */
  readonly #told = new Map<string, number>();
  readonly #interval: NodeJS.Timeout;
  /** When the store last told of its changes. */
  #upTo: number;
  #polling: Promise<void> | undefined;
  /** The poll after the one that is under way, for all who ask meanwhile. */
  #next: Promise<void> | undefined;

  constructor(options: CommentChangesOptions) {
    this.#options = options;
    this.#upTo = options.clock().getTime();
    this.#interval = setInterval(() => this.#polling ?? this.#start(), POLL_INTERVAL_MS);
  }

  /**
   * Asks the store at once.
   * @returns a promise that resolves when the pages that show what has changed before are stale, or after a second
   */
  async poll(): Promise<void> {
    if (this.#polling) this.#next ??= this.#polling.then(() => this.#start());
    const polled = this.#next ?? this.#start();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MAX_WAIT_MS);
    });
    await Promise.race([polled, late]);
    clearTimeout(timer);
  }

  stop(): void {
    clearInterval(this.#interval);
  }

  #start(): Promise<void> {
    this.#next = undefined;
    this.#polling = this.#ask().finally(() => {
      this.#polling = undefined;
    });
    return this.#polling;
  }

  async #ask(): Promise<void> {
    const { changedSince, pageCache, clock, onError } = this.#options;
    try {
      const now = clock().getTime();
      // While the store was away or slow, other processes may have changed what is there now.
      const since = new Date(Math.min(this.#upTo, now) - OVERLAP_MS);
      const changes = await changedSince(since);
      this.#upTo = now;
      const slugs = new Set(changes.flatMap(({ slug, mark }) => (this.#told.has(mark) ? [] : [slug])));
      for (const { mark } of changes) this.#told.set(mark, now);
      for (const [mark, seen] of this.#told) if (now - seen > 2 * OVERLAP_MS) this.#told.delete(mark);
      if (slugs.size === 0) return;
      pageCache.markStale((path) => {
        const address = parsePath(path);
        const isOfArticle = address?.kind === 'article' || address?.kind === 'comments';
        return path === urls.commentsFeed() || (isOfArticle && slugs.has(address.slug));
      });
    } catch (error) {
      // That the store is away has been said.
      if (!(error instanceof StoreAway)) onError(error);
    }
  }
}
