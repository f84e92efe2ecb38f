import { describe, expect, it, onTestFinished } from 'vitest';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const HOUR = 3_600_000;
const open = (files: Record<string, string>, now: string) => openNewsroom(onTestFinished, { files, now });
const shifted = (moment: string, ms: number) => new Date(Date.parse(moment) + ms);

describe('the last change', () => {
  it('is when the newest article appeared', () => {
    const { catalog } = open(
      { 'articles/a.md': articleFile({ date: '2026-03-01T08:00:00Z' }) },
      '2026-03-02',
    );
    expect(catalog.lastChange()).toEqual(new Date('2026-03-01T08:00:00Z'));
  });

  it('is when an older article was updated after that', () => {
    const { catalog } = openNewsroom(onTestFinished);
    expect(catalog.lastChange()).toEqual(new Date('2026-03-03T10:00:00-07:00'));
  });

  it('is not an update that is still to come', () => {
    const files = {
      'articles/a.md': articleFile({ date: '2026-03-01T00:00:00Z', updated: '2026-03-05T00:00:00Z' }),
    };
    const { catalog, setTime } = open(files, '2026-03-02T00:00:00Z');
    expect(catalog.lastChange()).toEqual(new Date('2026-03-01T00:00:00Z'));
    setTime('2026-03-05T00:00:00Z');
    expect(catalog.lastChange()).toEqual(new Date('2026-03-05T00:00:00Z'));
  });

  it('is undefined when nothing is live', () => {
    const { catalog } = open({ 'articles/a.md': articleFile({ draft: true }) }, '2026-03-02');
    expect(catalog.lastChange()).toBeUndefined();
  });
});

describe('the next change', () => {
  const files = {
    'articles/a.md': articleFile({ date: '2026-03-01T00:00:00Z', expires: '2026-03-09T00:00:00Z' }),
    'articles/b.md': articleFile({ date: '2026-03-05T00:00:00Z' }),
    'articles/c.md': articleFile({ date: '2026-03-03T00:00:00Z', draft: true }),
  };

  it('is when a scheduled article appears', () => {
    expect(open(files, '2026-03-02T00:00:00Z').catalog.nextChange()).toEqual(
      new Date('2026-03-05T00:00:00Z'),
    );
  });

  it('is, at that moment, the one after it: when an article expires', () => {
    expect(open(files, '2026-03-05T00:00:00Z').catalog.nextChange()).toEqual(
      new Date('2026-03-09T00:00:00Z'),
    );
  });

  it('is undefined when nothing will appear or expire', () => {
    expect(open(files, '2026-03-09T00:00:00Z').catalog.nextChange()).toBeUndefined();
  });
});

describe('the news window', () => {
  const DATE = '2026-03-01T08:00:00.000Z';
  const newsAt = (ms: number) =>
    open({ 'articles/a.md': articleFile({ date: DATE }) }, shifted(DATE, ms).toISOString()).catalog.news();

  it('holds an article of this moment', () => {
    expect(newsAt(0)).toHaveLength(1);
  });

  it('holds it until a millisecond before 48 hours', () => {
    expect(newsAt(48 * HOUR - 1)).toHaveLength(1);
  });

  it('holds it no more at 48 hours', () => {
    expect(newsAt(48 * HOUR)).toEqual([]);
  });

  it('holds the newest first', () => {
    const { catalog, setTime } = openNewsroom(onTestFinished);
    setTime('2026-03-02T12:00:00-07:00');
    expect(catalog.news().map(({ slug }) => slug)).toEqual(['every-field', 'plain-story']);
  });
});

describe('the parts of the sitemap', () => {
  it('are one for a small site, also for an empty one', () => {
    expect(openNewsroom(onTestFinished).catalog.sitemapParts()).toBe(1);
    const { catalog } = open({}, '2026-03-02');
    expect(catalog.sitemapParts()).toBe(1);
    expect(catalog.sitemapPart(1)).toEqual([]);
  });

  it('hold every live article, the oldest first', () => {
    const part = openNewsroom(onTestFinished).catalog.sitemapPart(1);
    expect(part).toHaveLength(47);
    expect(part?.[0]).toEqual({ slug: 'filler-28', changed: new Date('2026-02-01T04:15:00-07:00') });
  });

  it('tell when an article changed, if it did', () => {
    const part = openNewsroom(onTestFinished).catalog.sitemapPart(1);
    expect(part?.at(-1)).toEqual({ slug: 'every-field', changed: new Date('2026-03-03T10:00:00-07:00') });
  });

  it('tell of no change that is still to come', () => {
    const files = { 'articles/a.md': articleFile({ date: '2026-03-01', updated: '2027-01-01' }) };
    const [entry] = open(files, '2026-03-02').catalog.sitemapPart(1) ?? [];
    expect(entry?.changed).toEqual(new Date('2026-03-01T00:00:00-07:00'));
  });

  it.each([0, 2, -1, 1.5, Number.NaN])('have no number %s', (number) => {
    expect(openNewsroom(onTestFinished).catalog.sitemapPart(number)).toBeUndefined();
  });
});
