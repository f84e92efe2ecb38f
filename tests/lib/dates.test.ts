import { describe, expect, it } from 'vitest';
import { dates } from '../../lib/dates.ts';

// Six in the morning in Denver, in winter and in summer; and the last second of a year there.
const WINTER = new Date('2026-11-23T13:00:00Z');
const SUMMER = new Date('2026-07-04T12:00:00Z');
const LAST = new Date('2027-01-01T06:59:59Z');

describe('a moment in the zone of the site', () => {
  it.each([
    ['day', dates.day(WINTER), 'November 23, 2026'],
    ['short', dates.short(WINTER), 'Nov 23, 2026'],
    ['weekday', dates.weekday(WINTER), 'Monday, November 23'],
    ['minute', dates.minute(WINTER), 'November 23, 2026, 6:00 AM'],
    ['time', dates.time(WINTER), '6:00 AM'],
    ['iso', dates.iso(WINTER), '2026-11-23T06:00:00-07:00'],
    ['key', dates.key(WINTER), '2026-11-23'],
  ])('has its %s', (_, written, expected) => {
    expect(written).toBe(expected);
  });

  it('is an hour on in summer', () => {
    expect(dates.iso(SUMMER)).toBe('2026-07-04T06:00:00-06:00');
    expect(dates.minute(SUMMER)).toBe('July 4, 2026, 6:00 AM');
  });

  it('is still of the old year there when Greenwich has the new one', () => {
    expect([dates.key(LAST), dates.time(LAST)]).toEqual(['2026-12-31', '11:59 PM']);
  });

  it('means the same as it is written for machines', () => {
    for (const moment of [WINTER, SUMMER, LAST]) expect(new Date(dates.iso(moment))).toEqual(moment);
  });
});

describe('a month', () => {
  it.each([
    ['2026-01', 'January 2026', 'January'],
    ['2026-11', 'November 2026', 'November'],
  ])('%s has a name', (month, whole, name) => {
    expect([dates.month(month), dates.monthName(month)]).toEqual([whole, name]);
  });

  it.each(['', '2026', 'nonsense', '2026-00', '2026-13'])('%j is none', (month) => {
    expect(() => dates.month(month)).toThrow(`"${month}" is not a month.`);
  });
});
