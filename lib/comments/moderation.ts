import { type Kysely, sql } from 'kysely';
import { messages } from '../messages.ts';
import type { State, Tables } from '../store.ts';
import { SHOWN, withState } from './reading.ts';
import { isCrowded } from './screening.ts';
import { cleanLine, fold, toHtml } from './text.ts';
import type { Written } from './threads.ts';
import { isId } from './tokens.ts';
import { judgeAll } from './verdicts.ts';
import { countOfLate } from './writing.ts';

/** What moderators see and do. */

/** What a moderator may decide. `withdrawn` is for authors. */
export type Verdict = Exclude<State, 'withdrawn'>;

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
/** Comments of all senders in the last hour. */
export type Crowd = { hour: number; isRefusing: boolean };

export type LogEntry = Judged & { comment: string; slug: string; name: string };
export type LogPage = { items: LogEntry[]; number: number; pages: number; total: number };

/** Which text of each comment a page showed, by the number of its author's changes: no two clocks are compared. */
export type SeenTexts = ReadonlyMap<string, number>;

const PAGE = 50;
const MAX_WHY_LENGTH = 300;
/** Of what a moderator sends before it is cleaned. In characters. */
const MAX_RAW_LENGTH = 1000;

const pagesOf = (total: number) => Math.max(1, Math.ceil(total / PAGE));
const exists = (page: number, total: number) => Number.isInteger(page) && page >= 1 && page <= pagesOf(total);

export function makeModeration(db: Kysely<Tables>, clock: () => Date) {
  const filtered = ({ state, slug, query }: QueueFilter) => {
    let all = withState(db);
    if (state) all = all.where('verdicts.state', '=', state);
    if (slug) all = all.where('comments.slug', '=', cleanLine(slug.slice(0, MAX_RAW_LENGTH)));
    const words = fold(cleanLine((query ?? '').slice(0, MAX_RAW_LENGTH))).replace(/[%_~]/g, '~$&');
    if (words) all = all.where(sql<boolean>`comments.folded LIKE ${`%${words}%`} ESCAPE '~'`);
    return all;
  };

  async function historiesOf(ids: string[]): Promise<Map<string, Judged[]>> {
    const histories = new Map<string, Judged[]>(ids.map((id) => [id, []]));
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

  async function parentsOf(ids: string[]): Promise<Map<string, { id: string; name: string; text: string }>> {
    if (ids.length === 0) return new Map();
    const rows = await db
      .selectFrom('comments')
      .select(['id', 'name', 'text'])
      .where('id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** How many comments in which state have the same value there. */
  async function likesOf(column: 'email' | 'address', values: string[]) {
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

  return {
    /** Comments to look at, the newest first. @returns undefined for a page that does not exist */
    async queue(filter: QueueFilter = {}): Promise<QueuePage | undefined> {
      const { page = 1 } = filter;
      const { total } = await filtered(filter)
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      if (!exists(page, total)) return undefined;
      const rows = await filtered(filter)
        .select([...SHOWN, 'comments.email', 'comments.address', 'comments.changes'])
        .orderBy('comments.at', 'desc')
        .orderBy('comments.id', 'desc')
        .limit(PAGE)
        .offset((page - 1) * PAGE)
        .execute();
      const known = <Value>(values: (Value | null)[]) =>
        [...new Set(values)].filter((value) => value !== null);
      const ids = rows.map(({ id }) => id);
      const histories = ids.length > 0 ? await historiesOf(ids) : new Map<string, Judged[]>();
      const parents = await parentsOf(known(rows.map(({ parent }) => parent)));
      const emails = await likesOf('email', known(rows.map(({ email }) => email)));
      const addresses = await likesOf('address', known(rows.map(({ address }) => address)));
      const items = rows.map((row) => ({
        ...{ id: row.id, slug: row.slug, at: new Date(row.at), name: row.name, text: row.text },
        html: toHtml(row.text),
        state: row.state,
        address: row.address ?? undefined,
        changes: row.changes,
        parent: parents.get(row.parent ?? ''),
        history: histories.get(row.id) ?? [],
        sameEmail: emails.get(row.email ?? '') ?? {},
        sameAddress: addresses.get(row.address ?? '') ?? {},
      }));
      return { items, number: page, pages: pagesOf(total), total };
    },

    /** How many comments came of late, and whether so many that those which would wait are refused. */
    async crowd(): Promise<Crowd> {
      const late = await countOfLate(db, clock().getTime());
      return { hour: late.hour, isRefusing: isCrowded(late) };
    },

    /**
     * Decides about comments, all in one transaction.
     * @param by the moderator's name
     * @param seen what the moderator's page showed: what its author has changed since is not published unseen
     * @returns the ids of those that were judged: not those that are gone or are in that state already
     */
    judge(
      ids: readonly string[],
      state: Verdict,
      { by, why, seen }: { by: string; why: string; seen?: SeenTexts | undefined },
    ): Promise<string[]> {
      const judgement = {
        state,
        by: `moderator: ${cleanLine(by)}`,
        why: cleanLine(why.slice(0, MAX_RAW_LENGTH)).slice(0, MAX_WHY_LENGTH),
      };
      const at = clock().getTime();
      return judgeAll(db, ids, ({ comment, state: before, changes }) => {
        if (before === state || (state === 'published' && isUnseen(comment, changes, seen))) return undefined;
        return { ...judgement, at };
      });
    },

    /**
     * Puts comments back into the state before the last verdict, by a verdict of its own: a second undo does it again.
     * @param seen what the moderator's page showed: a text that was changed since is not published by it
     * @returns the ids of those that had a state before
     */
    undo(
      ids: readonly string[],
      { by, seen }: { by: string; seen?: SeenTexts | undefined },
    ): Promise<string[]> {
      return db.transaction().execute(async (transaction) => {
        const known = [...new Set(ids)].filter(isId);
        if (known.length === 0) return [];
        const rows = await transaction
          .selectFrom('verdicts as last')
          .innerJoin('verdicts as before', (join) =>
            join
              .onRef('before.comment', '=', 'last.comment')
              .on(({ eb, ref }) => eb('before.number', '=', eb(ref('last.number'), '-', 1))),
          )
          .select(['last.comment', 'before.state'])
          .where('last.comment', 'in', known)
          .where('last.newest', '=', 1)
          .execute();
        const before = new Map(rows.map(({ comment, state }) => [comment, state]));
        const at = clock().getTime();
        return judgeAll(transaction, [...before.keys()], ({ comment, changes }) => {
          const state = before.get(comment);
          if (state === 'published' && isUnseen(comment, changes, seen)) return undefined;
          return state && { state, by: `moderator: ${cleanLine(by)}`, why: messages.doubts.undone, at };
        });
      });
    },

    /** Who decided what, when and why, the newest first. @returns undefined for a page that does not exist */
    async log(page = 1): Promise<LogPage | undefined> {
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
    },
  };
}

/** Whether a comment was edited after the moderator's page was made. */
function isUnseen(comment: string, changes: number, seen: SeenTexts | undefined): boolean {
  return seen !== undefined && seen.get(comment) !== changes;
}
