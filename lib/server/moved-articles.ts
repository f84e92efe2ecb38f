import type { Catalog } from '../catalog.ts';
import { AREAS, urls } from '../urls.ts';
import type { RenderResponse } from './renderer.ts';

/**
 * What an address leads to: a page, where an article has moved, or nothing. Robots ask for thousands of addresses that
 * lead to nothing, so these are told apart here, without a rendering.
 */

export type Newsroom = {
  /** The catalog as it is now. */
  catalog(): Pick<Catalog, 'article' | 'aliasTarget' | 'isGone' | 'withdrawal' | 'page'>;
  /** Names of the files in `public/`. */
  files: ReadonlySet<string>;
  /** Makes the page of a path, as of a moment after the asking. */
  render(path: string): Promise<RenderResponse>;
};

/** An article that comes and goes as often while one answer is made is not waited for. */
const MAX_TRIES = 3;

const NOTHING: RenderResponse = { status: 404, headers: {}, body: Buffer.alloc(0) };
const GONE: RenderResponse = { ...NOTHING, status: 410 };

/** @returns the answer for any path. Of what is missing (404) or gone (410) without a body it is the status that counts */
export async function answerAt(path: string, { catalog, files, render }: Newsroom): Promise<RenderResponse> {
  const [area = '', slug, ...below] = path.slice(1).split(/[/?]/);
  const usual = usualAddress(area, slug, below.length);
  if (usual) return redirectTo(usual);
  if (path !== '/' && !AREAS.has(area) && !files.has(area) && !catalog().page(area)) return NOTHING;
  if (area !== 'news' || slug === undefined) return render(path);
  if (below.length > 0) return catalog().article(slug) ? render(path) : NOTHING;
  // One that was withdrawn has a page of its own, which says why.
  const isThere = () => catalog().article(slug) ?? catalog().withdrawal(slug);
  for (let tries = 1; ; tries++) {
    const moved = elsewhere(slug, catalog());
    if (moved) return moved;
    if (isThere() === undefined) return catalog().isGone(slug) ? GONE : NOTHING;
    const answer = await render(path);
    if (answer.status !== 404) return answer;
    // The page is as of a later moment than the look for where the article has gone: it may have gone between the two.
    const since = elsewhere(slug, catalog());
    if (since) return since;
    if (tries === MAX_TRIES || isThere() === undefined) return catalog().isGone(slug) ? GONE : answer;
  }
}

/** @returns where an address leads that readers' programs and readers try on every news site */
function usualAddress(area: string, name: string | undefined, more: number): string | undefined {
  if (more > 0) return undefined;
  if (name === undefined) return FEEDS.has(area) ? urls.feed() : undefined;
  return area === 'archive' && /^\d{4}$/.test(name) ? `${urls.archive()}#year-${name}` : undefined;
}

const FEEDS = new Set(['feed', 'rss', 'rss.xml', 'atom.xml']);

/** What an address leads to may change, so browsers must not store the redirect. */
function redirectTo(location: string): RenderResponse {
  const headers = { location, 'cache-control': 'public, max-age=0, must-revalidate' };
  return { status: 301, headers, body: Buffer.alloc(0) };
}

function elsewhere(slug: string, catalog: ReturnType<Newsroom['catalog']>): RenderResponse | undefined {
  const moved = catalog.aliasTarget(slug);
  return moved === undefined ? undefined : redirectTo(urls.article(moved));
}
