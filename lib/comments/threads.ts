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

/** A comment with its replies, the oldest first. */
export type Thread = Shown & {
  replies: Thread[];
  /** The name of the reader whom it answers where that does not show. */
  repliesTo?: string | undefined;
  /** How many replies to the first comment of a thread stand on pages of their own. */
  more?: number;
};

/** The deepest level of a thread; deeper answers are at this level, in the order of time. */
const MAX_DEPTH = 3;

type Placed = { thread: Thread; depth: number; above: Thread | undefined };
type Rooted = Shown & { root: string };

/**
 * @param comments of threads, each with the first of its thread. What answers a comment that is not among them answers
 * the first.
 * @param roots ids of the first comments, in the order in which they are to stand
 */
export function toThreads(comments: readonly Rooted[], roots: readonly string[]): Thread[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  const placed = new Map<string, Placed>();

  /** Puts a comment under the one that it answers, which may come later: clocks are set back. */
  function place({ root, ...comment }: Rooted): Placed {
    const known = placed.get(comment.id);
    if (known) return known;
    const thread: Thread = { ...comment, replies: [] };
    const answered = comment.id === root ? undefined : (byId.get(comment.parent ?? root) ?? byId.get(root));
    const made: Placed = { thread, depth: 1, above: undefined };
    placed.set(comment.id, made);
    if (!answered) return made;
    const parent = place(answered);
    const isDeep = parent.depth >= MAX_DEPTH;
    made.above = isDeep ? parent.above : parent.thread;
    made.depth = Math.min(MAX_DEPTH, parent.depth + 1);
    if (isDeep) thread.repliesTo = parent.thread.name;
    made.above?.replies.push(thread);
    return made;
  }

  for (const comment of comments) place(comment);
  return withoutTheGone(roots.flatMap((id) => placed.get(id)?.thread ?? []));
}

/** What is gone leaves a gap only where replies to it stay. */
function withoutTheGone(threads: Thread[]): Thread[] {
  return threads
    .map((thread) => ({ ...thread, replies: withoutTheGone(thread.replies) }))
    .filter(({ html, replies, more = 0 }) => html !== undefined || replies.length > 0 || more > 0);
}

/** How many comments of the threads can be read, those that answer others too. */
export function countShown(threads: readonly Thread[]): number {
  return threads.reduce(
    (sum, { html, replies }) => sum + (html === undefined ? 0 : 1) + countShown(replies),
    0,
  );
}
