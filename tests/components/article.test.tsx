import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { AuthorBox } from '../../components/author-box.tsx';
import { Byline } from '../../components/byline.tsx';
import { Corrections } from '../../components/corrections.tsx';
import { Sources } from '../../components/sources.tsx';
import { TableOfContents } from '../../components/table-of-contents.tsx';
import { site } from '../../lib/site.ts';
import { anArticle, desk, person } from '../support/articles.ts';

afterEach(cleanup);

describe('a byline', () => {
  it('names each author with a link to what else they wrote', () => {
    render(<Byline article={anArticle({ authors: [desk, person] })} />);
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual(['Medicine Desk', 'Ada Example']);
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/authors/medicine-desk',
      '/authors/ada-example',
    ]);
    expect(links.map((link) => link.getAttribute('rel'))).toEqual(['author', 'author']);
  });

  it('links to no page about an author who has no file', () => {
    const { container } = render(
      <Byline
        article={anArticle({
          authors: [{ id: 'no-file', name: 'no-file', kind: 'person', hasNoPage: true }],
        })}
      />,
    );
    expect(container.textContent).toContain('By no-file Published');
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('reads as a sentence, with the time in the zone of the site', () => {
    const { container } = render(<Byline article={anArticle({ authors: [desk, person] })} />);
    expect(container.textContent).toBe(
      'By Medicine Desk, Ada Example Published November 23, 2026, 6:00 AM MST · 2 min read',
    );
  });

  it('gives both moments to machines when the article has changed', () => {
    const article = anArticle({ updated: new Date('2026-11-24T18:30:00Z') });
    const { container } = render(<Byline article={article} />);
    const times = [...container.querySelectorAll('time')].map((time) => time.getAttribute('datetime'));
    expect(times).toEqual(['2026-11-23T06:00:00-07:00', '2026-11-24T11:30:00-07:00']);
    expect(container.textContent).toContain('Updated November 24, 2026, 11:30 AM');
  });

  it('does not speak of an update that never was', () => {
    const { container } = render(<Byline article={anArticle()} />);
    expect(container.textContent).not.toContain('Updated');
  });

  it("shows the first author's picture, and the emblem of the site when there is none", () => {
    const { unmount } = render(<Byline article={anArticle({ authors: [desk, person] })} />);
    expect(screen.getByRole('img').getAttribute('src')).toBe('/media/authors/medicine-desk.svg');
    unmount();
    render(<Byline article={anArticle({ authors: [person, desk] })} />);
    expect(screen.getByRole('img').getAttribute('src')).toBe(site.author.picture.src);
  });
});

describe('the box about an author', () => {
  it('is a landmark named after the author, with a link to the list of articles', () => {
    render(<AuthorBox author={desk} html="<p>Who we are.</p>" />);
    const box = screen.getByRole('complementary', { name: 'About Medicine Desk' });
    const link = within(box).getByRole('link', { name: 'Medicine Desk' });
    expect(link.getAttribute('href')).toBe('/authors/medicine-desk');
    expect(within(box).getByRole('img', { name: 'A drop' })).toBeTruthy();
    expect(box.querySelector('.prose')?.innerHTML).toBe('<p>Who we are.</p>');
  });

  it('may have no text and no picture of the author', () => {
    const { container } = render(<AuthorBox author={person} html={undefined} />);
    expect(container.querySelector('.prose')).toBeNull();
    expect(screen.getByRole('img', { name: site.author.picture.alt })).toBeTruthy();
  });
});

describe('the table of contents', () => {
  it('leads to each heading in their order, the third level deeper', () => {
    render(
      <TableOfContents
        headings={[
          { id: 'first', text: 'First & foremost', depth: 2 },
          { id: 'detail', text: 'A detail', depth: 3 },
          { id: 'second', text: 'Second', depth: 2 },
        ]}
      />,
    );
    expect(screen.getByRole('navigation', { name: 'Contents' })).toBeTruthy();
    const links = screen.getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['First & foremost', '#first'],
      ['A detail', '#detail'],
      ['Second', '#second'],
    ]);
    expect(links.map((link) => link.closest('li')?.className)).toEqual(['', 'deeper', '']);
  });

  it.each([[[]], [[{ id: 'only', text: 'The only one', depth: 2 as const }]]])(
    'is not there for %j',
    (headings) => {
      const { container } = render(<TableOfContents headings={headings} />);
      expect(container.innerHTML).toBe('');
    },
  );
});

