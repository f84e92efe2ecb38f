import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** How the tables came to be. A step that has been released is never changed: another is added after it. */

/** Kept in the order of its key and nothing else; only SQLite needs to be told. */
type Shape = { keyed: ReturnType<typeof sql> };

const steps = (shape: Shape): Record<string, Migration> => ({
  '2026-11-audience': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('secrets')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute();
      await makeViews(db, shape);
      await makeComments(db);
      await makeModeration(db);
    },
  },
  '2026-11-senders': {
    async up(db: Kysely<unknown>): Promise<void> {
      await addLines(db);
      await addSenders(db);
      await replaceSignIns(db);
    },
  },
  '2026-11-tries': {
    up: (db: Kysely<unknown>) => addNetworks(db),
  },
});

/** Makes a try's questions cost the same however many tries there are. */
async function addNetworks(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('sign_in_tries').addColumn('network', 'text').execute();
  await db.schema
    .alterTable('sign_in_tries')
    .addColumn('shared', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  const indexes = {
    tries_of_sender: ['sender', 'at'],
    tries_of_network: ['network', 'shared', 'at'],
    tries_of_account: ['account', 'shared', 'at'],
    shared_tries: ['shared', 'at'],
  };
  for (const [name, columns] of Object.entries(indexes))
    await db.schema.createIndex(name).on('sign_in_tries').columns(columns).execute();
}

/** Which comments one remembered reader sent, and how often each was changed. */
async function addLines(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('comments').addColumn('line', 'text').execute();
  await db.schema
    .alterTable('comments')
    .addColumn('changes', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  // Each comment so far may have brought a cookie: it begins a line of its own.
  await sql`UPDATE comments SET line = id`.execute(db);
  await db.schema.createIndex('comments_of_line').on('comments').columns(['line', 'at']).execute();
  await db.schema.dropIndex('comments_of_thread').execute();
  await db.schema.createIndex('comments_in_thread').on('comments').columns(['root', 'id']).execute();
}

/** From how many senders the views of an hour came. */
async function addSenders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('views_hourly')
    .addColumn('senders', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`UPDATE views_hourly SET senders = views`.execute(db);
}

async function replaceSignIns(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('sign_ins').execute();
  await db.schema
    .createTable('sign_in_tries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('tries_by_time').on('sign_in_tries').column('at').execute();
  await db.schema
    .createTable('moderators')
    .addColumn('looks', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
}

async function makeViews(db: Kysely<unknown>, { keyed }: Shape): Promise<void> {
  await db.schema
    .createTable('day_keys')
    .addColumn('day', 'integer', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('visitors')
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('visitors_key', ['day', 'mark'])
    .modifyEnd(keyed)
    .execute();
  // By hour first: what is asked for is an hour of all articles.
  await db.schema
    .createTable('views_hourly')
    .addColumn('hour', 'integer', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('views', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('views_hourly_key', ['hour', 'slug'])
    .modifyEnd(keyed)
    .execute();
  await db.schema.createIndex('views_of_article').on('views_hourly').columns(['slug', 'hour']).execute();
  await db.schema
    .createTable('views_daily')
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('views', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('views_daily_key', ['slug', 'day'])
    .modifyEnd(keyed)
    .execute();
}

async function makeComments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('comments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('parent', 'text')
    .addColumn('root', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('edited', 'bigint')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('folded', 'text', (column) => column.notNull())
    .addColumn('digest', 'text')
    .addColumn('email', 'text')
    .addColumn('address', 'text')
    .addUniqueConstraint('same_text_once', ['slug', 'digest'])
    .execute();
  await db.schema.createIndex('comments_of_article').on('comments').columns(['slug', 'at']).execute();
  await db.schema.createIndex('comments_by_time').on('comments').column('at').execute();
  await db.schema.createIndex('comments_by_edit').on('comments').column('edited').execute();
  await db.schema.createIndex('comments_of_thread').on('comments').column('root').execute();
  await db.schema.createIndex('replies_to_comment').on('comments').column('parent').execute();
  await db.schema.createIndex('comments_of_email').on('comments').column('email').execute();
  await db.schema.createIndex('comments_of_address').on('comments').columns(['address', 'at']).execute();
  await db.schema
    .createTable('senders')
    .addColumn('address', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}

async function makeModeration(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('verdicts')
    .addColumn('comment', 'text', (column) => column.notNull().references('comments.id').onDelete('cascade'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('newest', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('verdicts_key', ['comment', 'number'])
    .execute();
  // The database itself holds that a comment has one state.
  await db.schema
    .createIndex('newest_verdict')
    .unique()
    .on('verdicts')
    .column('comment')
    .where(sql.ref('newest'), '=', sql.lit(1))
    .execute();
  await db.schema
    .createIndex('comments_in_state')
    .on('verdicts')
    .columns(['state', 'at'])
    .where(sql.ref('newest'), '=', sql.lit(1))
    .execute();
  await db.schema.createIndex('verdicts_by_time').on('verdicts').column('at').execute();
  await db.schema
    .createTable('sessions')
    .addColumn('mark', 'text', (column) => column.primaryKey())
    .addColumn('moderator', 'text', (column) => column.notNull())
    .addColumn('ends', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sign_ins')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sign_ins_by_time').on('sign_ins').column('at').execute();
}

/**
 * Brings the tables to what this version needs. Two processes may start at once: the steps run in one transaction
 * that only one of them has at a time.
 * @throws whatever a step ran into; nothing of it is then in the store
 */
export async function migrate(db: Kysely<Tables>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  const keyed = dialect === 'sqlite' ? sql`without rowid` : sql``;
  const provider: MigrationProvider = { getMigrations: async () => steps({ keyed }) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}
