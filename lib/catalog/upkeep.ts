import type { DatabaseSync } from 'node:sqlite';
import type { Site } from '../site.ts';
import { type Ask, LIVE } from './ask.ts';
import { fileParser } from './parse.ts';
import type { Problem } from './problem.ts';
import { type SyncReport, syncContent } from './sync.ts';
import { type Watching, watchFolder } from './watch.ts';

/** Keeping the catalog what the files are, and saying what state they are in. */

export type Standing = { live: number; scheduled: number; draft: number; expired: number };

/** The longest wait that a timer can hold: 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2_147_483_647;

type UpkeepSite = Pick<Site, 'zone' | 'topics' | 'author'>;

export function makeUpkeep(
  database: DatabaseSync,
  ask: Ask,
  contentDir: string,
  site: UpkeepSite,
  clock: () => Date,
) {
  const topics = site.topics.map((topic) => topic.id);
  const parse = fileParser(site.zone, topics);

  const upkeep = {
    /** Reads what changed in the content folder since the last sync, in one transaction. */
    sync(): SyncReport {
      return syncContent(database, contentDir, parse, site.zone, site.author.id);
    },

    /**
     * Syncs whenever a file of the content changes, at an interval in any case, and calls back when an article
     * appears or expires by the clock. Each callback tells what the sync did.
     */
    watch(onSync: (report: SyncReport) => void): Watching {
      let timer: NodeJS.Timeout | undefined;
      const run = (byClock: boolean) => {
        const report = upkeep.sync();
        arm();
        onSync(byClock ? { ...report, changed: true } : report);
      };
      const arm = () => {
        clearTimeout(timer);
        const next = upkeep.nextChange();
        if (!next) return;
        const wait = Math.min(Math.max(next.getTime() - clock().getTime(), 0), LONGEST_TIMER);
        timer = setTimeout(() => run(next <= clock()), wait).unref();
      };
      const watching = watchFolder(contentDir, () => run(false));
      arm();
      return {
        stop() {
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

    /** The moment at which a scheduled article appears or a live one expires next; undefined when none will. */
    nextChange(): Date | undefined {
      const next = (column: string) =>
        ask.row(`SELECT min(${column}) AS at FROM articles WHERE draft = 0 AND ${column} > :now`)?.at;
      const times = [next('date'), next('expires')].filter((at) => at != null).map(Number);
      return times.length > 0 ? new Date(Math.min(...times)) : undefined;
    },
  };
  return upkeep;
}

function latestOf(...times: unknown[]): Date | undefined {
  const known = times.filter((at) => at != null).map(Number);
  return known.length > 0 ? new Date(Math.max(...known)) : undefined;
}
