import { withoutHeapsOfMarks } from './combining-marks.ts';
import { environment } from './site.ts';

/**
 * The one table of addresses: what makes them, and what reads them. A path starts with `/` and has no slash at its end.
 */

/**
 * The first parts of all addresses that the site makes itself. A static page of the content cannot have one of these
 * names, and what starts with another is a page of the content, a file of `public/`, or nothing.
 */
export const AREAS: ReadonlySet<string> = new Set([
  ...['api', 'archive', 'assets', 'authors', 'cards', 'feed.json', 'feed.xml', 'healthz', 'images', 'latest'],
  ...['media', 'moderation', 'news', 'news-sitemap.xml', 'opensearch.xml', 'replies', 'robots.txt', 'search'],
  ...['sitemap.xml', 'sitemaps', 'tags', 'topics', 'trending', '_next'],
]);

/** Names that Next answers itself, whatever the site says: a static page cannot have one of these either. */
export const RESERVED: ReadonlySet<string> = new Set(['500']);

/** First pages have no number: `/latest`, then `/latest/2`. */
function paged(base: string, page: number): string {
  return page > 1 ? `${base}/${page}` : base;
}

/** What an address of the search holds beside the words and the page. */
export type SearchAddress = {
  topic?: string | undefined;
  /** The slug of a tag. */
  tag?: string | undefined;
  /** The id of an author. */
  author?: string | undefined;
  /** A year or a month: `yyyy` or `yyyy-mm`. */
  from?: string | undefined;
  to?: string | undefined;
  sort?: 'newest' | undefined;
};

export const urls = {
  home: () => '/',
  article: (slug: string) => `/news/${slug}`,
  /** What is shown for articles that are gone; a slug is no hyphen alone. */
  gone: () => '/news/-',
  latest: (page = 1) => paged('/latest', page),
  topics: () => '/topics',
  topic: (id: string, page = 1) => paged(`/topics/${id}`, page),
  topicFeed: (id: string) => `/topics/${id}/feed.xml`,
  tags: () => '/tags',
  tag: (slug: string, page = 1) => paged(`/tags/${slug}`, page),
  authors: () => '/authors',
  author: (id: string, page = 1) => paged(`/authors/${id}`, page),
  archive: () => '/archive',
  /** @param month `yyyy-mm` */
  month: (month: string, page = 1) => paged(`/archive/${month.replace('-', '/')}`, page),
  page: (slug: string) => `/${slug}`,
  /** The comments of an article, page by page; the article itself shows the first page as well. */
  comments: (slug: string, page = 1, order: 'oldest' | 'newest' = 'oldest') =>
    paged(`/news/${slug}/replies${order === 'newest' ? '/newest' : ''}`, page),
  /** The permalink of a comment, which redirects to the page of its thread. */
  comment: (slug: string, id: string) => `/news/${slug}/replies/${id}`,
  /** All replies to the first comment of a thread, page by page. */
  thread: (slug: string, id: string, page = 1) => paged(`/news/${slug}/replies/thread/${id}`, page),
  /** A form to answer a comment. */
  answer: (slug: string, id: string) => `/news/${slug}/replies/answer/${id}`,
  /** Where the form under an article is sent to. */
  sendComment: (slug: string) => `/news/${slug}/replies/send`,
  /** The private link under which a comment's author sees, changes and deletes it. */
  ownComment: (slug: string, key: string) => `/news/${slug}/replies/own/${key}`,
  /** The newest comments as a feed: of an article, or of the site. */
  commentsFeed: (slug?: string) => (slug ? `/news/${slug}/replies/feed.xml` : '/replies/feed.xml'),
  trending: () => '/trending',
  moderation: () => '/moderation',
  moderationLog: (page = 1) => (page > 1 ? `/moderation/log?page=${page}` : '/moderation/log'),
  /** Where the moderators' forms are sent to. */
  moderate: (act: 'sign-in' | 'sign-out' | 'judge') => `/moderation/${act}`,
  views: () => '/api/views',
  content: () => '/api/content',
  search: (query?: string, page = 1, { topic, tag, author, from, to, sort }: SearchAddress = {}) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ q: query, topic, tag, author, from, to, sort })) {
      if (value) parameters.set(name, value);
    }
    if (page > 1) parameters.set('page', String(page));
    const tail = parameters.toString();
    return tail ? `/search?${tail}` : '/search';
  },
  openSearch: () => '/opensearch.xml',
  feed: () => '/feed.xml',
  jsonFeed: () => '/feed.json',
  sitemapPart: (number: number) => `/sitemaps/${number}.xml`,
  newsSitemap: () => '/news-sitemap.xml',
  /** A file of the site by its path as it is named on disk, such as `/media/50% off.jpg`. */
  file: (src: string) => encodePath(src),
  /**
   * A picture of `content/media` in one of the shapes of lib/media.ts.
   * @param shape width by height in pixels (`1200x900`), or a width (`960w`)
   */
  image: (src: string, shape: string, format: 'jpg' | 'webp' | 'avif' = 'jpg') =>
    `/images/${shape}${encodePath(src)}.${format}`,
  /** The drawn social card of an article, 1200 by 630 pixels. */
  card: (slug: string) => `/cards/${slug}.png`,
  /** The site's own, under a name that no slug can have. */
  siteCard: () => '/cards/_site.png',
};

