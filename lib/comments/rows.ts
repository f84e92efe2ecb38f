import type { Kysely } from 'kysely';
import type { State, Tables } from '../store.ts';
import { toHtml } from './text.ts';
import type { Shown } from './threads.ts';

/** Comments as the store has them, and what readers see of each. */

/** Comments with their newest verdict. */
export function withState(db: Kysely<Tables>) {
  return db
    .selectFrom('comments')
    .innerJoin('verdicts', (join) =>
      join.onRef('verdicts.comment', '=', 'comments.id').on('verdicts.newest', '=', 1),
    );
}

export const SHOWN = [
  'comments.id',
  'comments.slug',
  'comments.parent',
  'comments.root',
  'comments.at',
  'comments.edited',
  'comments.name',
  'comments.text',
  'verdicts.state',
] as const;

/** A comment with its state, as it is read with `SHOWN`. */
export type StatedRow = {
  id: string;
  slug: string;
  parent: string | null;
  root: string;
  at: number;
  edited: number | null;
  name: string;
  text: string;
  state: State;
};

export function toShown({ id, slug, parent, at, edited, name, text, state }: StatedRow): Shown {
  const isThere = state === 'published';
  return {
    id,
    slug,
    parent: parent ?? undefined,
    at: new Date(at),
    edited: isThere && edited !== null ? new Date(edited) : undefined,
    name: isThere ? name : undefined,
    html: isThere ? toHtml(text) : undefined,
  };
}
