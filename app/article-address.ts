import type { Catalog } from '../lib/catalog.ts';
import type { Answer } from '../lib/renderer.ts';
import { urls } from '../lib/urls.ts';

/** What stands at an article's address: its page, where it has moved, or that it is not there any more. */

export type Newsroom = {
  /** The catalog as it is now. */
  catalog(): Pick<Catalog, 'article' | 'aliasTarget' | 'isGone'>;
  /** Makes the page of a path, as of a moment after the asking. */
  render(path: string): Promise<Answer>;
};

/** An article that comes and goes as often while one answer is made is not waited for. */
const MOST_TRIES = 3;

/** @returns the answer for any path. Of what is missing (404) or gone (410) it is the status that counts */
export async function answerAt(path: string, { catalog, render }: Newsroom): Promise<Answer> {
  if (!path.startsWith('/news/')) return render(path);
  const slug = path.slice('/news/'.length);
  for (let tries = 1; ; tries++) {
    const moved = elsewhere(slug, catalog());
    if (moved) return moved;
    const answer = await render(path);
    if (answer.status !== 404) return answer;
    // The page is as of a later moment than the look for where the article has gone: it may have gone between the two.
    const since = elsewhere(slug, catalog());
    if (since) return since;
    if (tries === MOST_TRIES || !catalog().article(slug)) return answer;
  }
}

function elsewhere(slug: string, catalog: ReturnType<Newsroom['catalog']>): Answer | undefined {
  const moved = catalog.aliasTarget(slug);
  if (moved) {
    // An editor may give the old address to another article: whoever has been led on asks again the next time.
    const again = 'public, max-age=0, must-revalidate';
    const headers = { location: urls.article(moved), 'cache-control': again };
    return { status: 301, headers, body: Buffer.alloc(0) };
  }
  return catalog.isGone(slug) ? { status: 410, headers: {}, body: Buffer.alloc(0) } : undefined;
}
