import { describe, expect, it, onTestFinished } from 'vitest';
import { diversify, rankRelated } from '../../../lib/catalog/related.ts';
import type { Article } from '../../../lib/catalog.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const NOW = new Date('2026-03-10T00:00:00Z');

function article(slug: string, title = slug, date = '2026-03-01T00:00:00Z'): Article {
  return {
    slug,
    path: `articles/${slug}.md`,
    title,
    excerpt: '',
    date: new Date(date),
    authors: [{ id: 'desk', name: 'Desk', kind: 'desk' }],
    topic: 'medicine',
    tags: [],
    featured: false,
    hasStandfirst: true,
    comments: true,
    sources: [],
    corrections: [],
    related: [],
    words: 1,
    minutes: 1,
  };
}

const order = (articles: Article[]) => articles.map(({ slug }) => slug);

describe('the order of related articles', () => {
  const SUBJECT = 1;
  /** What is weighed of an article with that id. */
  const near = (id: number, date = '2026-03-01T00:00:00Z') => ({ id, date: Date.parse(date) });
  const nothing = {
    self: SUBJECT,
    total: 100,
    tagged: [],
    ofTopic: [],
    fallback: [],
    now: NOW,
    titles: () => new Map<number, string>(),
  };
  const subject = { title: 'Ketamine explained' };
  const titled = (...named: [number, string][]) => ({ titles: () => new Map(named) });

  it('puts a rare shared tag before a common one', () => {
    const common = { total: 90, newest: [near(2)] };
    const rare = { total: 2, newest: [near(3)] };
    expect(rankRelated(subject, { ...nothing, tagged: [common, rare] })).toEqual([3, 2]);
  });

  it('puts two shared tags before one', () => {
    const tagged = [
      { total: 10, newest: [near(2), near(3)] },
      { total: 10, newest: [near(3)] },
    ];
    expect(rankRelated(subject, { ...nothing, tagged })).toEqual([3, 2]);
  });

  it('counts a word of the title', () => {
    const words = titled([2, 'Something else'], [3, 'More ketamine']);
    expect(rankRelated(subject, { ...nothing, ...words, ofTopic: [near(2), near(3)] })).toEqual([3, 2]);
  });

  it('does not count a short word of the title', () => {
    const about = { title: 'The law of the land' };
    const words = titled([2, 'Nothing shared'], [3, 'The law of the sea']);
    expect(rankRelated(about, { ...nothing, ...words, ofTopic: [near(2), near(3)] })).toEqual([2, 3]);
  });

  it('reads the titles of those alone that tags and topic put first', () => {
    const asked: number[][] = [];
    const many = Array.from({ length: 60 }, (_, place) => near(place + 2));
    const rare = { total: 2, newest: many.slice(-40) };
    const ranked = rankRelated(subject, {
      ...nothing,
      tagged: [rare],
      ofTopic: many,
      titles(ids) {
        asked.push(ids);
        return new Map();
      },
    });
    expect(asked).toEqual([many.slice(-40).map(({ id }) => id)]);
    expect(ranked).toHaveLength(60);
  });

  it('puts the more recent of two that are alike first', () => {
    const ofTopic = [near(2, '2025-01-01T00:00:00Z'), near(3, '2026-03-09T00:00:00Z')];
    expect(rankRelated(subject, { ...nothing, ofTopic })).toEqual([3, 2]);
  });

  it('fills up with what shares nothing, the newest first, each once', () => {
    const newest = [near(2), near(3), near(4)];
    expect(rankRelated(subject, { ...nothing, ofTopic: [near(3)], fallback: newest })).toEqual([3, 2, 4]);
  });

  it('never holds the subject itself', () => {
    const itself = near(SUBJECT);
    const all = { total: 1, newest: [itself] };
    expect(
      rankRelated(subject, { ...nothing, tagged: [all], ofTopic: [itself], fallback: [itself] }),
    ).toEqual([]);
  });
});

