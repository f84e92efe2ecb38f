import type { DatabaseSync } from 'node:sqlite';
import { Catalog, type CatalogOptions } from './catalog.ts';
import {
  discard,
  type FileNumbers,
  fileNumbers,
  isInPlace,
  isSound,
  isSoundMeanwhile,
  openDatabase,
} from './catalog-database.ts';
import { type Following, follow, type SyncListener } from './content/following.ts';
import { proofread, unreadTexts } from './content/proofread.ts';
import type { Rescan } from './content/rescan.ts';
import {
  type SliceReport,
  type SyncReport,
  syncContent,
  syncContentLater,
  syncSlice,
} from './content/sync.ts';
import type { OnProgress, Pace } from './pace.ts';
import { fillSearch, pendingSearch, pendingWords } from './search.ts';

export type { Following, SyncListener } from './content/following.ts';
export { fieldReference } from './content/reference.ts';
export type { SyncReport } from './content/sync.ts';

/** The Markdown files of a content folder, and the catalog that is made of them. Only this writes it. */

/**
 * Opens the catalog of a content folder to write it, and makes its file when there is none. The catalog answers from
 * what the last sync has found.
 * @param maxWaitMs how long the opening and each `sync` may sleep while another connection writes; a minute by default
 * @throws Error when the content folder does not exist
 */
export function openContent(options: CatalogOptions, maxWaitMs?: number): Content {
  return new Content(openDatabase(options, maxWaitMs), options, maxWaitMs);
}

export class Content {
  /** Answers from the same connection: it sees what has just been written. */
  readonly catalog: Catalog;
  readonly #database: DatabaseSync;
  readonly #options: CatalogOptions;
  readonly #opened: FileNumbers;
  readonly #maxWaitMs: number | undefined;

  /** @param database an open connection to the catalog's file, which may write */
  constructor(database: DatabaseSync, options: CatalogOptions, maxWaitMs?: number) {
    this.#database = database;
    this.#options = options;
    this.#opened = fileNumbers(database);
    this.#maxWaitMs = maxWaitMs;
    this.catalog = new Catalog(database, options);
  }

  /**
   * Reads what changed in the content folder since the last sync, in one transaction. The thread sleeps while another
   * connection writes.
   * @param only paths in the content folder that may have changed, folders with a slash at their end; all files when it
   *   is left out
   */
  sync(only?: Iterable<string>, onProgress?: OnProgress): SyncReport {
    const options = { ...this.#rules(), onProgress, maxWaitMs: this.#maxWaitMs };
    return syncContent(this.#database, options, only);
  }

  /**
   * Reads a few files beside the readers, and no further one after so many milliseconds.
   * @returns with the paths for which there was no time
   */
  syncFew(paths: Iterable<string>, maxMs: number): Promise<SyncReport & { rest: string[] }> {
    return syncContentLater(this.#database, { ...this.#rules(), maxMs }, paths);
  }

  /** Reads what a rescan has found, beside the readers. */
  syncFound(found: Rescan): Promise<SyncReport> {
    return syncContentLater(this.#database, this.#rules(), found);
  }

  /**
   * Reads a slice of a change of many files, in a transaction that begins nothing more after so many milliseconds.
   * `syncFound` with what else the rescan has found ends it.
   */
  syncSlice(paths: string[], maxMs: number): Promise<SliceReport> {
    return syncSlice(this.#database, this.#rules(), paths, maxMs);
  }

  #rules() {
    const { contentDir, site, clock } = this.#options;
    const topics = site.topics.map((topic) => topic.id);
    return { contentDir, zone: site.zone, topics, defaultAuthor: site.author.id, now: clock() };
  }

  /**
   * Syncs whenever a file of the content changes, and at an interval in any case. All files are looked at in small pieces,
   * so that readers are answered in between.
   */
  watch(listener: SyncListener): Following {
    return follow(this, this.#database, this.#options, listener);
  }

  /** Lets the search catch up, a few articles at a time, so that readers are answered in between. */
  fillSearch(pace?: Pace): Promise<void> {
    return fillSearch(this.#database, pace);
  }

  /**
   * Reads the texts that have changed, live or not, for dead links, missing pictures and the like, and stores what it
   * found for `problems`. It takes milliseconds an article, so it is not part of a sync.
   * @returns how many files were read
   */
  proofread(pace?: Pace): Promise<number> {
    const { clock } = this.#options;
    return proofread(this.#database, this.catalog, clock, pace);
  }

  /** How many articles wait to be taken into the search and the spelling, and texts to be proofread. */
  backlog(): number {
    return pendingSearch(this.#database) + pendingWords(this.#database) + unreadTexts(this.#database);
  }

  /** Whether the catalog's files are those that were opened: others may have been put in their place, or none. */
  isInPlace(): boolean {
    return isInPlace(this.#database, this.#opened);
  }

  /** Whether the catalog's file is still there, the one that was opened, and can be read to its end. */
  isSound(): boolean {
    return isSound(this.#database, this.#opened);
  }

  /**
   * The same, looked for in a thread: it reads the whole file.
   * @throws Error when the file cannot be looked at
   */
  isSoundMeanwhile(): Promise<boolean> {
    return isSoundMeanwhile(this.#database, this.#opened);
  }

  /** Closes the catalog for good, so that the next opening rebuilds it from the content. */
  discard(): void {
    discard(this.#database, this.#opened);
  }

  close(): void {
    this.#database.close();
  }
}
