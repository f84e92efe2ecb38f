import { describe, expect, it, onTestFinished } from 'vitest';
import { candidates, candidatesByTag } from '../../../lib/catalog/lists.ts';
import { articleFile, type NewsroomCopy, openNewsroom, openQueries } from '../../support/newsroom-copy.ts';

const APPEARS = '2026-04-01T08:00:00.000-06:00';
const EXPIRES = '2026-04-02T08:00:00.000-06:00';

const zebra = {
  title: 'Zebra crossing',
  date: APPEARS,
  expires: EXPIRES,
  topic: 'campus',
  tags: ['Zebras'],
  authors: ['keeper'],
  featured: true,
  aliases: ['okapi'],
};

/** One article that comes and goes, between two that are always there. */
function open(now: string | Date, fields: Record<string, unknown> = {}) {
  const files = {
    'articles/older.md': articleFile({ title: 'The older zebra', date: '2026-03-01', tags: ['Zebras'] }),
    'articles/zebra.md': articleFile({ ...zebra, ...fields }),
    'authors/keeper.md': '---\nname: The Keeper\n---\n',
  };
  return openNewsroom(onTestFinished, { files, now: new Date(now).toISOString() });
}

const before = (moment: string) => new Date(Date.parse(moment) - 1);

/** Every question by which a reader could come upon the article, and whether it answers with it. */
function sightings({ catalog, options }: NewsroomCopy): Record<string, boolean> {
  const queries = openQueries(onTestFinished, options);
  const has = (articles: { slug: string }[] | undefined) =>
    articles?.some(({ slug }) => slug === 'zebra') ?? false;
  const older = catalog.article('older');
  if (!older) throw new Error('The older article should always be live.');
  return {
    article: catalog.article('zebra') !== undefined,
    latest: has(catalog.latest()?.items),
    newest: has(catalog.newest(9)),
    featured: has(catalog.featured(9)),
    topic: has(catalog.topic('campus')?.items),
    newestOfTopic: has(catalog.newestOfTopic('campus', 9)),
    topicCounts: catalog.topicCounts().some(({ id, count }) => id === 'campus' && count === 1),
    tagged: has(catalog.tagged('zebras')?.items),
    candidatesByTag: candidatesByTag(queries, 'zebras', 9).newest.length === 2,
    candidatesOfTopic: candidates(queries, 9, 'campus').length === 1,
    candidates: candidates(queries, 9).length === 2,
    writtenBy: has(catalog.writtenBy('keeper')?.items),
    month: has(catalog.month('2026-04')?.items),
    months: catalog.months().some(({ month }) => month === '2026-04'),
    search: has(catalog.search('crossing')?.items),
    sitemap: has(catalog.sitemapPart(1)),
    news: has(catalog.news()),
    alias: catalog.aliasTarget('okapi') === 'zebra',
    leadsSomewhere: catalog.leadsSomewhere('/news/zebra'),
    aliasLeadsSomewhere: catalog.leadsSomewhere('/news/okapi'),
    related: has(catalog.related(older, 9)),
    neighbours: catalog.neighbours(older).next?.slug === 'zebra',
    total: catalog.latest()?.total === 2,
    statusCounts: catalog.statusCounts().live === 2,
  };
}

const answers = (seen: Record<string, boolean>, answer: boolean) =>
  Object.entries(seen).flatMap(([question, sees]) => (sees === answer ? [question] : []));

describe('an article that comes and goes', () => {
  it('is nowhere a millisecond before its date', () => {
    const newsroom = open(before(APPEARS));
    expect(answers(sightings(newsroom), true)).toEqual([]);
    expect(newsroom.catalog.statusCounts()).toEqual({ live: 1, scheduled: 1, draft: 0, expired: 0 });
  });

  it('is everywhere at the moment of its date', () => {
    expect(answers(sightings(open(APPEARS)), false)).toEqual([]);
  });

  it('is everywhere a millisecond before it expires', () => {
    expect(answers(sightings(open(before(EXPIRES))), false)).toEqual([]);
  });

  it('is nowhere at the moment at which it expires', () => {
    const newsroom = open(EXPIRES);
    expect(answers(sightings(newsroom), true)).toEqual([]);
    expect(newsroom.catalog.statusCounts()).toEqual({ live: 1, scheduled: 0, draft: 0, expired: 1 });
  });

  it('is nowhere as a draft, whatever its date', () => {
    const newsroom = open(APPEARS, { draft: true });
    expect(answers(sightings(newsroom), true)).toEqual([]);
    expect(newsroom.catalog.statusCounts()).toEqual({ live: 1, scheduled: 0, draft: 1, expired: 0 });
  });

  it('needs no sync to come and to go', () => {
    const { catalog, setTime } = open(before(APPEARS));
    const seen = [before(APPEARS), APPEARS, before(EXPIRES), EXPIRES].map((moment) => {
      setTime(moment);
      return catalog.article('zebra') !== undefined;
    });
    expect(seen).toEqual([false, true, true, false]);
  });

  it('never appears when it expires at its own date', () => {
    const newsroom = open(APPEARS, { expires: APPEARS });
    expect(answers(sightings(newsroom), true)).toEqual([]);
  });
});

describe('what the fixture hides', () => {
  it.each(['zebradraft', 'zebrascheduled', 'zebraexpired'])('cannot be found as %s', (word) => {
    const { catalog } = openNewsroom(onTestFinished);
    expect(catalog.search(word)?.total).toBe(0);
    expect(catalog.tag(word)).toBeUndefined();
    expect(catalog.tagged(word)).toBeUndefined();
  });

  it('is counted by its state', () => {
    const { catalog } = openNewsroom(onTestFinished);
    expect(catalog.statusCounts()).toEqual({ live: 47, scheduled: 1, draft: 1, expired: 1 });
  });

  it('does not count for a tag that it shares with a live article', () => {
    const { catalog } = openNewsroom(onTestFinished);
    expect(catalog.tagged('ketamine')?.items.map(({ slug }) => slug)).toEqual(['every-field']);
  });
});