describe('the choice among them', () => {
  const ofSeries = (slug: string, series: string): Article => ({ ...article(slug), series });
  const brief = (slug: string, name: string): Article => ({
    ...article(slug),
    source: { name, url: 'https://a.example/' },
  });

  it('keeps the order, up to as many as asked for', () => {
    expect(order(diversify([], [article('a'), article('b'), article('c')], 2))).toEqual(['a', 'b']);
  });

  it('passes over the third of one series', () => {
    const ranked = [
      ...['a', 'b', 'c'].map((slug) => ofSeries(slug, 'Week')),
      ofSeries('d', 'Day'),
      article('e'),
    ];
    expect(order(diversify([], ranked, 9))).toEqual(['a', 'b', 'd', 'e']);
  });

  it('passes over the third brief of one source', () => {
    const ranked = [...['a', 'b', 'c'].map((slug) => brief(slug, 'FDA')), brief('d', 'NIH')];
    expect(order(diversify([], ranked, 9))).toEqual(['a', 'b', 'd']);
  });

  it('puts first what is proposed, all of it, and counts it', () => {
    const proposed = ['a', 'b', 'c'].map((slug) => ofSeries(slug, 'Week'));
    const ranked = [ofSeries('d', 'Week'), article('a'), article('e')];
    expect(order(diversify(proposed, ranked, 9))).toEqual(['a', 'b', 'c', 'e']);
    expect(order(diversify(proposed, ranked, 2))).toEqual(['a', 'b']);
  });
});

describe('the related articles of the catalog', () => {
  const relatedIn = (files: Record<string, string>, slug: string, most: number) => {
    const { catalog } = openNewsroom(onTestFinished, { files });
    const found = catalog.article(slug);
    if (!found) throw new Error(`There is no ${slug}.`);
    return order(catalog.related(found, most));
  };

  it('share a tag before they share a topic', () => {
    const files = {
      'articles/subject.md': articleFile({ title: 'Subject', tags: ['Bees'] }),
      'articles/tagged.md': articleFile({ title: 'Tagged', topic: 'policy', tags: ['Bees'] }),
      'articles/topical.md': articleFile({ title: 'Topical' }),
      'articles/neither.md': articleFile({ title: 'Neither', topic: 'campus' }),
    };
    expect(relatedIn(files, 'subject', 9)).toEqual(['tagged', 'topical', 'neither']);
  });

  it('are first those that the editor proposes, live ones under any of their names', () => {
    const related = ['topical', 'former-name', 'subject', 'draft', 'to-come', 'gone-by', 'nothing'];
    const files = {
      'articles/subject.md': articleFile({ tags: ['Bees'], related }),
      'articles/tagged.md': articleFile({ tags: ['Bees'] }),
      'articles/topical.md': articleFile(),
      'articles/neither.md': articleFile({ topic: 'campus', aliases: ['former-name'] }),
      'articles/draft.md': articleFile({ tags: ['Bees'], draft: true }),
      'articles/to-come.md': articleFile({ tags: ['Bees'], date: '2027-01-01' }),
      'articles/gone-by.md': articleFile({ tags: ['Bees'], expires: '2026-03-02' }),
    };
    expect(relatedIn(files, 'subject', 9)).toEqual(['topical', 'neither', 'tagged']);
  });

  it('may be newer than the article', () => {
    const files = {
      'articles/subject.md': articleFile({ tags: ['Bees'], date: '2025-01-01' }),
      'articles/newer.md': articleFile({ tags: ['Bees'], date: '2026-03-01' }),
    };
    expect(relatedIn(files, 'subject', 9)).toEqual(['newer']);
  });

  it('are no more than two of a series', () => {
    const week = (date: string) => articleFile({ series: 'The week', date });
    const files = {
      'articles/subject.md': week('2026-03-09'),
      'articles/a.md': week('2026-03-08'),
      'articles/b.md': week('2026-02-01'),
      'articles/c.md': week('2026-01-01'),
      'articles/other.md': articleFile({ topic: 'campus' }),
    };
    expect(relatedIn(files, 'subject', 9)).toEqual(['a', 'b', 'other']);
  });

  it('are looked for further when all that are near are of one series', () => {
    const days = Array.from({ length: 20 }, (_, day) => String(day + 1).padStart(2, '0'));
    const week = Object.fromEntries(
      days.map((day) => [
        `articles/week-${day}.md`,
        articleFile({ series: 'The week', tags: ['Bees'], date: `2026-02-${day}` }),
      ]),
    );
    const files = {
      ...week,
      'articles/subject.md': articleFile({ tags: ['Bees'] }),
      'articles/other.md': articleFile({ topic: 'campus' }),
    };
    expect(relatedIn(files, 'subject', 4)).toEqual(['week-20', 'week-19', 'other']);
  });

  it('are at most as many as asked for', () => {
    const { catalog } = openNewsroom(onTestFinished);
    const found = catalog.article('filler-01');
    expect(found && catalog.related(found, 4)).toHaveLength(4);
  });

  it('are none when the article is alone', () => {
    expect(relatedIn({ 'articles/subject.md': articleFile({ tags: ['Bees'] }) }, 'subject', 4)).toEqual([]);
  });
});
