import { type Kysely, sql } from 'kysely';
import type { State, Tables } from '../store.ts';
import { SHOWN, type StatedRow, withState } from './rows.ts';
import { cleanLine, fold, toHtml } from './text.ts';
import type { Written } from './threads.ts';

/** The pages on which moderators see comments, and what was decided about them. */

export type QueueFilter = {
  /** All states when it is left out. */
  state?: State | undefined;
  slug?: string | undefined;
  /** Words of the text or the name, whatever their case and accents. */
  query?: string | undefined;
  page?: number;
};

export type Judged = { at: Date; state: State; by: string; why: string };

/** A comment with what a moderator needs to judge it. */
export type Queued = Written & {
  /** Where it was sent from; undefined once that has been forgotten. */
  address: string | undefined;
  /** How often its author has changed it: which of its texts this is. */
  changes: number;
  /** The number of its newest verdict, from 1. */
  verdict: number;
  /** What it replies to. */
  parent: { id: string; name: string; text: string } | undefined;
  /** The verdicts on it, the oldest first. */
  history: Judged[];
  /** Comments by state that carry the same email hash. */
  sameEmail: Partial<Record<State, number>>;
  /** Comments by state from the same address. */
  sameAddress: Partial<Record<State, number>>;
};

export type QueuePage = { items: Queued[]; number: number; pages: number; total: number };
export type LogEntry = Judged & { comment: string; slug: string; name: string };
export type LogPage = { items: LogEntry[]; number: number; pages: number; total: number };

const PAGE = 50;
/** Of what a moderator sends before it is cleaned. In characters. */
export const MAX_RAW_LENGTH = 1000;

const pagesOf = (total: number) => Math.max(1, Math.ceil(total / PAGE));
const exists = (page: number, total: number) => Number.isInteger(page) && page >= 1 && page <= pagesOf(total);

type QueueRow = StatedRow & {
  email: string | null;
  address: string | null;
  changes: number;
  verdict: number;
};

/** @returns undefined for a page that does not exist */
export async function queuePage(db: Kysely<Tables>, filter: QueueFilter): Promise<QueuePage | undefined> {
  const { page = 1 } = filter;
  const { total } = await filtered(db, filter)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (!exists(page, total)) return undefined;
  const rows = await filtered(db, filter)
    .select([
      ...SHOWN,
      'comments.email',
      'comments.address',
      'comments.changes',
      'verdicts.number as verdict',
    ])
    .orderBy('comments.at', 'desc')
    .orderBy('comments.id', 'desc')
    .limit(PAGE)
    .offset((page - 1) * PAGE)
    .execute();
  return { items: await queuedOf(db, rows), number: page, pages: pagesOf(total), total };
}

/** Adds to each comment what it replies to, the verdicts on it, and how many others its sender has. */
async function queuedOf(db: Kysely<Tables>, rows: QueueRow[]): Promise<Queued[]> {
  const known = <Value>(values: (Value | null)[]) => [...new Set(values)].filter((value) => value !== null);
  const ids = rows.map(({ id }) => id);
  const histories = await historiesOf(db, ids);
  const parents = await parentsOf(db, known(rows.map(({ parent }) => parent)));
  const emails = await likesOf(db, 'email', known(rows.map(({ email }) => email)));
  const addresses = await likesOf(db, 'address', known(rows.map(({ address }) => address)));
  return rows.map((row) => ({
    ...{ id: row.id, slug: row.slug, at: new Date(row.at), name: row.name, text: row.text },
    html: toHtml(row.text),
    state: row.state,
    address: row.address ?? undefined,
    changes: row.changes,
    verdict: row.verdict,
    parent: parents.get(row.parent ?? ''),
    history: histories.get(row.id) ?? [],
    sameEmail: emails.get(row.email ?? '') ?? {},
    sameAddress: addresses.get(row.address ?? '') ?? {},
  }));
}

function filtered(db: Kysely<Tables>, { state, slug, query }: QueueFilter) {
  let all = withState(db);
  if (state) all = all.where('verdicts.state', '=', state);
  if (slug) all = all.where('comments.slug', '=', cleanLine(slug.slice(0, MAX_RAW_LENGTH)));
  const words = fold(cleanLine((query ?? '').slice(0, MAX_RAW_LENGTH))).replace(/[%_~]/g, '~$&');
  if (words) all = all.where(sql<boolean>`comments.folded LIKE ${`%${words}%`} ESCAPE '~'`);
  return all;
}

async function historiesOf(db: Kysely<Tables>, ids: string[]): Promise<Map<string, Judged[]>> {
  const histories = new Map<string, Judged[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return histories;
  const rows = await db
    .selectFrom('verdicts')
    .select(['comment', 'at', 'state', 'by', 'why'])
    .where('comment', 'in', ids)
    .orderBy('number')
    .execute();
  for (const { comment, at, ...verdict } of rows) {
    histories.get(comment)?.push({ at: new Date(at), ...verdict });
  }
  return histories;
}

async function parentsOf(
  db: Kysely<Tables>,
  ids: string[],
): Promise<Map<string, { id: string; name: string; text: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('comments')
    .select(['id', 'name', 'text'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many comments in which state have the same value there. */
async function likesOf(db: Kysely<Tables>, column: 'email' | 'address', values: string[]) {
  const counts = new Map<string, Partial<Record<State, number>>>();
  if (values.length === 0) return counts;
  const rows = await withState(db)
    .select(({ fn }) => [`comments.${column} as value`, 'verdicts.state', fn.countAll<number>().as('n')])
    .where(`comments.${column}`, 'in', values)
    .groupBy([`comments.${column}`, 'verdicts.state'])
    .execute();
  for (const { value, state, n } of rows) {
    if (value !== null) counts.set(value, { ...counts.get(value), [state]: n });
  }
  return counts;
}

export async function countWaiting(db: Kysely<Tables>): Promise<number> {
  const { waiting } = await withState(db)
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('verdicts.state', '=', 'held')
    .executeTakeFirstOrThrow();
  return waiting;
}

/** @returns undefined for a page that does not exist */
export async function logPage(db: Kysely<Tables>, page: number): Promise<LogPage | undefined> {
  const { total } = await db
    .selectFrom('verdicts')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (!exists(page, total)) return undefined;
  const rows = await db
    .selectFrom('verdicts')
    .innerJoin('comments', 'comments.id', 'verdicts.comment')
    .select(['verdicts.comment', 'verdicts.state', 'verdicts.by', 'verdicts.why', 'verdicts.at'])
    .select(['comments.slug', 'comments.name'])
    .orderBy('verdicts.at', 'desc')
    .orderBy('verdicts.comment', 'desc')
    .orderBy('verdicts.number', 'desc')
    .limit(PAGE)
    .offset((page - 1) * PAGE)
    .execute();
  const items = rows.map((row) => ({ ...row, at: new Date(row.at) }));
  return { items, number: page, pages: pagesOf(total), total };
}
