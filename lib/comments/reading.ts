import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Tables } from '../store.ts';
import { SHOWN, type StatedRow, toShown, withState } from './rows.ts';
import { toHtml } from './text.ts';
import { countShown, type Shown, type Thread, toThreads } from './threads.ts';
import { isId } from './tokens.ts';

/** What readers see: published comments, and no trace of others. */

export type Order = 'newest' | 'oldest';

/** One page of an article's threads. `number` and `pages` count from 1; `total` is of comments. */
export type ThreadPage = { threads: Thread[]; number: number; pages: number; total: number };

/** One page of the replies of a thread, in the order of time. `first` is what they answer; `total` is of the replies. */
export type RepliesPage = { first: Shown; replies: Reply[]; number: number; pages: number; total: number };
/** A reply; `repliesTo` is the name of the reader whom it answers when that is not the first of its thread. */
export type Reply = Shown & { repliesTo: string | undefined };

/** Which page of an article's threads, in which order. */
export type PageOfThreads = { page?: number; order?: Order };
/** A comment that is there, with its words. */
export type ReadableComment = Shown & { name: string; html: string };

/** Where a published comment is: its article, the page of its thread, and the page of a thread that has several. */
export type Place = { slug: string; page: number; thread?: { root: string; page: number } };

/** Threads on a page, and replies of each of them that are shown there: the others are on pages of the thread. */
const THREADS_A_PAGE = 50;
const MAX_REPLIES_SHOWN = 20;
const REPLIES_A_PAGE = 100;
/** Of the replies on a page of threads: fifty threads of twenty long ones would be a page of megabytes. */
const MAX_CHARACTERS = 200_000;
/** What is gone may answer what is gone. What is shown has three levels. */
const MAX_GAPS = 3;

/** @returns undefined for a page that does not exist; the first page always does */
export async function published(
  db: Kysely<Tables>,
  slug: string,
  { page = 1, order = 'oldest' }: PageOfThreads = {},
): Promise<ThreadPage | undefined> {
  const { total, pages } = await numbersOf(db, slug);
  if (!Number.isInteger(page) || page < 1 || page > pages) return undefined;
  const found = await publishedRows(db, slug)
    .select(({ fn }) => ['comments.root', fn.countAll<number>().as('size')])
    .groupBy('comments.root')
    .orderBy('comments.root', order === 'oldest' ? 'asc' : 'desc')
    .limit(THREADS_A_PAGE)
    .offset((page - 1) * THREADS_A_PAGE)
    .execute();
  if (found.length === 0) return { threads: [], number: page, pages, total };
  return { threads: await threadsOf(db, found), number: page, pages, total };
}

/** @param root the first comment of the thread, which may be gone */
export async function thread(
  db: Kysely<Tables>,
  slug: string,
  root: string,
  page = 1,
): Promise<RepliesPage | undefined> {
  if (!isId(root)) return undefined;
  const [first] = await rowsOf(db, [root]);
  const replies = publishedRows(db, slug).where('comments.root', '=', root).where('comments.id', '!=', root);
  const { total } = await replies
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const pages = Math.max(1, Math.ceil(total / REPLIES_A_PAGE));
  const isThere = first?.slug === slug && first.root === root && (first.state === 'published' || total > 0);
  if (!first || !isThere || !Number.isInteger(page) || page < 1 || page > pages) return undefined;
  const rows = await replies
    .select(SHOWN)
    .orderBy('comments.id')
    .limit(REPLIES_A_PAGE)
    .offset((page - 1) * REPLIES_A_PAGE)
    .execute();
  const answered = [...new Set(rows.flatMap(({ parent }) => parent ?? []))].filter((id) => id !== root);
  const names = new Map((await rowsOf(db, answered)).map(toShown).map(({ id, name }) => [id, name]));
  return {
    first: toShown(first),
    replies: rows.map((row) => ({ ...toShown(row), repliesTo: names.get(row.parent ?? '') })),
    ...{ number: page, pages, total },
  };
}

export async function counts(db: Kysely<Tables>, slugs: readonly string[]): Promise<Map<string, number>> {
  const bySlug = new Map(slugs.map((slug) => [slug, 0]));
  if (slugs.length === 0) return bySlug;
  const rows = await publishedRows(db)
    .select(({ fn }) => ['comments.slug', fn.countAll<number>().as('n')])
    .where('comments.slug', 'in', [...bySlug.keys()])
    .groupBy('comments.slug')
    .execute();
  for (const { slug, n } of rows) bySlug.set(slug, n);
  return bySlug;
}

export async function latest(
  db: Kysely<Tables>,
  { slug, most }: { slug?: string; most: number },
): Promise<Shown[]> {
  const rows = await publishedRows(db, slug)
    .select(SHOWN)
    .orderBy('comments.at', 'desc')
    .orderBy('comments.id', 'desc')
    .limit(most)
    .execute();
  return rows.map(toShown);
}

export async function one(db: Kysely<Tables>, id: string): Promise<ReadableComment | undefined> {
  if (!isId(id)) return undefined;
  const row = await publishedRows(db).select(SHOWN).where('comments.id', '=', id).executeTakeFirst();
  return row && { ...toShown(row), name: row.name, html: toHtml(row.text) };
}

