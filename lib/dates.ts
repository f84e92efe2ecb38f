import { TZDate, tz } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { formatISO } from 'date-fns/formatISO';
import { site } from './site.ts';

/** Moments as readers and machines see them, in the site's zone. */

const zoned = { in: tz(site.zone) };

/** Pages show the same moments again each time they are made, and finding a zone's offset is slow. */
const MOST_REMEMBERED = 10_000;

/** @param step milliseconds within which all moments are written the same */
function remembered(write: (date: Date) => string, step: number): (date: Date) => string {
  const known = new Map<number, string>();
  return (date) => {
    const moment = Math.floor(date.getTime() / step);
    const before = known.get(moment);
    if (before !== undefined) return before;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const written = write(date);
    known.set(moment, written);
    return written;
  };
}

const SECOND = 1000;
const MINUTE = 60_000;
const formatted = (pattern: string) => remembered((date) => format(date, pattern, zoned), MINUTE);

export const dates = {
  /** `November 23, 2026` */
  day: formatted('MMMM d, yyyy'),
  /** `Nov 23, 2026` */
  short: formatted('MMM d, yyyy'),
  /** `Monday, November 23` */
  weekday: formatted('EEEE, MMMM d'),
  /** `November 23, 2026, 6:00 AM` */
  minute: formatted('MMMM d, yyyy, h:mm a'),
  /** `6:00 AM` */
  time: formatted('h:mm a'),
  /** `2026-11-23T06:00:00-07:00` */
  iso: remembered((date) => formatISO(date, zoned), SECOND),
  /** `2026-11-23`: the same for all moments of a day. */
  key: formatted('yyyy-MM-dd'),
  /** `2026` */
  year: formatted('yyyy'),
  /** @param month `yyyy-mm`; @returns `November 2026` */
  month: (month: string) => format(firstOf(month), 'MMMM yyyy', zoned),
  /** @param month `yyyy-mm`; @returns `November` */
  monthName: (month: string) => format(firstOf(month), 'MMMM', zoned),
};

function firstOf(month: string): TZDate {
  const [year, number] = month.split('-').map(Number);
  if (!year || !number || number > 12) throw new Error(`"${month}" is not a month.`);
  return new TZDate(year, number - 1, 1, site.zone);
}
