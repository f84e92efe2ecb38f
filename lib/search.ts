/** The search: what a reader typed, the full-text table that answers it, and the spelling that helps. */
export type { Piece } from './search/highlight.ts';
export {
  fillSearch,
  indexFew,
  indexPending,
  pendingSearch,
  pendingWords,
} from './search/indexing.ts';
export { type Found, Search, type SearchFilters, type SearchPage } from './search/results.ts';
