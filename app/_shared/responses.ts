import { type Article, type Catalog, isDatabaseError } from '../../lib/catalog.ts';
import type { Shown } from '../../lib/comments.ts';
import type { FeedOptions, ReplyEntry } from '../../lib/feed.ts';
import { messages } from '../../lib/messages.ts';

/** What routes answer that are not pages: feeds, sitemaps, pictures. */

/** A document that may be kept for a minute: it changes when an article appears or changes. */
export function document(body: string, type: string): Response {
  return new Response(body, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'public, max-age=60' },
  });
}

/** A picture that may be kept for an hour, and shown for a day longer while it is asked for again. */
export function picture(bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(bytes, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      // A drawing is a document of its own when opened alone: nothing in it may run or load.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  });
}

/**
 * The path that a request names, decoded once. The framework has decoded the parameters of a route already, and to do it
 * again would make another name of one with a percent sign.
 */
export function readPath(request: Request): string {
  return decodeURIComponent(new URL(request.url).pathname);
}

/** For a file that is not there; a reader's page that is not there is `not-found.tsx`. */
export function missing(): Response {
  return new Response(`${messages.notFound.title}\n`, {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

/** For a file of what readers said, while their store cannot be used. */
export function away(): Response {
  return new Response(`${messages.comments.away}\n`, {
    status: 503,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '60',
    },
  });
}

/** A feed waits this long for its texts, and the renderer for a page ten seconds. */
const FEED_TIMEOUT_MS = 4000;

/**
 * A feed's options with the articles' texts rendered. An article whose text cannot be rendered, or not in time, is there
 * with its excerpt alone: the rendering goes on, and the next feed has it.
 */
export async function feedOptions(
  catalog: Pick<Catalog, 'text' | 'lastChange'>,
  articles: Article[],
  about: Pick<FeedOptions, 'title' | 'description' | 'path' | 'homePath'>,
  timeoutMs = FEED_TIMEOUT_MS,
): Promise<FeedOptions> {
  const late = Promise.withResolvers<typeof WITHOUT_TEXT>();
  const timer = setTimeout(late.resolve, timeoutMs, WITHOUT_TEXT);
  const entries = await Promise.all(
    articles.map(async (article) => {
      const text = await Promise.race([catalog.text(article).catch(withoutText), late.promise]);
      return text ? [{ article, html: text.html }] : [];
    }),
  );
  clearTimeout(timer);
  return { ...about, changed: catalog.lastChange(), entries: entries.flat() };
}

const WITHOUT_TEXT = { html: undefined };

/** @throws what is wrong with the catalog, and not with one text */
function withoutText(error: unknown): typeof WITHOUT_TEXT {
  if (isDatabaseError(error)) throw error;
  return WITHOUT_TEXT;
}

/** Comments as a feed shows them; those of articles that are off the site are not shown. */
export function commentEntries(catalog: Catalog, shown: Shown[]): ReplyEntry[] {
  return shown.flatMap(({ id, slug, at, name, html }) => {
    const article = catalog.article(slug);
    if (!article || name === undefined || html === undefined) return [];
    return [{ id, slug, article: article.title, name, at, html }];
  });
}
