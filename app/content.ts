import type { Logger } from 'pino';
import { type Catalog, formatProblem, openCatalog, type SyncReport } from '../lib/catalog.ts';
import { environment, site } from '../lib/site.ts';

/** Keeps the catalog what the content folder is while the site runs, and makes it again when its file is damaged. */

export type ContentOptions = {
  clock: () => Date;
  log: Logger;
  /** Told that pages may show something else from now on. */
  onChange(): void;
  /** Told that the catalog's file is another one, which whoever has it open must open again. */
  onRemade(): void;
};

export type Content = ReturnType<typeof keepContent>;

/** Between two looks at the whole catalog for damage. Milliseconds. */
const LOOK_AGAIN = 5000;

/**
 * Opens the catalog and reads what has changed in the content since the last time.
 * @throws Error when the content folder cannot be read
 */
export function keepContent({ clock, log, onChange, onRemade }: ContentOptions) {
  const { contentDir, cacheDir, url } = environment;
  const open = () => openCatalog({ contentDir, cacheDir, site, url, clock });
  let catalog = open();
  let watching: ReturnType<Catalog['watch']> | undefined;
  let looked = Number.NEGATIVE_INFINITY;
  let said = '';
  readFirst();

  /** At its opening only the first page of each table is looked at: deeper damage is met here. */
  function readFirst(): void {
    const onProgress = progressOf('Reading the content');
    try {
      catalog.sync(undefined, onProgress);
    } catch (error) {
      log.error({ err: error }, 'the catalog');
      if (catalog.isSound()) throw error;
      catalog.discard();
      catalog = open();
      catalog.sync(undefined, onProgress);
    }
  }

  /** A change of the content is on every page that is asked for from now on. */
  function follow(report: SyncReport): void {
    if (!report.changed) return;
    onChange();
    void followUp();
  }

  /** What may come a moment after the articles: the search of many new ones, and what is wrong with their texts. */
  async function followUp(): Promise<void> {
    try {
      await catalog.fillSearch();
      await catalog.proofread();
      printProblems();
    } catch (error) {
      onError(error);
    }
  }

  /** Prints the content's problems when they are others than those printed before. */
  function printProblems(): void {
    const text = catalog.problems().map(formatProblem).join('\n');
    if (text !== said && text) console.warn(text);
    said = text;
  }

  function onError(error: unknown): void {
    log.error({ err: error }, 'the catalog');
    recover();
  }

  /**
   * After any failure: when the catalog's file is damaged, it is made again. The pages are made from it in the
   * renderer's thread, by a connection of its own, and there the framework turns every error into a plain 500. So the
   * file is looked at and not the error.
   */
  function recover(): void {
    if (performance.now() - looked < LOOK_AGAIN) return;
    looked = performance.now();
    if (catalog.isSound()) return;
    log.error('the catalog is damaged and is made again from the content');
    watching?.stop();
    catalog.discard();
    catalog = open();
    catalog.sync();
    if (watching) watching = catalog.watch(follow, onError);
    onRemade();
    void followUp();
  }

  return {
    /** The catalog as it is now: it is another one after it was made again. */
    catalog: () => catalog,

    recover,

    /** Watches the content, and does what the first reading has left for later. */
    watch(): void {
      watching = catalog.watch(follow, onError);
      void followUp();
    },

    /** Reads what has changed at once. */
    sync(): void {
      try {
        follow(catalog.sync());
      } catch (error) {
        onError(error);
      }
    },

    stop: () => watching?.stop(),
  };
}

/** Shows a long work on a terminal: done, rate, time left. Elsewhere it would only fill the log. */
function progressOf(work: string): ((done: number, total: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  const started = performance.now();
  let shown = started;
  return (done, total) => {
    const now = performance.now();
    const isDone = done >= total - 1;
    if (shown === started && isDone) return;
    if (now - shown < 250 && !isDone) return;
    shown = now;
    const rate = (done / (now - started)) * 1000;
    const left = Math.ceil((total - done) / rate);
    process.stderr.write(
      isDone
        ? '\r\x1b[K'
        : `\r${work}: ${done} of ${total}, ${Math.round(rate)} a second, ${left} s left\x1b[K`,
    );
  };
}
