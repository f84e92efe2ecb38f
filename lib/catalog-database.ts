/**
 * The SQLite file that holds what the Markdown files say: its tables, connections and transactions, and the questions
 * that all who read it share. `content` writes it, `search` fills its full-text table, `catalog` answers from it.
 */
export {
  type CatalogPlace,
  CatalogUnreadable,
  discard,
  ensureIndexes,
  type FileNumbers,
  fileNumbers,
  isDatabaseError,
  isInPlace,
  noRoomIn,
  openDatabase,
  openToRead,
} from './catalog-database/connection.ts';
export { type CatalogFault, catalogFault } from './catalog-database/fault.ts';
export { makePacker, makeUnpacker, type Place } from './catalog-database/packing.ts';
export {
  type Candidate,
  type CatalogSite,
  LIVE,
  LIVE_BESIDE,
  type ListPage,
  NEWEST,
  Queries,
  type Row,
} from './catalog-database/queries.ts';
export {
  type Article,
  type Author,
  authorFields,
  fieldsSchema,
  type Picture,
  pageFromRow,
  readable,
  readOr,
  type Shown,
  type Source,
  type StoredText,
  type Tag,
  textFromRow,
} from './catalog-database/rows.ts';
export { isSound, isSoundMeanwhile } from './catalog-database/soundness.ts';
export { hasStemmer, tokenizerFor } from './catalog-database/tables.ts';
export { inLaterTransaction, inLog, inTransaction, isBusy, pause } from './catalog-database/transactions.ts';
