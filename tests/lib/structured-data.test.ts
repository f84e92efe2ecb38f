import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Article } from '../../lib/catalog.ts';
import { rss } from '../../lib/feed.ts';
import { environment, site } from '../../lib/site.ts';
import { breadcrumbs, newsArticle, organization, toScript, webSite } from '../../lib/structured-data.ts';
import { articleFile, openNewsroom } from '../support/newsroom-copy.ts';

const HOME = environment.url;
const { catalog } = openNewsroom(afterAll);

function article(slug: string): Article {
  const found = catalog.article(slug);
  if (!found) throw new Error(`The fixture has no ${slug}.`);
  return found;
}

describe('the organization', () => {
  it('says who it is and who it is not', () => {
    expect(organization()).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsMediaOrganization',
      '@id': `${HOME}/#organization`,
      name: site.name,
      url: `${HOME}/`,
      disambiguatingDescription: site.banner?.text,
      logo: { '@type': 'ImageObject', url: `${HOME}/icon.png` },
    });
  });
});

describe('the site', () => {
  it('can be searched', () => {
    expect(webSite()).toMatchObject({
      '@type': 'WebSite',
      publisher: { '@id': `${HOME}/#organization` },
      potentialAction: {
        '@type': 'SearchAction',
        target: `${HOME}/search?q={search_term_string}`,
        'query-input': 'required name=search_term_string',
      },
    });
  });
});

describe('the trail', () => {
  it('begins at the front page and is numbered from 1', () => {
    expect(breadcrumbs([{ name: 'Policy', path: '/topics/policy' }])).toEqual({
      '@context': 'https://schema.org',
      '@type': 'BreadcrumbList',
      itemListElement: [
        { '@type': 'ListItem', position: 1, name: site.name, item: `${HOME}/` },
        { '@type': 'ListItem', position: 2, name: 'Policy', item: `${HOME}/topics/policy` },
      ],
    });
  });
});

describe('an article', () => {
  it('says how much is said about it, and where, when anything is', () => {
    expect(newsArticle(article('plain-story'), 12)).toMatchObject({
      commentCount: 12,
      discussionUrl: `${HOME}/news/plain-story#replies`,
    });
    for (const silent of [newsArticle(article('plain-story')), newsArticle(article('plain-story'), 0)])
      expect(Object.keys(silent).filter((name) => /comment|discussion/.test(name))).toEqual([]);
  });

  it('has everything that its file says', () => {
    expect(newsArticle(article('every-field'))).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      mainEntityOfPage: `${HOME}/news/every-field`,
      headline: 'Every field & <every> feature: “quoted”',
      description: 'A standfirst with an ampersand & a <tag>.',
      datePublished: '2026-03-02T09:30:00-07:00',
      dateModified: '2026-03-03T10:00:00-07:00',
      author: [
        { '@type': 'Organization', name: 'Test Desk', url: `${HOME}/authors/desk` },
        { '@type': 'Person', name: 'Ada Example', url: `${HOME}/authors/ada-example` },
      ],
      publisher: { '@id': `${HOME}/#organization` },
      articleSection: 'Medicine',
      keywords: ['Ketamine', 'Colorado law', 'Café'],
      wordCount: 60,
      inLanguage: 'en-US',
      isAccessibleForFree: true,
      correction: [
        {
          '@type': 'CorrectionComment',
          text: 'An earlier version had the wrong year.',
          datePublished: '2026-03-03T00:00:00-07:00',
        },
      ],
      citation: ['https://www.fda.gov/', 'https://doi.org/10.1056/NEJMoa2302399'],
      isBasedOn: 'https://www.nih.gov/',
    });
  });

  it('has its cover in three shapes', () => {
    expect(newsArticle(article('every-field')).image).toEqual([
      `${HOME}/images/1600x900/media/cover.svg.jpg`,
      `${HOME}/images/1200x900/media/cover.svg.jpg`,
      `${HOME}/images/1200x1200/media/cover.svg.jpg`,
    ]);
  });

  it('has its drawn card where no shape of its cover could be made', async () => {
    const drawing = (inside: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90">${inside}</svg>`;
    const { catalog, content, write } = openNewsroom(onTestFinished, {
      files: {
        'media/sound.svg': drawing('<rect width="80" height="40"/>'),
        'media/broken.svg': drawing('<rect width="80" height="40">'),
        'media/cut-off.jpg': 'not a photograph',
        ...Object.fromEntries(
          ['sound.svg', 'broken.svg', 'cut-off.jpg'].map((name) => [
            `articles/${name.split('.')[0]}.md`,
            articleFile({ cover: { src: `/media/${name}`, alt: 'A cover' } }),
          ]),
        ),
      },
    });
    const imagesOf = (slug: string) => {
      const found = catalog.article(slug);
      return found && newsArticle(found).image;
    };
    const feed = () => {
      const entries = catalog.newest(9).map((entry) => ({ article: entry, html: '' }));
      return rss({ title: 'T', description: 'D', path: '/a', homePath: '/', changed: undefined, entries });
    };
    const card = (slug: string) => [`${HOME}/cards/${slug}.png`];
    expect(imagesOf('broken')).toHaveLength(3);
    for (const name of ['sound', 'broken']) await catalog.media.cut(`/media/${name}.svg`, '1600x900', 'jpg');
    await content.proofread();
    expect(imagesOf('sound')).toHaveLength(3);
    expect(imagesOf('broken')).toEqual(card('broken'));
    expect(imagesOf('cut-off')).toEqual(card('cut-off'));
    expect([...feed().matchAll(/<media:content/g)]).toHaveLength(1);
    expect(catalog.problems()).toMatchObject([
      {
        path: 'articles/broken.md',
        reason: 'The drawing /media/broken.svg cannot be drawn for search engines and social cards.',
      },
      { path: 'articles/cut-off.md' },
    ]);
    write('media/broken.svg', drawing('<rect width="80" height="41"/>'));
    await content.proofread();
    expect(imagesOf('broken')).toHaveLength(3);
    expect(catalog.problems()).toHaveLength(1);
  });

  it('has its drawn card when it has no cover', () => {
    expect(newsArticle(article('plain-story')).image).toEqual([`${HOME}/cards/plain-story.png`]);
  });

  it('was last changed when it was published, unless it says otherwise', () => {
    const { datePublished, dateModified } = newsArticle(article('plain-story'));
    expect([datePublished, dateModified]).toEqual(['2026-03-01T00:00:00-07:00', '2026-03-01T00:00:00-07:00']);
  });

  it('leaves out what its file does not say', () => {
    const keys = Object.keys(newsArticle(article('plain-story')));
    expect(['correction', 'citation', 'isBasedOn'].filter((key) => keys.includes(key))).toEqual([]);
  });
});

describe('text for a script', () => {
  it('cannot end the script', () => {
    expect(toScript({ a: '</script><!--<script>' })).toBe('{"a":"\\u003c/script>\\u003c!--\\u003cscript>"}');
  });

  it('has no line end that JavaScript knows and JSON does not', () => {
    expect(toScript({ a: '\u2028\u2029' })).toBe('{"a":"\\u2028\\u2029"}');
  });

  it('means the same', () => {
    const data = { a: '</script>', b: ['\u2028', { c: '<' }], d: 1 };
    expect(JSON.parse(toScript(data))).toEqual(data);
  });
});
