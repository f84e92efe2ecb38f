import type { ExpressionBuilder, Kysely } from 'kysely';
import type { State, Tables } from '../store.ts';
import { toHtml } from './text.ts';
import { type Shown, type Thread, toThreads } from './threads.ts';
import { isId } from './tokens.ts';

/** What readers see: published comments, and no trace of others. */

export type Order = 'newest' | 'oldest';

/** One page of an article's threads. `number` and `pages` count from 1; `total` is of comments. */
export type ThreadPage = { threads: Thread[]; number: number; pages: number; total: number };

/** Threads on a page. */
export const THREADS = 50;

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

export type StatedRow = {
  id: string;
  slug: string;
  parent: string | null;
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

/** Whether readers see a comment or have seen it. */
function wasPublished({ exists, selectFrom }: ExpressionBuilder<Tables, 'comments'>) {
  return exists(
    selectFrom('verdicts as any_verdict')
      .select('any_verdict.comment')
      .whereRef('any_verdict.comment', '=', 'comments.id')
      .where('any_verdict.state', '=', 'published'),
  );
}

export function makeReading(db: Kysely<Tables>) {
  const published = (slug?: string) => {
    const all = withState(db).where('verdicts.state', '=', 'published');
    return slug === undefined ? all : all.where('comments.slug', '=', slug);
  };

  async function numbersOf(slug: string): Promise<{ total: number; pages: number }> {
    const { total, threads } = await published(slug)
      .select(({ fn }) => [
        fn.countAll<number>().as('total'),
        fn.count<number>('comments.root').distinct().as('threads'),
      ])
      .executeTakeFirstOrThrow();
    return { total, pages: Math.max(1, Math.ceil(threads / THREADS)) };
  }

  return {
    /**
     * One page of an article's comments, in threads.
     * @returns undefined for a page that does not exist; the first page always does
     */
    async published(
      slug: string,
      { page = 1, order = 'oldest' }: { page?: number; order?: Order } = {},
    ): Promise<ThreadPage | undefined> {
      const { total, pages } = await numbersOf(slug);
      if (!Number.isInteger(page) || page < 1 || page > pages) return undefined;
      const found = await published(slug)
        .select('comments.root')
        .groupBy('comments.root')
        .orderBy('comments.root', order === 'oldest' ? 'asc' : 'desc')
        .limit(THREADS)
        .offset((page - 1) * THREADS)
        .execute();
      const roots = found.map(({ root }) => root);
      if (roots.length === 0) return { threads: [], number: page, pages, total };
      const rows = await withState(db)
        .select(SHOWN)
        .where('comments.root', 'in', roots)
        .orderBy('comments.id')
        .execute();
      return { threads: toThreads(rows.map(toShown), roots), number: page, pages, total };
    },

    /** How many published comments each of the articles has; 0 for one that has none. */
    async counts(slugs: readonly string[]): Promise<Map<string, number>> {
      const counts = new Map(slugs.map((slug) => [slug, 0]));
      if (slugs.length === 0) return counts;
      const rows = await published()
        .select(({ fn }) => ['comments.slug', fn.countAll<number>().as('n')])
        .where('comments.slug', 'in', [...counts.keys()])
        .groupBy('comments.slug')
        .execute();
      for (const { slug, n } of rows) counts.set(slug, n);
      return counts;
    },

    /** The newest published comments, of one article or of the site. */
    async latest({ slug, most }: { slug?: string; most: number }): Promise<Shown[]> {
      const rows = await published(slug)
        .select(SHOWN)
        .orderBy('comments.at', 'desc')
        .orderBy('comments.id', 'desc')
        .limit(most)
        .execute();
      return rows.map(toShown);
    },

    /** @returns a comment that readers can see; undefined when there is none of that id */
    async one(id: string): Promise<(Shown & { name: string; html: string }) | undefined> {
      if (!isId(id)) return undefined;
      const row = await published().select(SHOWN).where('comments.id', '=', id).executeTakeFirst();
      return row && { ...toShown(row), name: row.name, html: toHtml(row.text) };
    },

    /**
     * What has changed for readers since a moment, by whatever process: the articles whose comments it concerns, each
     * change with a mark of its own, so that one who asks with some overlap knows what is new. What never was published
     * concerns nobody.
     */
    async changedSince(since: Date): Promise<{ slug: string; mark: string }[]> {
      const at = since.getTime();
      const judged = await db
        .selectFrom('verdicts')
        .innerJoin('comments', 'comments.id', 'verdicts.comment')
        .select(['comments.slug', 'verdicts.comment', 'verdicts.number'])
        .where('verdicts.at', '>=', at)
        .where(wasPublished)
        .execute();
      const edited = await db
        .selectFrom('comments')
        .select(['slug', 'id', 'edited'])
        .where('edited', '>=', at)
        .where(wasPublished)
        .execute();
      return [
        ...judged.map(({ slug, comment, number }) => ({ slug, mark: `${comment} ${number}` })),
        ...edited.map((row) => ({ slug: row.slug, mark: `${row.id} edited ${row.edited}` })),
      ];
    },

    /**
     * Where a published comment stands, for its permalink.
     * @returns its article and the page of its thread; undefined when readers cannot see it
     */
    async place(id: string, order: Order = 'oldest'): Promise<{ slug: string; page: number } | undefined> {
      if (!isId(id)) return undefined;
      const found = await published()
        .select(['comments.slug', 'comments.root'])
        .where('comments.id', '=', id)
        .executeTakeFirst();
      if (!found) return undefined;
      const { before } = await published(found.slug)
        .select(({ fn }) => fn.count<number>('comments.root').distinct().as('before'))
        .where('comments.root', order === 'oldest' ? '<' : '>', found.root)
        .executeTakeFirstOrThrow();
      return { slug: found.slug, page: Math.floor(before / THREADS) + 1 };
    },
  };
}
