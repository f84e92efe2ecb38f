import type { DatabaseSync } from 'node:sqlite';
import { type Ask, type CatalogSite, LIVE } from './ask.ts';
import type { OnProgress, Pace } from './pace.ts';
import type { Problem } from './problem.ts';
import { unreadTexts } from './proofread.ts';
import { type Rescan, rescan as rescanContent } from './rescan.ts';
import { fillSearch, pendingSearch, pendingWords } from './search-index.ts';
import { type SyncReport, syncContent } from './sync.ts';
import { type Watching, watchFolder } from './watch.ts';

/** Keeping the catalog what the files are, and saying what state they are in. */

export type Standing = { live: number; scheduled: number; draft: number; expired: number };

export type Following = Watching & {
  /** Looks at all files now. It has been told to `onSync`, or to `onError`, when the promise is kept. */
  rescan(): Promise<void>;
};

/** The longest wait that a timer can hold: 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_147_483_647;

export function makeUpkeep(
  database: DatabaseSync,
  ask: Ask,
  contentDir: string,
  site: CatalogSite,
  clock: () => Date,
) {
  const topics = site.topics.map((topic) => topic.id);
  const { zone } = site;
  const defaultAuthor = site.author.id;

  const upkeep = {
    /**
     * Reads what changed in the content folder since the last sync, in one transaction.
     * @param only paths in the content folder that may have changed, folders with a slash at their end; all files when
     *   it is left out
     */
    sync(only?: Iterable<string> | Rescan, onProgress?: OnProgress): SyncReport {
      const now = clock();
      return syncContent(database, { contentDir, zone, topics, defaultAuthor, onProgress, now }, only);
    },

    /** How many articles the search does not know yet: not zero for a while after a first sync. */
    searchPending(): number {
      return pendingSearch(database);
    },

    /** Lets the search catch up, a few articles at a time, so that readers are answered in between. */
    fillSearch(pace?: Pace): Promise<void> {
      return fillSearch(database, pace);
    },

    /** How many articles wait to be taken into the search and the spelling, and texts to be proofread. */
    backlog(): number {
      return pendingSearch(database) + pendingWords(database) + unreadTexts(database);
    },

    /**
     * Syncs whenever a file of the content changes and at an interval in any case, and tells what each sync did.
     * `changed` is also true when a picture changed, when an article appeared or expired by the clock, and when another
     * process on the same cache has read the change first. All files are looked at in small pieces, so that readers are
     * answered in between.
     * @param onError told when a sync could not be made; the next change is tried again
     */
    watch(onSync: (report: SyncReport) => void, onError: (error: unknown) => void): Following {
      let timer: NodeJS.Timeout | undefined;
      let told = upkeep.revision();
      let rescanning: Promise<void> | undefined;
      let isBehind = false;
      const attempt = (work: () => void) => {
        try {
          work();
        } catch (error) {
          onError(error);
        }
      };
      /** When the next article appears or expires by the clock. */
      let due: Date | undefined;
      const follow = (report: SyncReport, isOther: boolean) => {
        // A file may have changed just after that moment, before the timer.
        const hasCome = due !== undefined && due <= clock();
        arm();
        const revision = upkeep.revision();
        const changed = revision !== told || isOther || hasCome;
        told = revision;
        onSync({ ...report, changed });
      };
      const lookOver = async () => {
        while (isBehind && !isStopped) {
          isBehind = false;
          try {
            const found = await rescanContent(database, contentDir);
            if (!isStopped) follow(upkeep.sync(found), false);
          } catch (error) {
            if (!isStopped) onError(error);
          }
        }
        rescanning = undefined;
      };
      const rescan = (): Promise<void> => {
        isBehind = true;
        rescanning ??= lookOver();
        return rescanning;
      };
      const arm = () => {
        clearTimeout(timer);
        due = upkeep.nextChange();
        if (!due) return;
        const wait = Math.min(Math.max(due.getTime() - clock().getTime(), 0), LONGEST_TIMER);
        timer = setTimeout(() => attempt(() => follow(upkeep.sync([]), false)), wait).unref();
      };
      let isStopped = false;
      const watching = watchFolder(contentDir, (changed) => {
        if (!changed) return void rescan();
        attempt(() => follow(upkeep.sync(changed), hasPicture(changed)));
      });
      arm();
      return {
        rescan,
        stop() {
          isStopped = true;
          clearTimeout(timer);
          watching.stop();
        },
      };
    },

    /** Counts the syncs that changed anything; it is the same in all processes on one cache. */
    revision(): number {
      return Number(ask.row('SELECT number FROM revision')?.number);
    },

    /** How many articles are in which state now. An expired draft counts as a draft. */
    standing(): Standing {
      const number = (condition: string) =>
        ask.count(`SELECT count(*) AS n FROM articles WHERE ${condition}`);
      const live = number(LIVE);
      const draft = number('draft = 1');
      const scheduled = number('draft = 0 AND date > :now');
      return { live, scheduled, draft, expired: number('true') - live - draft - scheduled };
    },

    /** What is wrong in the content: what the last sync and the last proofreading found, by path and line. */
    problems(): Problem[] {
      const rows = ask.rows('SELECT path, line, severity, reason, fix FROM problems ORDER BY path, line');
      return rows.map((found) => ({
        path: String(found.path),
        line: found.line === null ? undefined : Number(found.line),
        severity: found.severity === 'error' ? 'error' : 'warning',
        reason: String(found.reason),
        fix: String(found.fix),
      }));
    },

    /** When a live article last appeared or changed; undefined when none is live. */
    lastChange(): Date | undefined {
      const newest = ask.row(`SELECT max(date) AS at FROM articles WHERE ${LIVE}`)?.at;
      const mended = ask.row(
        `SELECT updated AS at FROM articles WHERE ${LIVE} AND updated IS NOT NULL AND updated <= :now
         ORDER BY updated DESC LIMIT 1`,
      )?.at;
      return latestOf(newest, mended);
    },

    /** The moment at which a scheduled article or change appears or a live one expires next; undefined when none will. */
    nextChange(): Date | undefined {
      const next = (column: string) =>
        ask.row(`SELECT min(${column}) AS at FROM articles WHERE draft = 0 AND ${column} > :now`)?.at;
      const times = [next('date'), next('expires'), next('updated')].filter((at) => at != null).map(Number);
      return times.length > 0 ? new Date(Math.min(...times)) : undefined;
    },
  };
  return upkeep;
}

/** Pictures are not in the database, but pages show them. */
function hasPicture(paths: Iterable<string> = []): boolean {
  return [...paths].some((path) => path.startsWith('media/'));
}

function latestOf(...times: unknown[]): Date | undefined {
  const known = times.filter((at) => at != null).map(Number);
  return known.length > 0 ? new Date(Math.max(...known)) : undefined;
}
