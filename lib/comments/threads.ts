import type { State } from '../store.ts';

/** Comments as threads. Pure. */

/** A comment as its author and the moderators see it, in whatever state it is. */
export type Written = {
  id: string;
  slug: string;
  at: Date;
  name: string;
  text: string;
  html: string;
  state: State;
};

/** A comment as readers see it. `html` and `name` are undefined for one that is gone while replies to it stay. */
export type Shown = {
  id: string;
  slug: string;
  parent: string | undefined;
  at: Date;
  edited: Date | undefined;
  name: string | undefined;
  html: string | undefined;
};

/** A comment with its replies, the oldest first. `repliesTo` is the name of whom it answers where that does not show. */
export type Thread = Shown & { replies: Thread[]; repliesTo?: string | undefined };

/** So deep are threads; what answers deeper stands at this level in the order of time. */
const DEEPEST = 3;

/**
 * @param comments of whole threads, in the order of time
 * @param roots ids of the first comments, in the order in which they are to stand
 */
export function toThreads(comments: readonly Shown[], roots: readonly string[]): Thread[] {
  const placed = new Map<string, { thread: Thread; depth: number; above: Thread | undefined }>();
  for (const comment of comments) {
    const thread: Thread = { ...comment, replies: [] };
    const answered = comment.parent === undefined ? undefined : placed.get(comment.parent);
    if (!answered) {
      placed.set(comment.id, { thread, depth: 1, above: undefined });
      continue;
    }
    const isDeep = answered.depth >= DEEPEST;
    const above = isDeep ? answered.above : answered.thread;
    if (isDeep) thread.repliesTo = answered.thread.name;
    above?.replies.push(thread);
    placed.set(comment.id, { thread, depth: Math.min(DEEPEST, answered.depth + 1), above });
  }
  return withoutTheGone(roots.flatMap((id) => placed.get(id)?.thread ?? []));
}

/** What is gone leaves a gap only where replies to it stay. */
function withoutTheGone(threads: Thread[]): Thread[] {
  return threads
    .map((thread) => ({ ...thread, replies: withoutTheGone(thread.replies) }))
    .filter(({ html, replies }) => html !== undefined || replies.length > 0);
}
