import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { DayChart } from '../../components/day-chart.tsx';
import { StoryList } from '../../components/story-list.tsx';
import { anArticle } from '../support/articles.ts';

afterEach(cleanup);

const hoursOf = (views: number[]) =>
  views.map((number, place) => ({ start: new Date(Date.UTC(2026, 10, 24, place)), views: number }));

describe('the chart of a day', () => {
  const bars = (container: Element) =>
    [...container.querySelectorAll('rect')].map((bar) =>
      Object.fromEntries(
        ['x', 'y', 'width', 'height'].map((name) => [name, Number(bar.getAttribute(name))] as const),
      ),
    );

  it('has a bar for each hour, as high as its views against the most', () => {
    const { container } = render(<DayChart hours={hoursOf([0, 50, 100, 25])} />);
    const drawn = bars(container);
    expect(drawn.map(({ height }) => height)).toEqual([1, 75, 150, 37.5]);
    expect(drawn.map(({ x }) => x)).toEqual([2, 182, 362, 542]);
    for (const { y = 0, height = 0 } of drawn) expect(y + height).toBe(160);
  });

  it('says in words what it draws, and the same as a table', () => {
    const { container } = render(<DayChart hours={hoursOf([0, 1234])} />);
    expect(container.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
    expect(container.querySelector('figcaption')?.textContent).toContain('the highest bar is 1,234 views.');
    expect(screen.getByText('The same as a table').localName).toBe('summary');
    const headings = [...container.querySelectorAll('th')].map((cell) => [
      cell.textContent,
      cell.getAttribute('scope'),
    ]);
    expect(headings).toEqual([
      ['Hour from', 'col'],
      ['Views', 'col'],
    ]);
    const rows = [...container.querySelectorAll('tbody tr')].map((row) => [
      row.querySelector('time')?.getAttribute('datetime'),
      row.lastElementChild?.textContent,
    ]);
    expect(rows).toEqual([
      ['2026-11-23T17:00:00-07:00', '0'],
      ['2026-11-23T18:00:00-07:00', '1,234'],
    ]);
  });

  it.each([
    [[0, 0], 'one view'],
    [[1, 0], 'one view'],
    [[2, 0], '2 views'],
    [[], 'one view'],
  ])('of %j bears having little to draw', (views, most) => {
    const { container } = render(<DayChart hours={hoursOf(views)} />);
    expect(container.querySelector('figcaption')?.textContent).toContain(`the highest bar is ${most}.`);
    expect(container.innerHTML).not.toMatch(/NaN|Infinity/);
  });
});

describe('a list that readers make', () => {
  it('leads to how it is made, and says what fills it up', () => {
    render(
      <StoryList
        id="trending"
        heading="Trending"
        href="/trending"
        articles={[anArticle()]}
        form="line"
        note="Not enough readers yet: showing the newest."
        commentCounts={new Map([['a-story', 3]])}
      />,
    );
    const region = screen.getByRole('region', { name: 'Trending' });
    expect(screen.getByRole('link', { name: 'Trending' }).getAttribute('href')).toBe('/trending');
    expect(region.textContent).toContain('Not enough readers yet');
    expect(region.textContent).toContain('3 replies');
  });
});
