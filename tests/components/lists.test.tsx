import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { DayList } from '../../components/day-list.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { Pagination } from '../../components/pagination.tsx';
import { Story } from '../../components/story.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { TagLinks } from '../../components/tag-links.tsx';
import { TopicIndex } from '../../components/topic-index.tsx';
import { TopicLabel } from '../../components/topic-label.tsx';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { anArticle, desk, person } from '../support/articles.ts';

afterEach(cleanup);

const cover = { src: '/media/covers/a.svg', alt: 'What the cover shows' };

describe('an article in a list', () => {
  it.each([2, 3] as const)('has its headline as a link in a heading of level %i', (level) => {
    render(<Story article={anArticle()} form="card" level={level} />);
    const heading = screen.getByRole('heading', { level, name: 'A story' });
    expect(heading.querySelector('a')?.getAttribute('href')).toBe('/news/a-story');
  });

  it('names its topic and its day', () => {
    const { container } = render(<Story article={anArticle()} form="card" level={3} />);
    expect(screen.getByRole('link', { name: 'Medicine' }).getAttribute('href')).toBe('/topics/medicine');
    expect(container.querySelector('time')?.textContent).toBe('Nov 23, 2026');
  });

  it('names the hour where its day is said already', () => {
    const { container } = render(<Story article={anArticle()} form="row" level={3} when="time" />);
    expect(container.querySelector('time')?.textContent).toBe('6:00 AM');
  });

  it.each([
    ['lead', true, true],
    ['row', true, true],
    ['card', true, false],
    ['line', false, false],
  ] as const)('as a %s has a picture: %s, and a standfirst: %s', (form, hasPicture, hasStandfirst) => {
    const { container } = render(<Story article={anArticle({ cover })} form={form} level={3} />);
    expect(container.querySelector('article')?.className).toBe(`story ${form}`);
    expect(container.querySelector('img') !== null).toBe(hasPicture);
    expect(container.querySelector('.standfirst') !== null).toBe(hasStandfirst);
  });

  it('does not read its picture out, because the headline says it', () => {
    const { container } = render(<Story article={anArticle({ cover })} form="card" level={3} />);
    expect(container.querySelector('img')?.getAttribute('alt')).toBe('');
  });

  it('fetches the picture of the lead at once and those of others when they come near', () => {
    const { container, rerender } = render(<Story article={anArticle({ cover })} form="lead" level={2} />);
    expect(container.querySelector('img')?.getAttribute('loading')).toBeNull();
    expect(container.querySelector('img')?.getAttribute('fetchpriority')).toBe('high');
    rerender(<Story article={anArticle({ cover })} form="row" level={2} />);
    expect(container.querySelector('img')?.getAttribute('loading')).toBe('lazy');
  });

  it('as the lead names all authors and the reading time', () => {
    const article = anArticle({ authors: [desk, person] });
    const { container } = render(<Story article={article} form="lead" level={2} />);
    expect(container.textContent).toContain('By Medicine Desk, Ada Example · 2 min read');
  });

  it('may have no cover', () => {
    const { container } = render(<Story article={anArticle()} form="lead" level={2} />);
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByRole('heading', { name: 'A story' })).toBeTruthy();
  });
});

const two = ['first', 'second'].map((slug) => anArticle({ slug, title: `The ${slug}` }));
const textsOf = (elements: Iterable<Element>) => [...elements].map((element) => element.textContent);

describe('a group of articles', () => {
  it('is a section named by its heading, with its articles in order', () => {
    const { container } = render(
      <StoryList id="recent" heading="Recent posts" articles={two} form="card" note="A note." />,
    );
    const section = screen.getByRole('region', { name: 'Recent posts' });
    expect([section.id, section.className]).toEqual(['recent', 'cards']);
    expect(textsOf(section.querySelectorAll('li h3'))).toEqual(['The first', 'The second']);
    expect(container.textContent).toContain('A note.');
  });

  it('is not there when it has no articles', () => {
    const { container } = render(<StoryList id="recent" heading="Recent" articles={[]} form="line" />);
    expect(container.innerHTML).toBe('');
  });
});

describe('a list by days', () => {
  it('puts each article under its day in the zone of the site', () => {
    const articles = [
      anArticle({ slug: 'a', title: 'Morning', date: new Date('2026-11-24T13:00:00Z') }),
      // It is the 24th in London, and still the 23rd in Denver.
      anArticle({ slug: 'b', title: 'Late', date: new Date('2026-11-24T06:59:00Z') }),
      anArticle({ slug: 'c', title: 'Early', date: new Date('2026-11-23T07:00:00Z') }),
    ];
    const { container } = render(<DayList articles={articles} />);
    const days = [...container.querySelectorAll('section')];
    expect(textsOf(container.querySelectorAll('section > h3'))).toEqual([
      'Tuesday, November 24',
      'Monday, November 23',
    ]);
    expect(days.map((day) => textsOf(day.querySelectorAll('article h3')))).toEqual([
      ['Morning'],
      ['Late', 'Early'],
    ]);
    expect(textsOf(container.querySelectorAll('article time'))).toEqual(['6:00 AM', '11:59 PM', '12:00 AM']);
  });

  it('is empty without articles', () => {
    const { container } = render(<DayList articles={[]} />);
    expect(container.innerHTML).toBe('');
  });
});