export async function changedSince(
  db: Kysely<Tables>,
  since: Date,
): Promise<{ slug: string; mark: string }[]> {
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
}

/** @returns undefined when readers cannot see it */
export async function place(
  db: Kysely<Tables>,
  id: string,
  order: Order = 'oldest',
): Promise<Place | undefined> {
  if (!isId(id)) return undefined;
  const found = await publishedRows(db)
    .select(['comments.slug', 'comments.root'])
    .where('comments.id', '=', id)
    .executeTakeFirst();
  if (!found) return undefined;
  const { slug, root } = found;
  const { before } = await publishedRows(db, slug)
    .select(({ fn }) => fn.count<number>('comments.root').distinct().as('before'))
    .where('comments.root', order === 'oldest' ? '<' : '>', root)
    .executeTakeFirstOrThrow();
  const page = Math.floor(before / THREADS_A_PAGE) + 1;
  const { earlier } = await publishedRows(db, slug)
    .select(({ fn }) => fn.countAll<number>().as('earlier'))
    .where('comments.root', '=', root)
    .where('comments.id', '!=', root)
    .where('comments.id', '<', id)
    .executeTakeFirstOrThrow();
  if (id === root || earlier < MAX_REPLIES_SHOWN) return { slug, page };
  return { slug, page, thread: { root, page: Math.floor(earlier / REPLIES_A_PAGE) + 1 } };
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

/** The earlier replies, as many as a page can hold; a reply comes after what it answers. */
function withinBudget(rows: StatedRow[]): StatedRow[] {
  let characters = 0;
  return rows
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ id, root, text }) => {
      if (id === root) return true;
      characters += text.length;
      return characters <= MAX_CHARACTERS;
    });
}

/** The published comments, of one article or of the site. */
function publishedRows(db: Kysely<Tables>, slug?: string) {
  const all = withState(db).where('verdicts.state', '=', 'published');
  return slug === undefined ? all : all.where('comments.slug', '=', slug);
}

async function numbersOf(db: Kysely<Tables>, slug: string): Promise<{ total: number; pages: number }> {
  const { total, threads } = await publishedRows(db, slug)
    .select(({ fn }) => [
      fn.countAll<number>().as('total'),
      fn.count<number>('comments.root').distinct().as('threads'),
    ])
    .executeTakeFirstOrThrow();
  return { total, pages: Math.max(1, Math.ceil(threads / THREADS_A_PAGE)) };
}

async function rowsOf(db: Kysely<Tables>, ids: string[]): Promise<StatedRow[]> {
  if (ids.length === 0) return [];
  return withState(db).select(SHOWN).where('comments.id', 'in', ids).execute();
}

type FoundThread = { root: string; size: number };

/** The published comments of the threads; of a large thread the first replies alone. */
async function firstRowsOf(db: Kysely<Tables>, found: FoundThread[]): Promise<StatedRow[]> {
  const isLarge = ({ size }: FoundThread) => size > MAX_REPLIES_SHOWN;
  const small = found.filter((thread) => !isLarge(thread)).map(({ root }) => root);
  const rows: StatedRow[] =
    small.length > 0
      ? await publishedRows(db).select(SHOWN).where('comments.root', 'in', small).execute()
      : [];
  for (const { root } of found.filter(isLarge)) {
    const first = publishedRows(db)
      .select(SHOWN)
      .where('comments.root', '=', root)
      .where('comments.id', '!=', root);
    rows.push(...(await first.orderBy('comments.id').limit(MAX_REPLIES_SHOWN).execute()));
  }
  return rows;
}

/** Adds to the rows the first comment of each thread, and what is gone and was answered: they are shown as well. */
async function withAnswered(db: Kysely<Tables>, rows: StatedRow[], roots: string[]): Promise<StatedRow[]> {
  const known = new Map(rows.map((row) => [row.id, row]));
  let missing = roots.filter((root) => !known.has(root));
  for (let level = 0; level <= MAX_GAPS; level++) {
    for (const row of await rowsOf(db, missing)) known.set(row.id, row);
    const answered = [...known.values()].flatMap(({ parent }) => parent ?? []);
    missing = [...new Set(answered)].filter((id) => !known.has(id));
    if (missing.length === 0) break;
  }
  return [...known.values()];
}

/** The threads with their first replies, however many they have. */
async function threadsOf(db: Kysely<Tables>, found: FoundThread[]): Promise<Thread[]> {
  const roots = found.map(({ root }) => root);
  const rows = await withAnswered(db, withinBudget(await firstRowsOf(db, found)), roots);
  const ordered = rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const rooted = ordered.map((row) => ({ ...toShown(row), root: row.root }));
  const sizes = new Map(found.map(({ root, size }) => [root, size]));
  return toThreads(rooted, roots).map((thread) => {
    const more = (sizes.get(thread.id) ?? 0) - countShown([thread]);
    return more > 0 ? { ...thread, more } : thread;
  });
}
