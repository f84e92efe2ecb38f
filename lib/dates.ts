import { TZDate, tz } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { formatISO } from 'date-fns/formatISO';
import { site } from './site.ts';

/** Moments as readers and machines see them, in the site's zone. */

const zoned = { in: tz(site.zone) };

export const dates = {
  /** `November 23, 2026` */
  day: (date: Date) => format(date, 'MMMM d, yyyy', zoned),
  /** `Nov 23, 2026` */
  short: (date: Date) => format(date, 'MMM d, yyyy', zoned),
  /** `Monday, November 23` */
  weekday: (date: Date) => format(date, 'EEEE, MMMM d', zoned),
  /** `November 23, 2026, 6:00 AM` */
  minute: (date: Date) => format(date, 'MMMM d, yyyy, h:mm a', zoned),
  /** `6:00 AM` */
  time: (date: Date) => format(date, 'h:mm a', zoned),
  /** `2026-11-23T06:00:00-07:00` */
  iso: (date: Date) => formatISO(date, zoned),
  /** `2026-11-23`: the same for all moments of a day. */
  key: (date: Date) => format(date, 'yyyy-MM-dd', zoned),
  /** `2026` */
  year: (date: Date) => format(date, 'yyyy', zoned),
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
