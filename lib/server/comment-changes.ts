import type { Comments } from '../comments.ts';
import { type KeptStore, StoreAway } from '../store.ts';
import { parsePath, urls } from '../urls.ts';
import type { PageCache } from './page-cache.ts';

export type CommentChangesOptions = {
  readers: Pick<KeptStore<{ comments: Comments }>, 'read'>;
  pageCache: Pick<PageCache, 'markStale'>;
  clock: () => Date;
  onError(error: unknown): void;
};

/** Other processes on the same store change comments too. */
const POLL_INTERVAL_MS = 500;
/** How far back is asked for changes: clocks of machines differ, and a transaction ends after it began. */
const OVERLAP_MS = 10_000;

/** Marks the pages stale that show a comment which has come, changed or gone, by whatever process. */
export class CommentChanges {
  readonly #options: CommentChangesOptions;
  /** Changes that the page cache has been told of, by their marks, with the time when each was seen. */
  readonly #told = new Map<string, number>();
  readonly #polling: NodeJS.Timeout;

  constructor(options: CommentChangesOptions) {
    this.#options = options;
    this.#polling = setInterval(() => this.poll(), POLL_INTERVAL_MS);
  }

  /** Asks the store at once. */
  poll(): void {
    void this.#poll();
  }

  stop(): void {
    clearInterval(this.#polling);
  }

  async #poll(): Promise<void> {
    const { readers, pageCache, clock, onError } = this.#options;
    try {
      const now = clock().getTime();
      const since = new Date(now - OVERLAP_MS);
      const changes = await readers.read(({ comments }) => comments.changedSince(since));
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
      // While the store is away nothing changes in it, and that it is away has been said.
      if (!(error instanceof StoreAway)) onError(error);
    }
  }
}
