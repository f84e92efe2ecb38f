import { after, connection } from 'next/server';
import { cache } from 'react';
import { type Audience, openAudience } from '../lib/audience.ts';
import { type Article, type Catalog, keepRenderedTexts, openCatalog } from '../lib/catalog.ts';
import { withAlarm } from '../lib/catalog-alarm.ts';
import { type Comments, openComments } from '../lib/comments.ts';
import { environment, site } from '../lib/site.ts';
import { openStore } from '../lib/store.ts';

const clock = () => new Date();
/** Those that no page is being made from. */
const idle: Catalog[] = [];
/** As many pages are made at a time when all goes well. */
const MOST_IDLE = 2;
const rendered = keepRenderedTexts();
let met: Promise<{ audience: Audience; comments: Comments }> | undefined;

/**
 * The running site's catalog, for pages and routes: all of a page is as of the same moment. It waits for a request
 * first, so that no page is made by the build and none can keep content of another folder or another hour.
 */
export async function newsroom(): Promise<{ catalog: Catalog; now: Date }> {
  await connection();
  return heldCatalog();
}

/** One for all parts of a page, which React knows to belong together; a route asks once. */
const heldCatalog = cache(() => {
  const catalog = idle.pop() ?? open();
  try {
    const now = catalog.hold();
    after(() => giveBack(catalog));
    return { catalog, now };
  } catch (error) {
    catalog.close();
    throw error;
  }
});

function giveBack(catalog: Catalog): void {
  catalog.letGo();
  if (idle.length < MOST_IDLE) idle.push(catalog);
  else catalog.close();
}

function open(): Catalog {
  const { contentDir, cacheDir, url } = environment;
  return withAlarm(openCatalog({ contentDir, cacheDir, site, url, clock, rendered }));
}

/** What the readers of the running site did, for pages and routes. */
export async function readers(): Promise<{ audience: Audience; comments: Comments }> {
  await connection();
  // A store that could not be opened is tried again by the next page.
  met ??= meet().catch((error: unknown) => {
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

async function meet() {
  const { url: origin, moderatorPassword: password } = environment;
  const onError = (error: unknown) => console.error(error);
  const store = await openStore({ ...environment, onError });
  const knows = () => {
    throw new Error('Visits are not counted by pages.');
  };
  return {
    audience: openAudience({ store, clock, origin, knows, onError }),
    comments: await openComments({ store, clock, rules: site.comments, password }),
  };
}
