import { connection } from 'next/server';
import { type Audience, openAudience } from '../lib/audience.ts';
import { type Article, type Catalog, openCatalog } from '../lib/catalog.ts';
import { type Comments, openComments } from '../lib/comments.ts';
import { environment, site } from '../lib/site.ts';
import { openStore } from '../lib/store.ts';

const clock = () => new Date();
let opened: Catalog | undefined;
let met: Promise<{ audience: Audience; comments: Comments }> | undefined;

/**
 * The running site's catalog, for pages and routes. It waits for a request first, so that no page is made by the
 * build and none can keep content of another folder or another hour.
 */
export async function newsroom(): Promise<{ catalog: Catalog; now: Date }> {
  await connection();
  const { contentDir, cacheDir, url } = environment;
  opened ??= openCatalog({ contentDir, cacheDir, site, url, clock });
  return { catalog: opened, now: clock() };
}

/** What the readers of the running site did, for pages and routes. */
export async function readers(): Promise<{ audience: Audience; comments: Comments }> {
  const { catalog } = await newsroom();
  // A store that could not be opened is tried again by the next page.
  met ??= meet(catalog).catch((error: unknown) => {
    met = undefined;
    throw error;
  });
  return met;
}

/** @returns how many replies each of the articles has, by slug */
export async function repliesTo(articles: Article[]): Promise<ReadonlyMap<string, number>> {
  const { comments } = await readers();
  return comments.counts(articles.map(({ slug }) => slug));
}

async function meet(catalog: Catalog) {
  const { url: origin, moderatorPassword: password } = environment;
  const onError = (error: unknown) => console.error(error);
  const store = await openStore({ ...environment, onError });
  const knows = (slug: string) => catalog.article(slug) !== undefined;
  return {
    audience: openAudience({ store, clock, origin, knows, onError }),
    comments: await openComments({ store, clock, rules: site.comments, password }),
  };
}
