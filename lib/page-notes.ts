import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * What a page that is being made tells the process about itself beside its HTML. The framework gives a page no say in
 * its answer's status, and its bundle has a copy of this module of its own: so both share one global.
 */

export type PageNote = {
  /** The path that was asked for; undefined in development. */
  path?: string | undefined;
  /** `part`: the page is whole but for what readers did. `whole`: it has nothing to show without that. */
  away?: 'part' | 'whole';
  /** The page says that what was at its address is gone for good. */
  isGone?: boolean;
};

declare global {
  var newsroomPageNotes: AsyncLocalStorage<PageNote> | undefined;
}

globalThis.newsroomPageNotes ??= new AsyncLocalStorage<PageNote>();
export const pageNotes = globalThis.newsroomPageNotes;

/** Notes that what was at the address of the page that is being made is gone: its status is 410. */
export function noteGone(): void {
  const note = pageNotes.getStore();
  if (note) note.isGone = true;
}

/** @returns the path of the page that is being made; undefined in development, where Next alone makes pages */
export function pathOfPage(): string | undefined {
  return pageNotes.getStore()?.path;
}

/** Notes that the readers' store is away for the page that is being made, so that no cache keeps the page. */
export function noteAway(away: 'part' | 'whole'): void {
  const note = pageNotes.getStore();
  if (note && note.away !== 'whole') note.away = away;
}
