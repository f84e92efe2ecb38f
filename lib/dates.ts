import { TZDate, tz } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { formatISO } from 'date-fns/formatISO';
import { messages } from './messages.ts';
import { site } from './site.ts';

/** Moments as readers and machines see them, in the site's zone; for readers as the site's language writes them. */

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

/** To make a formatter takes longer than to make a page: each is made once. */
function writer(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  const { format: write } = new Intl.DateTimeFormat(site.language, { ...options, timeZone: site.zone });
  return write;
}

/** @returns what names the zone at a moment, such as `MST` */
function zoneWriter(): (date: Date) => string {
  const format = new Intl.DateTimeFormat(site.language, { timeZone: site.zone, timeZoneName: 'short' });
  return (date) => format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** For a heading: Spanish writes days and months small within a sentence. */
function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase(site.language) + text.slice(first.length);
}

const day = writer({ dateStyle: 'long' });
const time = writer({ timeStyle: 'short' });
const zone = zoneWriter();
const weekday = writer({ weekday: 'long', month: 'long', day: 'numeric' });
const month = writer({ month: 'long', year: 'numeric' });
const monthName = writer({ month: 'long' });

export const dates = {
  /** `November 23, 2026` */
  day: remembered(day, MINUTE),
  /** `Nov 23, 2026` */
  short: remembered(writer({ dateStyle: 'medium' }), MINUTE),
  /** `Monday, November 23` */
  weekday: remembered((date) => capitalised(weekday(date)), MINUTE),
  /** `November 23, 2026, 6:00 AM` */
  minute: remembered((date) => messages.dates.moment(day(date), time(date)), MINUTE),
  /** `November 23, 2026, 6:00 AM MST` */
  zoned: remembered((date) => `${messages.dates.moment(day(date), time(date))} ${zone(date)}`, MINUTE),
  /** `6:00 AM` */
  time: remembered((date) => messages.dates.time(time(date)), MINUTE),
  /** `2026-11-23T06:00:00-07:00` */
  iso: remembered((date) => formatISO(date, zoned), SECOND),
  /** `2026-11-23`: the same for all moments of a day. */
  key: remembered((date) => format(date, 'yyyy-MM-dd', zoned), MINUTE),
  /** @param of `yyyy-mm`; @returns `November 2026`, as it is written in a sentence */
  month: (of: string) => month(firstOf(of)),
  /** @param of `yyyy-mm`; @returns `November 2026`, as it is written in a heading */
  monthTitle: (of: string) => capitalised(month(firstOf(of))),
  /** @param of `yyyy-mm`; @returns `November`, as it is written in a list */
  monthName: (of: string) => capitalised(monthName(firstOf(of))),
};

function firstOf(month: string): TZDate {
  const [year, number] = month.split('-').map(Number);
  if (!year || !number || number > 12) throw new Error(`"${month}" is not a month.`);
  return new TZDate(year, number - 1, 1, site.zone);
}
