import type {
  BreadcrumbList,
  NewsArticle,
  NewsMediaOrganization,
  Organization,
  Person,
  WebSite,
  WithContext,
} from 'schema-dts';
import type { Article, Author } from './catalog.ts';
import { dates } from './dates.ts';
import { site } from './site.ts';
import { absolute, urls } from './urls.ts';

/** What search engines read beside the page: schema.org objects, as Google's and Schema.org's documentation ask. */

const ORGANIZATION = '#organization';

/** @param leads whether a path of the site leads somewhere: a policy that is not there is not named */
export function organization(leads: Leads = () => true): WithContext<NewsMediaOrganization> {
  return {
    '@context': 'https://schema.org',
    ...publisher(),
    description: site.description,
    ...(site.banner && { disambiguatingDescription: site.banner.text }),
    ...(leads('/corrections') && { correctionsPolicy: absolute('/corrections') }),
    ...(leads('/about') && { ethicsPolicy: absolute('/about') }),
  };
}

type Leads = (path: string) => boolean;

/** The organization as an article names it: the front page has the rest of it under the same `@id`. */
function publisher(): Exclude<NewsMediaOrganization, string> {
  return {
    '@type': 'NewsMediaOrganization',
    '@id': absolute(`/${ORGANIZATION}`),
    name: site.name,
    url: absolute('/'),
    logo: { '@type': 'ImageObject', url: absolute('/icon.png'), width: '512', height: '512' },
  };
}

export function webSite(): WithContext<WebSite> {
  return {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: site.name,
    url: absolute('/'),
    description: site.description,
    inLanguage: site.language,
    publisher: { '@id': absolute(`/${ORGANIZATION}`) },
    potentialAction: {
      '@type': 'SearchAction',
      target: `${absolute(urls.search())}?q={search_term_string}`,
      // schema-dts has no word for Google's "query-input", a field of the action.
      ...{ 'query-input': 'required name=search_term_string' },
    },
  };
}

/** @param trail the way from the front page, which is put before it; the last one is the page itself. */
export function breadcrumbs(trail: { name: string; path: string }[]): WithContext<BreadcrumbList> {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: [{ name: site.name, path: '/' }, ...trail].map(({ name, path }, place) => ({
      '@type': 'ListItem',
      position: place + 1,
      name,
      item: absolute(path),
    })),
  };
}

/** @param commentCount how many published comments it has */
export function newsArticle(article: Article, commentCount = 0): WithContext<NewsArticle> {
  const topic = site.topics.find(({ id }) => id === article.topic);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: article.canonical ?? absolute(urls.article(article.slug)),
    headline: article.title,
    description: article.excerpt,
    datePublished: dates.iso(article.date),
    dateModified: dates.iso(article.updated ?? article.date),
    author: article.authors.map(authorOf),
    publisher: publisher(),
    image: imagesOf(article),
    articleSection: topic?.name,
    keywords: article.tags.map((tag) => tag.label),
    wordCount: article.words,
    inLanguage: site.language,
    isAccessibleForFree: true,
    ...(commentCount > 0 && {
      commentCount,
      discussionUrl: `${absolute(urls.article(article.slug))}#replies`,
    }),
    ...(article.corrections.length > 0 && {
      correction: article.corrections.map(({ date, text }) => ({
        '@type': 'CorrectionComment' as const,
        text,
        datePublished: dates.iso(date),
      })),
    }),
    // Addresses alone: their titles and publishers are in the page, and would be sent twice.
    ...(article.sources.length > 0 && {
      citation: article.sources.map(({ url, doi }) => url ?? `https://doi.org/${doi}`),
    }),
    ...(article.source && { isBasedOn: article.source.url }),
  };
}

/** The cover in the three shapes that Google asks for, or the drawn card where they are known not to be possible. */
function imagesOf({ cover, slug }: Article): string[] {
  if (!cover || cover.isUncut) return [absolute(urls.card(slug))];
  return [
    absolute(urls.image(cover.src, '1600x900')),
    absolute(urls.image(cover.src, '1200x900')),
    absolute(urls.image(cover.src, '1200x1200')),
  ];
}

function authorOf(author: Author): Exclude<Person | Organization, string> {
  const type = author.kind === 'desk' ? 'Organization' : 'Person';
  const url = author.hasNoPage ? undefined : absolute(urls.author(author.id));
  return { '@type': type, name: author.name, ...(url && { url }) };
}

/** @returns the object as text that can stand inside a script element: it can neither end it nor open another. */
export function toScript(data: object): string {
  return JSON.stringify(data)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