const date = new Date('2026-11-24T07:00:00Z');

describe('the corrections under an article', () => {
  it('say what was wrong, and when it was corrected', () => {
    render(<Corrections article={anArticle({ corrections: [{ date, text: 'The year was wrong.' }] })} />);
    const section = screen.getByRole('region', { name: 'Correction' });
    expect(section.id).toBe('corrections');
    expect(section.querySelector('p')?.textContent).toBe('November 24, 2026: The year was wrong.');
    expect(section.querySelector('time')?.getAttribute('datetime')).toBe('2026-11-24T00:00:00-07:00');
  });

  it('are called by their number', () => {
    const corrections = ['One.', 'Two.'].map((text) => ({ date, text }));
    render(<Corrections article={anArticle({ corrections })} />);
    const section = screen.getByRole('region', { name: 'Corrections' });
    expect([...section.querySelectorAll('p')].map((line) => line.textContent)).toEqual([
      'November 24, 2026: One.',
      'November 24, 2026: Two.',
    ]);
  });

  it('say who checked the text, and until when that holds', () => {
    const review = { by: 'Medicine Desk', date, due: new Date('2027-11-24T07:00:00Z') };
    const { container } = render(<Corrections article={anArticle({ review })} />);
    expect(container.textContent).toBe(
      'Checked by Medicine Desk on November 24, 2026; to be checked again by November 24, 2027.',
    );
  });

  it('name no day of the next check when none is set', () => {
    const { container } = render(<Corrections article={anArticle({ review: { by: 'A desk', date } })} />);
    expect(container.textContent).toBe('Checked by A desk on November 24, 2026.');
  });

  it('are not there when there is neither a correction nor a review', () => {
    const { container } = render(<Corrections article={anArticle()} />);
    expect(container.innerHTML).toBe('');
  });
});

describe('the sources of an article', () => {
  it('are numbered as the text cites them', () => {
    render(
      <Sources
        sources={[
          { title: 'First', url: 'https://www.fda.gov/' },
          { title: 'Second', doi: '10.1056/NEJMoa2302399' },
        ]}
      />,
    );
    const section = screen.getByRole('region', { name: 'Sources' });
    const items = within(section).getAllByRole('listitem');
    expect(items.map((item) => item.id)).toEqual(['source-1', 'source-2']);
    expect(within(section).getByRole('list').localName).toBe('ol');
  });

  it('lead out of the site, to the address or else to the DOI', () => {
    render(
      <Sources
        sources={[
          { title: 'An address', url: 'https://www.fda.gov/' },
          { title: 'A DOI', doi: '10.1056/NEJMoa2302399' },
        ]}
      />,
    );
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://www.fda.gov/',
      'https://doi.org/10.1056/NEJMoa2302399',
    ]);
    expect(links.map((link) => link.getAttribute('rel'))).toEqual(['external noopener', 'external noopener']);
  });

  it('name publisher, DOI and the day of reading, each when it is known', () => {
    const accessed = new Date('2026-11-20T07:00:00Z');
    const doi = '10.1056/NEJMoa2302399';
    render(
      <Sources
        sources={[
          { title: 'All', url: 'https://www.nejm.org/', publisher: 'NEJM', doi, accessed },
          { title: 'The DOI alone', doi },
          { title: 'Nothing more', url: 'https://www.fda.gov/' },
        ]}
      />,
    );
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      `All, NEJM, doi:${doi}, read November 20, 2026`,
      `The DOI alone, doi:${doi}`,
      'Nothing more',
    ]);
    expect(screen.getByRole('link', { name: `doi:${doi}` }).getAttribute('href')).toBe(
      `https://doi.org/${doi}`,
    );
  });

  it('are not there when there are none', () => {
    const { container } = render(<Sources sources={[]} />);
    expect(container.innerHTML).toBe('');
  });
});
