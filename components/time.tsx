import { dates } from '../lib/dates.ts';

type Form = 'day' | 'short' | 'minute' | 'zoned' | 'time' | 'weekday';

/** A moment in words, with its exact value for machines. */
export function Time({ date, form = 'short' }: { date: Date; form?: Form }) {
  return <time dateTime={dates.iso(date)}>{dates[form](date)}</time>;
}
