import type { Article } from './catalog.ts';
import { dates } from './dates.ts';
import { mapAttributes } from './html.ts';
import { messages } from './messages.ts';
import { site } from './site.ts';
import { absolute, urls } from './urls.ts';
import { xml } from './xml.ts';

/** Feeds of articles with their full text. Pure: articles in, a document out. */

/** `html` is the text; of an article without it the feed has the excerpt alone. */
export type FeedEntry = { article: Article; html: string | undefined };

export type FeedOptions = {
  title: string;
  description: string;
  /** Paths on this site: of the feed itself, and of the page that it follows. */
  path: string;
  homePath: string;
  /** When a live article last appeared or changed. */
  changed: Date | undefined;
  entries: FeedEntry[];
};

/** RSS 2.0, with the full text in `content:encoded`, bylines in `dc:creator` and covers in `media:content`. */
export function rss({ title, description, path, homePath, changed, entries }: FeedOptions): string {
  const items = entries.map(({ article, html }) => {
    const address = absolute(urls.article(article.slug));
    return [
      '<item>',
      xml.element('title', article.title),
      xml.element('link', address),
      `<guid isPermaLink="true">${xml.text(address)}</guid>`,
      xml.element('pubDate', article.date.toUTCString()),
      article.updated && xml.element('atom:updated', dates.iso(article.updated)),
      ...article.authors.map((author) => xml.element('dc:creator', author.name)),
      ...categories(article).map((category) => xml.element('category', category)),
      // Readers' programs take it for HTML.
      xml.element('description', xml.text(article.excerpt)),
      xml.element('content:encoded', fullText(article, html)),
      picture(article),
      '</item>',
    ]
      .filter(Boolean)
      .join('\n');
  });
  return xml.document(
    [
      '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">',
      '<channel>',
      xml.element('title', title),
      xml.element('link', absolute(homePath)),
      xml.element('description', description),
      xml.element('language', site.language.toLowerCase()),
      changed && xml.element('lastBuildDate', changed.toUTCString()),
      `<image>${xml.element('url', absolute('/icon.png'))}${xml.element('title', title)}${xml.element('link', absolute(homePath))}</image>`,
      `<atom:link href="${xml.text(absolute(path))}" rel="self" type="application/rss+xml"/>`,
      ...items,
      '</channel>',
      '</rss>',
    ]
      .filter(Boolean)
      .join('\n'),
  );
}

/** A comment in a feed, with the title of its article. `html` is what lib/comments has made from text. */
export type ReplyEntry = { id: string; slug: string; article: string; name: string; at: Date; html: string };

/** RSS 2.0 of comments, the newest first. */
export function commentsRss(about: {
  title: string;
  path: string;
  homePath: string;
  entries: ReplyEntry[];
}): string {
  const items = about.entries.map(({ id, slug, article, name, at, html }) => {
    const address = absolute(urls.comment(slug, id));
    return [
      '<item>',
      xml.element('title', messages.comments.feedEntry(name, article)),
      xml.element('link', address),
      `<guid isPermaLink="true">${xml.text(address)}</guid>`,
      xml.element('pubDate', at.toUTCString()),
      xml.element('dc:creator', name),
      xml.element('description', html),
      '</item>',
    ].join('\n');
  });
  return xml.document(
    [
      '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">',
      '<channel>',
      xml.element('title', about.title),
      xml.element('link', absolute(about.homePath)),
      xml.element('description', messages.comments.feedDescription),
      `<atom:link href="${xml.text(absolute(about.path))}" rel="self" type="application/rss+xml"/>`,
      ...items,
      '</channel>',
      '</rss>',
    ].join('\n'),
  );
}

/** JSON Feed 1.1. */
export function jsonFeed({ title, description, path, homePath, entries }: FeedOptions): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description,
    home_page_url: absolute(homePath),
    feed_url: absolute(path),
    icon: absolute('/icon.png'),
    language: site.language,
    authors: [{ name: site.name, url: absolute('/') }],
    items: entries.map(({ article, html }) => ({
      id: absolute(urls.article(article.slug)),
      url: absolute(urls.article(article.slug)),
      external_url: article.source?.url,
      title: article.title,
      summary: article.excerpt,
      content_html: fullText(article, html),
      image: coverOf(article),
      date_published: dates.iso(article.date),
      date_modified: article.updated && dates.iso(article.updated),
      authors: article.authors.map((author) => ({
        name: author.name,
        url: author.hasNoPage ? undefined : absolute(urls.author(author.id)),
      })),
      tags: categories(article),
    })),
  });
}

function categories(article: Article): string[] {
  const topic = site.topics.find(({ id }) => id === article.topic);
  return [...(topic ? [topic.name] : []), ...article.tags.map((tag) => tag.label)];
}

const COVER = { width: 1600, height: 900 };

/** @returns undefined where a picture in that shape is known not to be possible */
function coverOf({ cover }: Article): string | undefined {
  if (!cover || cover.isUncut) return undefined;
  return absolute(urls.image(cover.src, `${COVER.width}x${COVER.height}`));
}

function picture(article: Article): string {
  const { cover } = article;
  const found = coverOf(article);
  if (!cover || found === undefined) return '';
  const address = xml.text(found);
  const description = xml.element('media:description', cover.alt);
  return `<media:content url="${address}" medium="image" type="image/jpeg" width="${COVER.width}" height="${COVER.height}">${description}</media:content>`;
}

/** The text with whole addresses, because a reader's program shows it elsewhere; the sources come with it. */
function fullText(article: Article, html = `<p>${xml.text(article.excerpt)}</p>`): string {
  const address = absolute(urls.article(article.slug));
  const whole = mapAttributes(html, (name, value) => {
    if (name === 'href' && value.startsWith('#')) return address + value;
    if (name === 'href' || name === 'src') return value.startsWith('/') ? absolute(value) : value;
    if (name === 'srcset') return value.replace(/(^|, )(\/\S+)/g, (_, comma, path) => comma + absolute(path));
    return value;
  });
  const sources = article.sources.map(({ title, url, doi, publisher }) => {
    const target = url ?? `https://doi.org/${doi}`;
    return `<li><a href="${xml.text(target)}">${xml.text(title)}</a>${publisher ? `, ${xml.text(publisher)}` : ''}</li>`;
  });
  const list =
    sources.length > 0 ? `<h2>${xml.text(messages.article.sources)}</h2><ol>${sources.join('')}</ol>` : '';
  const disclaimer = site.articleDisclaimer ? `<p><em>${xml.text(site.articleDisclaimer)}</em></p>` : '';
  return whole + list + disclaimer;
}