/** What a path of this site asks for, as far as its form says. Pages count from 1. */
export type Address =
  /** A page that is there whatever the content is. */
  | { kind: 'fixed' }
  | { kind: 'page'; slug: string }
  | { kind: 'article'; slug: string }
  /** The comments of an article: a list of them or their feed, the form, a private link, or a comment by itself. */
  | { kind: 'comments'; slug: string; part: 'list' | 'feed' | 'other' }
  | { kind: 'sendComment'; slug: string }
  | { kind: 'ownComment'; slug: string; key: string }
  | { kind: 'latest'; page: number }
  | { kind: 'topic'; id: string; page: number }
  | { kind: 'tag'; slug: string; page: number }
  | { kind: 'author'; id: string; page: number }
  /** `month` is `yyyy-mm`. */
  | { kind: 'month'; month: string; page: number }
  | { kind: 'media'; src: string };

const FIXED: ReadonlySet<string> = new Set([
  urls.home(),
  urls.latest(),
  urls.topics(),
  urls.tags(),
  urls.authors(),
  urls.archive(),
  urls.search(),
  urls.trending(),
  urls.feed(),
  urls.jsonFeed(),
  urls.commentsFeed(),
  urls.newsSitemap(),
  urls.openSearch(),
  ...['/sitemap.xml', '/robots.txt', '/healthz'],
]);

/**
 * Reads a path, which has no percent signs any more.
 * @returns undefined for one of a form that the site does not have, or that is for programs alone
 */
export function parsePath(path: string): Address | undefined {
  if (FIXED.has(path)) return { kind: 'fixed' };
  const [area = '', name, ...below] = path.slice(1).split('/');
  if (area === '') return undefined;
  if (name === undefined) return AREAS.has(area) ? undefined : { kind: 'page', slug: area };
  if (area === 'media') return { kind: 'media', src: path };
  if (area === 'news') return parseArticle(name, below);
  if (area === 'archive') {
    const page = pageIn(below.slice(1));
    return page && below[0] !== undefined ? { kind: 'month', month: `${name}-${below[0]}`, page } : undefined;
  }
  if (area === 'latest') {
    const page = pageIn([name, ...below]);
    return page ? { kind: 'latest', page } : undefined;
  }
  if (area === 'topics' && below.join('/') === 'feed.xml') return { kind: 'topic', id: name, page: 1 };
  const page = pageIn(below);
  if (!page) return undefined;
  if (area === 'topics') return { kind: 'topic', id: name, page };
  if (area === 'tags') return { kind: 'tag', slug: name, page };
  return area === 'authors' ? { kind: 'author', id: name, page } : undefined;
}

function parseArticle(slug: string, below: string[]): Address | undefined {
  const [part, act, key, ...more] = below;
  if (part === undefined) return { kind: 'article', slug };
  if (part !== 'replies' || more.length > 1) return undefined;
  if (act === undefined) return { kind: 'comments', slug, part: 'list' };
  if (act === 'send' && key === undefined) return { kind: 'sendComment', slug };
  if (act === 'own' && key && more.length === 0) return { kind: 'ownComment', slug, key };
  const isFeed = act === 'feed.xml' && key === undefined;
  return { kind: 'comments', slug, part: isFeed ? 'feed' : 'other' };
}

/** @returns the number that ends the address of a list: 1 when there is none; undefined when there is something else */
function pageIn(parts: string[]): number | undefined {
  const [number = '1', ...more] = parts;
  return more.length === 0 && /^[1-9]\d{0,5}$/.test(number) ? Number(number) : undefined;
}

/** As the server writes addresses: it would lead a reader from another form to this one. */
function encodePath(path: string): string {
  return encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

/**
 * @returns the whole address of a path of this site; an address that is whole already stays as it is, and what is no
 * address at all is the front page.
 */
export function absolute(pathOrUrl: string): string {
  return URL.parse(pathOrUrl, `${environment.url}/`)?.href ?? `${environment.url}/`;
}

/** Bytes of a slug: all addresses that are made of it stay within what servers and stores take. */
export const MAX_SLUG_LENGTH = 200;

/**
 * Makes the part of an address out of a human label: "Colorado law" becomes `colorado-law`.
 * Accents are folded, so that "Café" and "Cafe" are one.
 */
export function slugify(label: string): string {
  return withoutHeapsOfMarks(label)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** The slug of a tag. A plus or a sharp after a word belongs to it: C, C++ and C# are three subjects. */
export function tagSlug(label: string): string {
  const written = label
    .replace(/(?<=[\p{L}\p{N}+#])[+＋]/gu, ' plus ')
    .replace(/(?<=[\p{L}\p{N}+])[#＃♯]/gu, ' sharp ');
  return withinSlug(slugify(written));
}

/** Some single characters stand for whole sentences, which a slug has in letters. */
function withinSlug(slug: string): string {
  // A character has three bytes at most, or four for two of its units.
  if (slug.length * 3 <= MAX_SLUG_LENGTH) return slug;
  const { read } = new TextEncoder().encodeInto(slug, new Uint8Array(MAX_SLUG_LENGTH));
  return slug.slice(0, read).replace(/-$/, '');
}
