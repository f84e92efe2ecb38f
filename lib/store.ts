/** The audience's database: what readers did. SQLite in a folder, or PostgreSQL for several machines. */

export { type Backup, BadBackup, backUp, restore } from './store/backup.ts';
export { type Fault, faultOf } from './store/fault.ts';
export { type KeptStore, keepStore, StoreAway } from './store/keeping.ts';
export { openStore, type Store, type StoreOptions } from './store/opening.ts';
export type { CommentRow, State, Tables, VerdictRow } from './store/schema.ts';