describe('a page of a list', () => {
  const list = { items: two, number: 1, pages: 1, total: 2 };

  it('has one heading of the first level, and how many articles there are', () => {
    const { container } = render(<ListPage heading="Latest" list={list} href={urls.latest} />);
    expect(textsOf(screen.getAllByRole('heading', { level: 1 }))).toEqual(['Latest']);
    expect(container.querySelector('header .meta')?.textContent).toBe('2 articles');
    expect(textsOf(screen.getAllByRole('heading', { level: 2 }))).toEqual(['The first', 'The second']);
  });

  it.each([
    [{ items: [], number: 1, pages: 1, total: 0 }, '0 articles'],
    [{ items: two, number: 1, pages: 1, total: 1 }, '1 article'],
    [{ items: two, number: 2, pages: 3, total: 47 }, '47 articles · page 2 of 3'],
  ])('counts %j in words', (counted, words) => {
    const { container } = render(<ListPage heading="Latest" list={counted} href={urls.latest} />);
    expect(container.querySelector('header .meta')?.textContent).toBe(words);
  });

  it('has the colour of its topic and what follows the heading', () => {
    const { container } = render(
      <ListPage heading="Medicine" list={list} href={urls.latest} tone="topic-medicine">
        <p>What it is about.</p>
      </ListPage>,
    );
    expect(container.querySelector('header')?.className).toBe('topic-medicine');
    expect(textsOf(container.querySelectorAll('header > *'))).toEqual([
      'Medicine',
      'What it is about.',
      '2 articles',
    ]);
  });

  it('leads to its other pages', () => {
    const href = (page: number) => urls.topic('medicine', page);
    render(<ListPage heading="Medicine" list={{ ...list, pages: 2 }} href={href} />);
    expect(screen.getByRole('link', { name: 'Older' }).getAttribute('href')).toBe('/topics/medicine/2');
  });
});

describe('the tags of an article', () => {
  it('lead to their lists', () => {
    const tags = [
      { slug: 'colorado-law', label: 'Colorado law' },
      { slug: 'cafe', label: 'Café' },
    ];
    render(<TagLinks tags={tags} />);
    const links = within(screen.getByRole('list', { name: 'Tags' })).getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['Colorado law', '/tags/colorado-law'],
      ['Café', '/tags/cafe'],
    ]);
  });

  it('are not there when there are none', () => {
    const { container } = render(<TagLinks tags={[]} />);
    expect(container.innerHTML).toBe('');
  });
});

describe('the index of topics', () => {
  it('lists each topic with its number of articles and what it is about', () => {
    const counts = site.topics.map(({ id }, place) => ({ id, count: place * 3 }));
    render(<TopicIndex counts={counts} />);
    const items = within(screen.getByRole('region', { name: 'Topics' })).getAllByRole('listitem');
    expect(items.map((item) => item.querySelector('a')?.getAttribute('href'))).toEqual(
      site.topics.map(({ id }) => `/topics/${id}`),
    );
    expect(items.map((item) => item.querySelector('span')?.textContent?.trim())).toEqual(
      counts.map(({ count }) => String(count)),
    );
    expect(items.map((item) => item.querySelector('p')?.textContent)).toEqual(
      site.topics.map(({ description }) => description),
    );
  });
});

describe('the label of a topic', () => {
  it.each(site.topics.map(({ id, name }) => [id, name]))(
    '%s is called %s and wears its colour',
    (id, name) => {
      render(<TopicLabel id={id} />);
      const link = screen.getByRole('link', { name });
      expect([link.className, link.getAttribute('href')]).toEqual([`kicker topic-${id}`, `/topics/${id}`]);
    },
  );

  it('of a topic that the site does not have is its id', () => {
    render(<TopicLabel id="gone" />);
    expect(screen.getByRole('link', { name: 'gone' })).toBeTruthy();
  });
});

function shown(number: number, pages: number) {
  const { unmount } = render(<Pagination number={number} pages={pages} href={urls.latest} />);
  const items = screen.getAllByRole('listitem');
  const text = items.map((item) => (item.className === 'gap' ? `… ${item.textContent}` : item.textContent));
  unmount();
  return text.join(' ');
}

describe('the links to the pages of a list', () => {
  it.each([
    [1, 2, '1 2'],
    [1, 9, '1 2 3 … 9'],
    [2, 9, '1 2 3 4 … 9'],
    [5, 9, '1 … 3 4 5 6 7 … 9'],
    [8, 9, '1 … 6 7 8 9'],
    [9, 9, '1 … 7 8 9'],
    [2, 3, '1 2 3'],
    [100, 500, '1 … 98 99 100 101 102 … 500'],
  ])('are, on page %i of %i, %s', (number, pages, expected) => {
    expect(shown(number, pages)).toBe(expected);
  });

  it('lead to the neighbours, the first page without its number', () => {
    render(<Pagination number={2} pages={3} href={urls.latest} />);
    const newer = screen.getByRole('link', { name: 'Newer' });
    const older = screen.getByRole('link', { name: 'Older' });
    expect([newer.getAttribute('href'), newer.getAttribute('rel')]).toEqual(['/latest', 'prev']);
    expect([older.getAttribute('href'), older.getAttribute('rel')]).toEqual(['/latest/3', 'next']);
  });

  it('lead nowhere beyond the ends', () => {
    const { unmount } = render(<Pagination number={1} pages={3} href={urls.latest} />);
    expect(screen.queryByRole('link', { name: 'Newer' })).toBeNull();
    unmount();
    render(<Pagination number={3} pages={3} href={urls.latest} />);
    expect(screen.queryByRole('link', { name: 'Older' })).toBeNull();
  });

  it('say which page this is, and speak their number with a word', () => {
    render(<Pagination number={2} pages={3} href={urls.latest} />);
    expect(screen.getByRole('navigation', { name: 'Pages of this list' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Page 2' }).getAttribute('aria-current')).toBe('page');
    expect(screen.getByRole('link', { name: 'Page 3' }).hasAttribute('aria-current')).toBe(false);
  });

  it('are not there for a list of one page', () => {
    const { container } = render(<Pagination number={1} pages={1} href={urls.latest} />);
    expect(container.innerHTML).toBe('');
  });
});
