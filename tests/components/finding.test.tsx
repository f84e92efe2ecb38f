import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { SearchFilters } from '../../components/search-filters.tsx';
import { SearchResults } from '../../components/search-results.tsx';
import { TagIndex } from '../../components/tag-index.tsx';
import { anArticle } from '../support/articles.ts';

afterEach(cleanup);

it('marks the words that were found, and escapes the text around them', () => {
  const title = [
    { text: 'A <b> ', isMatch: false },
    { text: 'law', isMatch: true },
  ];
  const passage = [{ text: 'Laws', isMatch: true }];
  const { container } = render(<SearchResults found={[{ ...anArticle(), marked: { title, passage } }]} />);
  expect(screen.getByRole('link', { name: 'A <b> law' }).getAttribute('href')).toBe('/news/a-story');
  expect([...container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'law',
    'Laws',
  ]);
});

it('offers the years with a month that was asked for, and what else a search is narrowed by', () => {
  render(
    <SearchFilters
      asked={{ from: '2025-03', to: '2019', topic: 'policy', author: 'policy-desk' }}
      years={['2026', '2025']}
      authors={[
        { id: 'campus-desk', name: 'Campus Desk' },
        { id: 'policy-desk', name: 'Policy Desk' },
      ]}
      tag="Ketamine"
      tags={['FDA', 'Ketamine']}
    />,
  );
  const options = (name: string) =>
    [...screen.getByRole('combobox', { name: new RegExp(`^${name}`) }).querySelectorAll('option')].map(
      ({ textContent }) => textContent,
    );
  expect(options('From')).toEqual(['Any year', 'March 2025', '2026', '2025']);
  expect(options('Until')).toEqual(['Any year', '2019', '2026', '2025']);
  expect(screen.getByRole('combobox', { name: /^Topic/ })).toHaveProperty('value', 'policy');
  expect(screen.getByRole('combobox', { name: /^Author/ })).toHaveProperty('value', 'policy-desk');
  expect(screen.getByRole('combobox', { name: /^Tag/ })).toHaveProperty('value', 'Ketamine');
});

it('says nothing of tags while there are none', () => {
  expect(render(<TagIndex tags={[]} />).container.innerHTML).toBe('');
});
