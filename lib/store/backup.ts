import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { counted } from '../counted.ts';
import type { Tables } from './schema.ts';

/**
 * A copy of the store as lines of JSON: from either database, into either. Its last line has a checksum of all others,
 * so that a file that was cut off or changed is refused. It leaves out what must not outlive its time:
 * the keys of the days with their visitors, and the moderators' sessions. Their names are in it.
 */

/** What a backup or a restore did. */
export type Backup = { rows: number };

/** Says in a sentence why a file cannot be written or restored. */
export class BadBackup extends Error {
  override name = 'BadBackup';
}

const VERSION = 2;
/** A comment has some thousand characters; no row comes near it. */
const MAX_LINE_BYTES = 1_000_000;
/** Rows read at once, and rows written at once: PostgreSQL takes 65,535 values in one statement. */
const BATCH = 2000;

const count = z.number().int().nonnegative();
const optional = z.string().nullable();

/** The tables in the order in which they can be filled, each with its key and what a row of it holds. */
const CONTENTS = {
  secrets: { key: ['name'], row: z.strictObject({ name: z.string(), value: z.string() }) },
  views_hourly: {
    key: ['hour', 'slug'],
    row: z.strictObject({ slug: z.string(), hour: count, views: count, senders: count }),
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
      line: optional,
      changes: count,
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
  /** Their names are theirs: without them a reader could write under one. */
  moderators: { key: ['looks'], row: z.strictObject({ looks: z.string(), name: z.string() }) },
} as const satisfies Record<Table, unknown>;
const tableSchema = z.enum(['secrets', 'views_hourly', 'views_daily', 'comments', 'verdicts', 'moderators']);
type Table = z.output<typeof tableSchema>;

const headSchema = z.strictObject({
  newsroom: z.literal('audience'),
  version: z.literal(VERSION),
  at: z.number(),
});
const rowLine = z.strictObject({ table: tableSchema, row: z.unknown() });
const endSchema = z.strictObject({ rows: count, sha256: z.string() });

/**
 * Writes what the store holds at one moment into a file, while others go on writing to the store. The file has its name
 * only when it is whole.
 */
export async function backUp(db: Kysely<Tables>, file: string, now: Date): Promise<Backup> {
  // A device or a pipe would be replaced by the file.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false)
    throw new BadBackup(`${file} is no file that a backup may replace: name another one.`);
  const aside = `${file}.${process.pid}.part`;
  const handle = await openForWriting(aside);
  const checksum = createHash('sha256');
  const append = async (text: string) => {
    checksum.update(text);
    await handle.appendFile(text);
  };
  try {
    const head = { newsroom: 'audience', version: VERSION, at: now.getTime() };
    await append(toLine(head));
    const rows = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (snapshot) => {
        let written = 0;
        for (const table of tableSchema.options) {
          for await (const batch of batchesOf(snapshot, table)) {
            await append(batch.map((row) => toLine({ table, row })).join(''));
            written += batch.length;
          }
        }
        return written;
      });
    await handle.appendFile(toLine({ rows, sha256: checksum.digest('hex') }));
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

/** The copy holds the store's secrets, so it is for its owner's eyes. */
async function openForWriting(file: string): Promise<FileHandle> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { mode: 0o700 }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    return await open(file, 'w', 0o600);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadBackup(`The backup cannot be written (${reason}): name a file in a folder that is there.`);
  }
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
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
 * @throws BadBackup in a sentence when the file is no backup, not whole, or the store is not empty
 */
export async function restore(
  db: Kysely<Tables>,
  file: string,
  { replace = false }: { replace?: boolean } = {},
): Promise<Backup> {
  await verify(file);
  return db.transaction().execute(async (transaction) => {
    if (!replace && (await holdsAnything(transaction))) {
      throw new BadBackup('The store is not empty. With --replace, what it holds is deleted first.');
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
  const ofTheMoment = ['day_keys', 'visitors', 'senders', 'sessions', 'sign_in_tries'] as const;
  for (const table of [...tableSchema.options.toReversed(), ...ofTheMoment]) {
    await db.deleteFrom(table).execute();
  }
}

type Row = { table: Table; row: Record<string, unknown> };

/**
 * Reads a backup from its first line to its last.
 * @throws BadBackup when it is not exactly what was written; what was read before that is not to be used
 */
async function* rowsOf(file: string): AsyncGenerator<Row> {
  const checksum = createHash('sha256');
  let rows = 0;
  let isFirst = true;
  let end: z.output<typeof endSchema> | undefined;
  for await (const line of linesOf(file)) {
    if (end) throw new BadBackup(`${file} goes on after its end.`);
    const value = parseLine(line);
    if (isFirst) {
      if (!headSchema.safeParse(value).success)
        throw new BadBackup(`${file} is not a backup of this version (${VERSION}).`);
      isFirst = false;
    } else {
      end = endSchema.safeParse(value).data;
      if (end) continue;
      yield toRow(value, file);
      rows++;
    }
    checksum.update(line);
  }
  if (end?.rows !== rows)
    throw new BadBackup(`${file} is not whole: it breaks off after ${counted(rows, 'row')}.`);
  if (end.sha256 !== checksum.digest('hex'))
    throw new BadBackup(`${file} is damaged: its checksum does not fit what it holds. Use another backup.`);
}

function toRow(value: unknown, file: string): Row {
  const found = rowLine.safeParse(value);
  const parsed = found.success ? CONTENTS[found.data.table].row.safeParse(found.data.row) : found;
  if (!found.success || !parsed.success)
    throw new BadBackup(`${file} is damaged: it holds a line that is no row of the store.`);
  return { table: found.data.table, row: parsed.data };
}

/** @throws BadBackup where the system does not let us read it: a folder, or a file that is closed to this user */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const reason = 'code' in error && error.code === 'EISDIR' ? 'it is a folder' : error.message;
    throw new BadBackup(`${file} cannot be read (${reason}): name the file that npm run backup has made.`);
  }
}

/** The lines of a file with their ends. What comes after the last end is left out: a line that is cut off is none. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(file)) {
    let text = Buffer.concat([rest, chunk]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      yield text.subarray(0, end + 1);
      text = text.subarray(end + 1);
    }
    if (text.length > MAX_LINE_BYTES) throw new BadBackup(`${file} is not a backup: a line has no end.`);
    rest = text;
  }
  if (rest.length > 0) throw new BadBackup(`${file} is not whole: its last line breaks off.`);
}

/** Reads all of a file before any of it is written to the store. */
async function verify(file: string): Promise<void> {
  for await (const _ of rowsOf(file));
}

async function fill(db: Transaction<Tables>, file: string): Promise<number> {
  let written = 0;
  let pending: { table: Table; rows: Record<string, unknown>[] } | undefined;
  const flush = async () => {
    if (!pending) return;
    await insert(db, pending.table, pending.rows);
    written += pending.rows.length;
    pending = undefined;
  };
  for await (const { table, row } of rowsOf(file)) {
    if (pending && (pending.table !== table || pending.rows.length >= BATCH)) await flush();
    pending ??= { table, rows: [] };
    pending.rows.push(row);
  }
  await flush();
  return written;
}

function parseLine(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
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
