import type { Metadata } from 'next';
import type { Article } from '../../lib/catalog.ts';
import { dates } from '../../lib/dates.ts';
import { openGraphLocale } from '../../lib/language.ts';
import { site, topicOf } from '../../lib/site.ts';
import { absolute, urls } from '../../lib/urls.ts';

type Page = {
  /** Without the site's name, which is put behind it; undefined on the front page. */
  title: string | undefined;
  description: string;
  /** The page's one true path. */
  path: string;
  /** Kept out of search engines, its links followed. */
  hidden?: boolean;
  /** Shows what is for one reader alone. */
  isPrivate?: boolean;
  feed?: string | undefined;
  article?: Article;
};

const LOCALE = openGraphLocale(site.language);
const SOCIAL_CARD = { width: 1200, height: 630 };

/**
 * Says that a page is the same for every reader, so that the cache may keep it. `finished` in lib/server/page-cache.ts turns it into
 * a header; a page without it is sent to the reader who asked, and kept nowhere.
 */
export const FOR_EVERY_READER = { 'cache-control': 'public' };

/** The contents of a page's head: title, description, canonical address, and how it looks when shared. */
export function pageMetadata({
  title,
  description: said,
  path,
  hidden = false,
  isPrivate = false,
  feed,
  article,
}: Page): Metadata {
  // An article may consist of a headline and a picture.
  const description = said || (title ?? site.description);
  const fullTitle = title === undefined ? `${site.name}: ${site.tagline}` : `${title} | ${site.name}`;
  const canonical = article?.canonical ?? absolute(path);
  const image = {
    url: absolute(article ? urls.card(article.slug) : urls.siteCard()),
    ...SOCIAL_CARD,
    alt: article ? article.title : `${site.name}. ${site.tagline}`,
  };
  return {
    title: fullTitle,
    description,
    alternates: {
      canonical,
      types: {
        'application/rss+xml': [
          { url: absolute(urls.feed()), title: site.name },
          ...(feed ? [{ url: absolute(feed), title: `${site.name}: ${title}` }] : []),
        ],
        'application/feed+json': absolute(urls.jsonFeed()),
      },
    },
    robots: { index: !hidden, follow: true, 'max-image-preview': 'large' },
    openGraph: {
      siteName: site.name,
      locale: LOCALE,
      title: title ?? site.name,
      description,
      url: canonical,
      images: [image],
      ...(article
        ? {
            type: 'article',
            publishedTime: dates.iso(article.date),
            modifiedTime: dates.iso(article.updated ?? article.date),
            authors: article.authors.map(({ id, name, hasNoPage }) =>
              hasNoPage ? name : absolute(urls.author(id)),
            ),
            section: topicOf(article.topic)?.name,
            tags: article.tags.map((tag) => tag.label),
          }
        : { type: 'website' }),
    },
    twitter: { card: 'summary_large_image', title: title ?? site.name, description, images: [image] },
    ...(!isPrivate && { other: FOR_EVERY_READER }),
  };
}
