import { LIVE, type Queries } from '../catalog-database.ts';
import type { Problem } from '../problem.ts';

/** What state the content is in. */

/** How many articles are in which state. */
export type StatusCounts = { live: number; scheduled: number; draft: number; expired: number };

/** Counts the syncs that changed anything; it is the same in all processes on one cache. */
export function revision(queries: Queries): number {
  return Number(queries.row('SELECT number FROM revision')?.number);
}

export function statusCounts(queries: Queries): StatusCounts {
  const count = (condition: string) => queries.count(`SELECT count(*) AS n FROM articles WHERE ${condition}`);
  const live = count(LIVE);
  const draft = count('draft = 1');
  const scheduled = count('draft = 0 AND date > :now');
  return { live, scheduled, draft, expired: count('true') - live - draft - scheduled };
}

export function problems(queries: Queries): Problem[] {
  const rows = queries.rows('SELECT path, line, severity, reason, fix FROM problems ORDER BY path, line');
  return rows.map((found) => ({
    path: String(found.path),
    line: found.line === null ? undefined : Number(found.line),
    severity: found.severity === 'error' ? 'error' : 'warning',
    reason: String(found.reason),
    fix: String(found.fix),
  }));
}

export function lastChange(queries: Queries): Date | undefined {
  const published = queries.row(`SELECT max(date) AS at FROM articles WHERE ${LIVE}`)?.at;
  const updated = queries.row(
    `SELECT updated AS at FROM articles WHERE ${LIVE} AND updated IS NOT NULL AND updated <= :now
     ORDER BY updated DESC LIMIT 1`,
  )?.at;
  const times = [published, updated].filter((at) => at != null).map(Number);
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}

export function nextChange(queries: Queries): Date | undefined {
  const next = (column: string) =>
    queries.row(`SELECT min(${column}) AS at FROM articles WHERE draft = 0 AND ${column} > :now`)?.at;
  const times = [next('date'), next('expires'), next('updated')].filter((at) => at != null).map(Number);
  return times.length > 0 ? new Date(Math.min(...times)) : undefined;
}
