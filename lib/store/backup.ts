import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Tables } from './schema.ts';

/**
 * A copy of the store as lines of JSON: from either database, into either. It leaves out what must not outlive its time:
 * the keys of the days with their visitors, and the moderators' sessions.
 */

/** What a backup or a restore did. */
export type Backup = { rows: number };

const VERSION = 1;
/** Rows read at once, and rows written at once: PostgreSQL takes 65,535 values in one statement. */
const BATCH = 2000;

const count = z.number().int().nonnegative();
const optional = z.string().nullable();

/** The tables in the order in which they can be filled, each with its key and what a row of it holds. */
const CONTENTS = {
  secrets: { key: ['name'], row: z.strictObject({ name: z.string(), value: z.string() }) },
  views_hourly: {
    key: ['hour', 'slug'],
    row: z.strictObject({ slug: z.string(), hour: count, views: count }),
  },
  views_daily: { key: ['slug', 'day'], row: z.strictObject({ slug: z.string(), day: count, views: count }) },
  comments: {
    key: ['id'],
    row: z.strictObject({
      id: z.string(),
      slug: z.string(),
      parent: optional,
      root: z.string(),
      at: count,
      edited: count.nullable(),
      name: z.string(),
      text: z.string(),
      folded: z.string(),
      digest: optional,
      email: optional,
      address: optional,
    }),
  },
  verdicts: {
    key: ['comment', 'number'],
    row: z.strictObject({
      comment: z.string(),
      number: count,
      newest: z.literal([0, 1]),
      state: z.enum(['published', 'held', 'spam', 'deleted', 'withdrawn']),
      by: z.string(),
      why: z.string(),
      at: count,
    }),
  },
} as const satisfies Record<Table, unknown>;
const tableSchema = z.enum(['secrets', 'views_hourly', 'views_daily', 'comments', 'verdicts']);
type Table = z.output<typeof tableSchema>;

const headSchema = z.strictObject({
  newsroom: z.literal('audience'),
  version: z.literal(VERSION),
  at: z.number(),
});
const rowLine = z.strictObject({ table: tableSchema, row: z.unknown() });
const endSchema = z.strictObject({ rows: count });

/**
 * Writes what the store holds at one moment into a file, while others go on writing to the store. The file has its name
 * only when it is whole.
 */
export async function backUp(db: Kysely<Tables>, file: string, now: Date): Promise<Backup> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const aside = `${file}.${process.pid}.part`;
  // It holds the store's secrets, so it is for its owner's eyes.
  const handle = await open(aside, 'w', 0o600);
  try {
    const head = { newsroom: 'audience', version: VERSION, at: now.getTime() };
    await handle.appendFile(toLine(head));
    const rows = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (snapshot) => {
        let written = 0;
        for (const table of tableSchema.options) {
          for await (const batch of batchesOf(snapshot, table)) {
            await handle.appendFile(batch.map((row) => toLine({ table, row })).join(''));
            written += batch.length;
          }
        }
        return written;
      });
    await handle.appendFile(toLine({ rows }));
    await handle.sync();
    await handle.close();
    await rename(aside, file);
    return { rows };
  } catch (error) {
    await handle.close();
    await rm(aside, { force: true });
    throw error;
  }
}

/** Unicode's own line ends would break the line for the reader of lines. */
function toLine(value: unknown): string {
  return `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => (sign === '\u2028' ? '\\u2028' : '\\u2029'))}\n`;
}

/** All rows of a table in the order of its key, some at a time. */
async function* batchesOf(db: Transaction<Tables>, table: Table) {
  const { key, row: schema } = CONTENTS[table];
  const names = sql.join(key.map((name) => sql.ref(name)));
  let after = sql`true`;
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`
      SELECT * FROM ${sql.table(table)} WHERE ${after} ORDER BY ${names} LIMIT ${BATCH}`.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => schema.parse(row));
    if (rows.length < BATCH) return;
    after = sql`(${names}) > (${sql.join(key.map((name) => last[name]))})`;
  }
}

/**
 * Puts a backup into the store: all of it, or nothing when the file is not whole.
 * @param replace empties the store first; without it a store that holds comments or views is refused
 * @throws Error in a sentence when the file is no backup, not whole, or the store is not empty
 */
export async function restore(
  db: Kysely<Tables>,
  file: string,
  { replace = false }: { replace?: boolean } = {},
): Promise<Backup> {
  return db.transaction().execute(async (transaction) => {
    if (!replace && (await holdsAnything(transaction))) {
      throw new Error('The store is not empty. With --replace, what it holds is deleted first.');
    }
    await empty(transaction);
    return { rows: await fill(transaction, file) };
  });
}

async function holdsAnything(db: Transaction<Tables>): Promise<boolean> {
  const comment = await db.selectFrom('comments').select('id').limit(1).executeTakeFirst();
  const hour = await db.selectFrom('views_hourly').select('slug').limit(1).executeTakeFirst();
  const day = await db.selectFrom('views_daily').select('slug').limit(1).executeTakeFirst();
  return (comment ?? hour ?? day) !== undefined;
}

async function empty(db: Transaction<Tables>): Promise<void> {
  const all = ['verdicts', 'comments', 'views_hourly', 'views_daily', 'secrets'] as const;
  for (const table of [...all, 'day_keys', 'visitors', 'senders', 'sessions', 'sign_ins'] as const) {
    await db.deleteFrom(table).execute();
  }
}

async function fill(db: Transaction<Tables>, file: string): Promise<number> {
  let written = 0;
  let pending: { table: Table; rows: Record<string, unknown>[] } | undefined;
  let end: z.output<typeof endSchema> | undefined;
  let isFirst = true;
  const flush = async () => {
    if (!pending) return;
    await insert(db, pending.table, pending.rows);
    written += pending.rows.length;
    pending = undefined;
  };

  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const value = parseLine(line);
    if (isFirst) {
      if (!headSchema.safeParse(value).success) throw new Error(`${file} is not a backup of this version.`);
      isFirst = false;
      continue;
    }
    if (end) throw new Error(`${file} goes on after its end.`);
    const finished = endSchema.safeParse(value);
    if (finished.success) {
      end = finished.data;
      continue;
    }
    const found = rowLine.safeParse(value);
    const parsed = found.success ? CONTENTS[found.data.table].row.safeParse(found.data.row) : found;
    if (!found.success || !parsed.success)
      throw new Error(`${file} holds a line that is no row of the store.`);
    const { table } = found.data;
    if (pending && (pending.table !== table || pending.rows.length >= BATCH)) await flush();
    pending ??= { table, rows: [] };
    pending.rows.push(parsed.data);
  }
  await flush();
  if (end?.rows !== written) throw new Error(`${file} is not whole: it breaks off after ${written} rows.`);
  return written;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function insert(db: Transaction<Tables>, table: Table, rows: Record<string, unknown>[]): Promise<void> {
  const names = Object.keys(CONTENTS[table].row.shape);
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`);
  await sql`INSERT INTO ${sql.table(table)} (${columns}) VALUES ${sql.join(values)}`.execute(db);
}
