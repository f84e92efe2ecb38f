import { cleanup, render } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { site } from '../../lib/site.ts';
import { anArticle } from '../support/articles.ts';
import { asBefore, asNewsroom } from '../support/as-newsroom.ts';

afterEach(() => {
  cleanup();
  asBefore();
});

const MOMENT = new Date('2026-11-23T13:05:00Z');

describe('dates', () => {
  it.each([
    [
      'en-GB',
      [
        '23 November 2026',
        '23 Nov 2026',
        'Monday 23 November',
        '23 November 2026, 06:05',
        '06:05',
        'November 2026',
      ],
    ],
    [
      'de',
      [
        '23. November 2026',
        '23.11.2026',
        'Montag, 23. November',
        '23. November 2026, 06:05 Uhr',
        '06:05 Uhr',
        'November 2026',
      ],
    ],
    [
      'es',
      [
        '23 de noviembre de 2026',
        '23 nov 2026',
        'Lunes, 23 de noviembre',
        '23 de noviembre de 2026, 6:05',
        '6:05',
        'Noviembre de 2026',
      ],
    ],
  ] as const)('are written in %s by its rules', async (language, written) => {
    const { dates } = await asNewsroom({ language }, () => import('../../lib/dates.ts'));
    const { day, short, weekday, minute, time, monthTitle } = dates;
    expect([
      ...[day, short, weekday, minute, time].map((write) => write(MOMENT)),
      monthTitle('2026-11'),
    ]).toEqual(written);
  });

  it('name a month in a sentence as the language does', async () => {
    const { dates } = await asNewsroom({ language: 'es' }, () => import('../../lib/dates.ts'));
    expect([dates.month('2026-11'), dates.monthName('2026-11')]).toEqual(['noviembre de 2026', 'Noviembre']);
  });

  it('are the same for machines in every language', async () => {
    const { dates } = await asNewsroom({ language: 'de' }, () => import('../../lib/dates.ts'));
    expect([dates.iso(MOMENT), dates.key(MOMENT)]).toEqual(['2026-11-23T06:05:00-07:00', '2026-11-23']);
  });
});

describe('numbers', () => {
  it('are those of the region of the site', async () => {
    const { messages } = await asNewsroom({ language: 'de-CH' }, () => import('../../lib/messages.ts'));
    expect(messages.lists.articles(12_345)).toMatch(/^12['’]345 Artikel$/);
  });
});

describe('quotes', () => {
  it('are those of the language of the site', async () => {
    const { typographic } = await asNewsroom({ language: 'es' }, () => import('../../lib/typography.ts'));
    expect(typographic('"Hola"')).toBe('«Hola»');
  });
});

describe('a site without banner, disclaimer and licence', () => {
  const without = { banner: undefined, articleDisclaimer: undefined, licence: undefined };

  it('has no banner on top and none in the foot', async () => {
    const { Masthead } = await asNewsroom(without, () => import('../../components/masthead.tsx'));
    const { SiteFooter } = await import('../../components/site-footer.tsx');
    const { container } = render(<Masthead lastChange={undefined} hasDisclaimer={false} />);
    expect(container.firstElementChild?.className).toBe('masthead');
    const foot = renderToStaticMarkup(<SiteFooter links={[]} />);
    const topics = site.topics.map(({ id, name }) => `<li><a href="/topics/${id}">${name}</a></li>`).join('');
    expect(foot).toBe(
      `<footer class="colophon"><p class="nameplate">${site.name}</p><p>${site.description}</p><nav aria-label="About the site"><ul>${topics}</ul></nav></footer>`,
    );
  });

  it('says nothing of them to search engines and in feeds', async () => {
    const { organization } = await asNewsroom(without, () => import('../../lib/structured-data.ts'));
    const { rss } = await import('../../lib/feed.ts');
    expect(organization()).not.toHaveProperty('disambiguatingDescription');
    const feed = rss({
      ...{ title: 'A', description: 'B', path: '/feed.xml', homePath: '/', changed: undefined },
      entries: [{ article: anArticle({ sources: [] }), html: '<p>a</p>' }],
    });
    expect(feed).toContain('<content:encoded>&lt;p&gt;a&lt;/p&gt;</content:encoded>');
  });
});

describe('a drawn card', () => {
  it('spells what its typeface has not in the language of the site', async () => {
    const { SocialCard } = await asNewsroom(
      { language: 'de' },
      () => import('../../components/social-card.tsx'),
    );
    const card = renderToStaticMarkup(
      <SocialCard article={anArticle({ title: '≥ 5 μ und β' })} cover={undefined} />,
    );
    expect(card).toContain('mindestens 5 µ und beta');
  });
});

describe('names of the newsroom', () => {
  it('are refused in the language of the site', async () => {
    const { messages } = await asNewsroom({ language: 'de' }, () => import('../../lib/messages.ts'));
    expect(messages.offices).toContain('redaktion');
  });
});
