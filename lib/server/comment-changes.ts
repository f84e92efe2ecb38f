import type { Comments } from '../comments.ts';
import { type KeptStore, StoreAway } from '../store.ts';
import { parsePath, urls } from '../urls.ts';
import type { PageCache } from './page-cache.ts';

/** Empties in the pageCache what shows a comment that has come, changed or gone, by whatever process. */

export type CommentChangesOptions = {
  readers: Pick<KeptStore<{ comments: Comments }>, 'read'>;
  pageCache: Pick<PageCache, 'markStale'>;
  clock: () => Date;
  onError(error: unknown): void;
};

/** Other processes on the same store change comments too. Milliseconds. */
const INTERVAL = 500;
/** How far back is asked for changes: clocks of machines differ, and a transaction ends after it began. Milliseconds. */
const OVERLAP = 10_000;

export function followReplies({ readers, pageCache, clock, onError }: CommentChangesOptions) {
  /** Changes that the pageCache has been told of, by their marks, with the time when each was seen. */
  const told = new Map<string, number>();

  async function look(): Promise<void> {
    try {
      const now = clock().getTime();
      const changes = await readers.read(({ comments }) => comments.changedSince(new Date(now - OVERLAP)));
      const slugs = new Set(changes.flatMap(({ slug, mark }) => (told.has(mark) ? [] : [slug])));
      for (const { mark } of changes) told.set(mark, now);
      for (const [mark, seen] of told) if (now - seen > 2 * OVERLAP) told.delete(mark);
      if (slugs.size === 0) return;
      pageCache.markStale((path) => {
        const address = parsePath(path);
        const isOfArticle = address?.kind === 'article' || address?.kind === 'comments';
        return path === urls.repliesFeed() || (isOfArticle && slugs.has(address.slug));
      });
    } catch (error) {
      // While the store is away nothing changes in it, and that it is away has been said.
      if (!(error instanceof StoreAway)) onError(error);
    }
  }

  const interval = setInterval(() => void look(), INTERVAL);
  return {
    /** Looks at once. */
    look: () => void look(),
    stop: () => clearInterval(interval),
  };
}
