import type { Catalog } from '../catalog.ts';
import { AREAS, urls } from '../urls.ts';
import type { RenderResponse } from './renderer.ts';

/**
 * What an address leads to: a page, where an article has moved, or nothing. Robots ask for thousands of addresses that
 * lead to nothing, so these are told apart here, without a rendering.
 */

export type Newsroom = {
  /** The catalog as it is now. */
  catalog(): Pick<Catalog, 'article' | 'aliasTarget' | 'isGone' | 'page'>;
  /** Names of the files in `public/`. */
  files: ReadonlySet<string>;
  /** Makes the page of a path, as of a moment after the asking. */
  render(path: string): Promise<RenderResponse>;
};

/** An article that comes and goes as often while one answer is made is not waited for. */
const MAX_TRIES = 3;

const NOTHING: RenderResponse = { status: 404, headers: {}, body: Buffer.alloc(0) };

/** @returns the answer for any path. Of what is missing (404) or gone (410) it is the status that counts */
export async function answerAt(path: string, { catalog, files, render }: Newsroom): Promise<RenderResponse> {
  const [area = '', slug, ...below] = path.slice(1).split(/[/?]/);
  if (path !== '/' && !AREAS.has(area) && !files.has(area) && !catalog().page(area)) return NOTHING;
  if (area !== 'news' || slug === undefined) return render(path);
  if (below.length > 0) return catalog().article(slug) ? render(path) : NOTHING;
  for (let tries = 1; ; tries++) {
    const moved = elsewhere(slug, catalog());
    if (moved) return moved;
    if (!catalog().article(slug)) return NOTHING;
    const answer = await render(path);
    if (answer.status !== 404) return answer;
    // The page is as of a later moment than the look for where the article has gone: it may have gone between the two.
    const since = elsewhere(slug, catalog());
    if (since) return since;
    if (tries === MAX_TRIES || !catalog().article(slug)) return answer;
  }
}

function elsewhere(slug: string, catalog: ReturnType<Newsroom['catalog']>): RenderResponse | undefined {
  const moved = catalog.aliasTarget(slug);
  if (moved) {
    // An editor may give the old address to another article, so browsers must not store the redirect.
    const again = 'public, max-age=0, must-revalidate';
    const headers = { location: urls.article(moved), 'cache-control': again };
    return { status: 301, headers, body: Buffer.alloc(0) };
  }
  return catalog.isGone(slug) ? { status: 410, headers: {}, body: Buffer.alloc(0) } : undefined;
}
