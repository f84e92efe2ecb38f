import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openContent } from '../../lib/content.ts';
import { articleFile, openNewsroom } from '../support/newsroom-copy.ts';

const { catalog, options } = openNewsroom(afterAll);
const slugs = (articles: { slug: string }[] | undefined) => articles?.map(({ slug }) => slug);

describe('opening', () => {
  it('fails for a content folder that does not exist', () => {
    expect(() => openContent({ ...options, contentDir: '/nowhere/at/all' })).toThrow(/ENOENT/);
  });

  it('answers with nothing before the first sync', () => {
    const { catalog: empty } = openNewsroom(onTestFinished, { files: {} });
    expect(empty.latest()).toEqual({ items: [], number: 1, pages: 1, total: 0 });
    expect(empty.statusCounts()).toEqual({ live: 0, scheduled: 0, draft: 0, expired: 0 });
  });
});

describe('one article', () => {
  it('has every field of its front matter', () => {
    expect(catalog.article('every-field')).toEqual({
      slug: 'every-field',
      path: 'articles/2026/every-field.md',
      title: 'Every field & <every> feature: “quoted”',
      excerpt: 'A standfirst with an ampersand & a <tag>.',
      date: new Date('2026-03-02T09:30:00-07:00'),
      updated: new Date('2026-03-03T10:00:00-07:00'),
      topic: 'medicine',
      featured: true,
      hasStandfirst: true,
      comments: false,
      words: 60,
      minutes: 1,
      cover: { src: '/media/cover.svg', alt: 'A square', credit: 'Drawing: the tests' },
      canonical: undefined,
      related: [],
      sources: [
        {
          title: 'First source',
          url: 'https://www.fda.gov/',
          publisher: 'FDA',
          accessed: new Date('2026-03-01T00:00:00-07:00'),
        },
        { title: 'Second source', doi: '10.1056/NEJMoa2302399' },
      ],
      corrections: [
        { date: new Date('2026-03-03T00:00:00-07:00'), text: 'An earlier version had the wrong year.' },
      ],
      review: {
        by: 'Test Desk',
        date: new Date('2026-03-02T00:00:00-07:00'),
        due: new Date('2027-03-02T00:00:00-07:00'),
      },
      source: { name: 'A report elsewhere', url: 'https://www.nih.gov/' },
      authors: [
        {
          id: 'desk',
          kind: 'desk',
          name: 'Test Desk',
          picture: { src: '/media/cover.svg', alt: 'A square' },
        },
        { id: 'ada-example', kind: 'person', name: 'Ada Example', role: 'Tester' },
      ],
      tags: [
        { slug: 'ketamine', label: 'Ketamine' },
        { slug: 'colorado-law', label: 'Colorado law' },
        { slug: 'cafe', label: 'Café' },
      ],
    });
  });

  it('is undefined for a slug that nothing has', () => {
    expect(catalog.article('no-such-story')).toBeUndefined();
  });

  it('is by the site itself when its file names no author', () => {
    expect(catalog.article('plain-story')?.authors).toEqual([{ ...options.site.author, kind: 'desk' }]);
  });

  it('names an author who has no file by the id', () => {
    const files = { 'articles/a.md': articleFile({ authors: ['someone-else'] }) };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.article('a')?.authors).toEqual([
      { id: 'someone-else', name: 'someone-else', kind: 'person', hasNoPage: true },
    ]);
  });

  it('takes minutes at 230 words a minute', () => {
    const files = { 'articles/long.md': articleFile({}, `${'word '.repeat(1150)}\n`) };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.article('long')).toMatchObject({ words: 1150, minutes: 5 });
  });

  it('has a text while it is live and none after', async () => {
    const newsroom = openNewsroom(onTestFinished);
    const article = newsroom.catalog.article('every-field');
    if (!article) throw new Error('The fixture has no every-field.');
    expect((await newsroom.catalog.text(article))?.html).toContain('<strong>strong</strong>');
    newsroom.setTime('2126-01-01T00:00:00-07:00');
    expect(await newsroom.catalog.text(article)).toBeUndefined();
  });
});

describe('the list of all articles', () => {
  it('holds twenty a page, the newest first', () => {
    const page = catalog.latest();
    expect(page).toMatchObject({ number: 1, pages: 3, total: 47 });
    expect(page?.items).toHaveLength(20);
    expect(slugs(page?.items)?.slice(0, 4)).toEqual(['every-field', 'plain-story', 'filler-27', 'filler-26']);
  });

  it('holds the rest on its last page', () => {
    expect(slugs(catalog.latest(3)?.items)).toEqual([
      'filler-31',
      'filler-03',
      'filler-30',
      'filler-02',
      'filler-29',
      'filler-01',
      'filler-28',
    ]);
  });

  it('shows each article once over all pages', () => {
    const all = [1, 2, 3].flatMap((number) => slugs(catalog.latest(number)?.items) ?? []);
    expect(new Set(all).size).toBe(47);
    expect(all).toHaveLength(47);
  });

  it.each([4, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no page %s', (number) => {
    expect(catalog.latest(number)).toBeUndefined();
  });

  it('gives the newest alone, at most as many as asked for', () => {
    expect(slugs(catalog.newest(2))).toEqual(['every-field', 'plain-story']);
    expect(catalog.newest(100)).toHaveLength(47);
  });

  it('gives those that are featured alone', () => {
    expect(slugs(catalog.featured(9))).toEqual(['every-field']);
  });

  it('puts the featured ones into the order of the editor, and those without a place behind them by date', () => {
    const files = {
      'articles/any-old.md': articleFile({ featured: true, date: '2026-02-01' }),
      'articles/any-new.md': articleFile({ featured: true, date: '2026-02-03' }),
      'articles/second.md': articleFile({ featured: 2, date: '2026-02-04' }),
      'articles/first.md': articleFile({ featured: 1, date: '2026-01-01' }),
      'articles/also-second.md': articleFile({ featured: 2, date: '2026-02-05' }),
      'articles/plain.md': articleFile({ date: '2026-02-06' }),
      'articles/not.md': articleFile({ featured: false, date: '2026-02-07' }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    const inOrder = ['first', 'also-second', 'second', 'any-new', 'any-old'];
    expect(slugs(small.featured(9))).toEqual(inOrder);
    expect(slugs(small.featured(2))).toEqual(inOrder.slice(0, 2));
    expect(small.article('first')?.featured).toBe(true);
    expect(small.article('plain')?.featured).toBe(false);
  });

  it('gives the parts of a series, the first one first, and no part that is not live', () => {
    const files = {
      'articles/two.md': articleFile({ series: 'The week', date: '2026-02-02' }),
      'articles/one.md': articleFile({ series: 'The week', date: '2026-02-01' }),
      'articles/draft.md': articleFile({ series: 'The week', date: '2026-02-01', draft: true }),
      'articles/later.md': articleFile({ series: 'The week', date: '2099-02-01' }),
      'articles/other.md': articleFile({ series: 'The month', date: '2026-02-01' }),
      'articles/alone.md': articleFile({ date: '2026-02-01' }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(slugs(small.series('The week', 9))).toEqual(['one', 'two']);
    expect(slugs(small.series('The week', 1))).toEqual(['one']);
    expect(small.series('No such', 9)).toEqual([]);
  });

  it('knows whether the editor wrote what is under the headline', () => {
    const files = {
      'articles/written.md': articleFile({ excerpt: 'By hand.' }, 'The text.\n'),
      'articles/taken.md': articleFile({}, 'The text.\n'),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    const standfirst = (slug: string) => {
      const { excerpt, hasStandfirst } = small.article(slug) ?? {};
      return [excerpt, hasStandfirst];
    };
    expect(standfirst('written')).toEqual(['By hand.', true]);
    expect(standfirst('taken')).toEqual(['The text.', false]);
  });

  it('keeps articles of the same moment in the order in which their files were read', () => {
    const files = {
      'articles/a.md': articleFile({ featured: true }),
      'articles/b.md': articleFile({ featured: true }),
      'articles/c.md': articleFile({ featured: true }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(slugs(small.latest()?.items)).toEqual(['c', 'b', 'a']);
    expect(slugs(small.featured(3))).toEqual(['c', 'b', 'a']);
  });
});

describe('a topic', () => {
  it('is counted with the others in the order of the site', () => {
    expect(catalog.topicCounts()).toEqual([
      { id: 'medicine', count: 1 },
      { id: 'psychedelics', count: 0 },
      { id: 'marijuana', count: 0 },
      { id: 'policy', count: 16 },
      { id: 'research', count: 30 },
      { id: 'campus', count: 0 },
    ]);
  });

  it('lists its articles by page', () => {
    expect(catalog.topic('research')).toMatchObject({ number: 1, pages: 2, total: 30 });
    expect(catalog.topic('research', 2)?.items).toHaveLength(10);
    expect(catalog.topic('research', 3)).toBeUndefined();
    expect(catalog.topic('policy')?.items.every(({ topic }) => topic === 'policy')).toBe(true);
  });

  it('has an empty first page while it has no article, and no second', () => {
    expect(catalog.topic('campus')).toEqual({ items: [], number: 1, pages: 1, total: 0 });
    expect(catalog.topic('campus', 2)).toBeUndefined();
  });

  it('is undefined when the site does not have it', () => {
    expect(catalog.topic('sports')).toBeUndefined();
  });

  it('gives its newest alone', () => {
    expect(slugs(catalog.newestOfTopic('policy', 2))).toEqual(['plain-story', 'filler-27']);
  });
});

describe('a tag', () => {
  it('is found by its slug and shown as its newest article writes it', () => {
    const files = {
      'articles/a.md': articleFile({ date: '2026-03-01', tags: ['Cafe'] }),
      'articles/b.md': articleFile({ date: '2026-03-02', tags: ['Café'] }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.tag('cafe')).toEqual({ slug: 'cafe', label: 'Café' });
    expect(slugs(small.tagged('cafe')?.items)).toEqual(['b', 'a']);
  });

  it('lists its articles by page', () => {
    expect(catalog.tagged('filler')).toMatchObject({ pages: 3, total: 45 });
    expect(catalog.tagged('filler', 3)?.items).toHaveLength(5);
    expect(catalog.tagged('filler', 4)).toBeUndefined();
    expect(slugs(catalog.tagged('colorado-law')?.items)).toEqual(['every-field', 'plain-story']);
  });

  it('is undefined when no article has it', () => {
    expect(catalog.tag('unheard-of')).toBeUndefined();
    expect(catalog.tagged('unheard-of')).toBeUndefined();
  });

  it('appears once on an article that writes it twice', () => {
    const files = { 'articles/a.md': articleFile({ tags: ['Café', 'cafe'] }) };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.article('a')?.tags).toEqual([{ slug: 'cafe', label: 'Café' }]);
  });
});

describe('the tags', () => {
  it('are counted by live articles, the most frequent first', () => {
    expect(catalog.tags().slice(0, 2)).toEqual([
      { slug: 'filler', label: 'Filler', count: 45 },
      { slug: 'colorado-law', label: 'Colorado law', count: 2 },
    ]);
    expect(catalog.tags().map(({ slug }) => slug)).not.toContain('zebra');
  });

  it('that are equally frequent stand in the order of their slugs', () => {
    const files = {
      'articles/a.md': articleFile({ tags: ['Pear', 'Apple', 'Plum'] }),
      'articles/b.md': articleFile({ tags: ['plum'] }),
      'articles/draft.md': articleFile({ tags: ['Quince', 'Pear'], draft: true }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.tags().map(({ slug, count }) => [slug, count])).toEqual([
      ['plum', 2],
      ['apple', 1],
      ['pear', 1],
    ]);
  });
});

describe('an author', () => {
  it('lists what he wrote, also together with others', () => {
    expect(slugs(catalog.writtenBy('ada-example')?.items)).toEqual(['every-field']);
  });

  it('is the site itself for an article without one', () => {
    expect(catalog.writtenBy('newsroom')).toMatchObject({ total: 46, pages: 3 });
    expect(catalog.author('newsroom')).toEqual({ ...options.site.author, kind: 'desk' });
  });

  it('is undefined without a file', () => {
    expect(catalog.author('no-author')).toBeUndefined();
    expect(catalog.writtenBy('no-author')).toBeUndefined();
  });

  it('has an empty first page before the first article', () => {
    const files = { 'authors/new-hire.md': '---\nname: New Hire\n---\n' };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.writtenBy('new-hire')).toEqual({ items: [], number: 1, pages: 1, total: 0 });
  });

  it('is in the list of authors, with the site before those with a file', () => {
    expect(catalog.authors().map(({ id }) => id)).toEqual(['newsroom', 'ada-example', 'desk']);
  });

  it('is there once when the site itself has a file', () => {
    const files = { 'authors/newsroom.md': '---\nname: The Newsroom\nkind: desk\n---\n' };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.authors()).toEqual([{ id: 'newsroom', name: 'The Newsroom', kind: 'desk' }]);
  });

  it('has the text of its file', async () => {
    expect((await catalog.authorText('ada-example'))?.html).toBe('<p>A name made up for tests.</p>\n');
    expect(await catalog.authorText('newsroom')).toBeUndefined();
  });
});

describe('a static page', () => {
  it('is found by its slug with its fields', () => {
    expect(catalog.page('about')).toEqual({
      ...{ slug: 'about', title: 'About the tests', description: 'What this is.' },
      updated: new Date('2026-02-01T00:00:00-07:00'),
    });
    expect(catalog.page('disclaimer')?.updated).toBeUndefined();
  });

  it('has a text', async () => {
    expect((await catalog.pageText('disclaimer'))?.html).toBe('<p>No advice.</p>\n');
  });

  it('is undefined without a file', async () => {
    expect(catalog.page('imprint')).toBeUndefined();
    expect(await catalog.pageText('imprint')).toBeUndefined();
  });

  it('is in the list of pages', () => {
    expect(slugs(catalog.pages())).toEqual(['about', 'disclaimer']);
  });
});

describe('a month', () => {
  it('is counted, the newest first', () => {
    expect(catalog.months()).toEqual([
      { month: '2026-03', count: 2 },
      { month: '2026-02', count: 45 },
    ]);
  });

  it('lists its articles, the newest first', () => {
    expect(slugs(catalog.month('2026-03')?.items)).toEqual(['every-field', 'plain-story']);
    expect(catalog.month('2026-02')).toMatchObject({ total: 45, pages: 3 });
    expect(catalog.month('2026-02', 3)?.items).toHaveLength(5);
  });

  it.each(['2025-12', '2026-01', '2026-13', 'nonsense'])('is undefined when it has none: %s', (month) => {
    expect(catalog.month(month)).toBeUndefined();
  });

  it('ends at midnight in the zone of the site', () => {
    const files = {
      'articles/last-of-march.md': articleFile({ date: '2026-03-31T23:59:59-06:00' }),
      'articles/first-of-april.md': articleFile({ date: '2026-04-01T00:00:00-06:00' }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files, now: '2026-05-01' });
    expect(slugs(small.month('2026-03')?.items)).toEqual(['last-of-march']);
    expect(slugs(small.month('2026-04')?.items)).toEqual(['first-of-april']);
  });
});

describe('the years', () => {
  it('go from the newest live article back to the oldest', () => {
    const files = {
      'articles/a.md': articleFile({ date: '2023-12-31T23:59:59-07:00' }),
      'articles/b.md': articleFile({ date: '2026-01-01T00:00:00-07:00' }),
      'articles/draft.md': articleFile({ date: '2020-01-01', draft: true }),
      'articles/to-come.md': articleFile({ date: '2027-01-01' }),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    expect(small.years()).toEqual(['2026', '2025', '2024', '2023']);
  });

  it('are none while there is no article', () => {
    expect(openNewsroom(onTestFinished, { files: {} }).catalog.years()).toEqual([]);
  });
});

describe('the neighbours of an article', () => {
  const neighboursOf = (slug: string) => {
    const article = catalog.article(slug);
    if (!article) throw new Error(`The fixture has no ${slug}.`);
    const { previous, next } = catalog.neighbours(article);
    return [previous?.slug, next?.slug];
  };

  it('are the ones before and after it by date', () => {
    expect(neighboursOf('plain-story')).toEqual(['filler-27', 'every-field']);
  });

  it('end at both ends', () => {
    expect(neighboursOf('every-field')).toEqual(['plain-story', undefined]);
    expect(neighboursOf('filler-28')).toEqual([undefined, 'filler-01']);
  });

  it('lead through articles of the same moment, each once', () => {
    const files = {
      'articles/a.md': articleFile(),
      'articles/b.md': articleFile(),
      'articles/c.md': articleFile(),
    };
    const { catalog: small } = openNewsroom(onTestFinished, { files });
    const walk: string[] = [];
    let article = small.latest()?.items[0];
    while (article && walk.length < 9) {
      walk.push(article.slug);
      article = small.neighbours(article).previous;
    }
    expect(walk).toEqual(['c', 'b', 'a']);
  });
});
