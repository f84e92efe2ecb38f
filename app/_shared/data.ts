import { after, connection } from 'next/server';
import { cache } from 'react';
import { type Audience, openAudience, type Ranked } from '../../lib/audience.ts';
import { type Article, type Catalog, openCatalog, RenderedTexts } from '../../lib/catalog.ts';
import { alarmed, withAlarm } from '../../lib/catalog-alarm.ts';
import { type Comments, openComments } from '../../lib/comments.ts';
import { noteAway } from '../../lib/page-notes.ts';
import { environment, site } from '../../lib/site.ts';
import { type KeptStore, keepStore, StoreAway } from '../../lib/store.ts';

const clock = () => new Date();
const steadyClock = () => performance.now();
/** Idle catalog connections. */
const idle: Catalog[] = [];
/** As many pages are made at a time when all goes well. */
const MAX_IDLE = 2;
const rendered = new RenderedTexts();
let kept: KeptStore<Readers> | undefined;

/**
 * The running site's catalog, for pages and routes: all of a page is as of the same moment. It waits for a request
 * first, so that no page is made by the build and none can keep content of another folder or another hour.
 */
export async function getCatalog(): Promise<{ catalog: Catalog; now: Date }> {
  await connection();
  return snapshotCatalog();
}

/** One for all parts of a page, which React knows to belong together; a route asks once. */
const snapshotCatalog = cache(() => {
  const catalog = idle.pop() ?? open();
  try {
    const now = catalog.snapshot();
    after(() => releaseCatalog(catalog));
    return { catalog, now };
  } catch (error) {
    catalog.close();
    throw error;
  }
});

function releaseCatalog(catalog: Catalog): void {
  catalog.release();
  if (idle.length < MAX_IDLE) idle.push(catalog);
  else catalog.close();
}

function open(): Catalog {
  const { contentDir, cacheDir, url } = environment;
  const options = { contentDir, cacheDir, site, url, clock, rendered };
  return withAlarm(alarmed(() => openCatalog(options)));
}

/** What uses the readers' store. */
export type Readers = { audience: Audience; comments: Comments };

/** Returned in place of an answer when the readers' store is away. */
export const AWAY = Symbol('away');

/** A moderator waits longer than a reader: the desk asks much at once, and is nothing without the answer. */
export const DESK_TIMEOUT_MS = 3000;

/**
 * Asks what the readers of the running site did. A page is made without it when the store is away; it is then not kept.
 * @param needs `whole` for a page that has nothing to show without the answer
 */
export async function fromReaders<Result>(
  work: (readers: Readers) => Result | Promise<Result>,
  needs: 'part' | 'whole' = 'part',
  timeoutMs?: number,
): Promise<Result | typeof AWAY> {
  await connection();
  try {
    return await readersStore().read(work, timeoutMs);
  } catch (error) {
    if (!(error instanceof StoreAway)) throw error;
    noteAway(needs);
    return AWAY;
  }
}

/**
 * The state of the comments, for the machines that watch the site.
 * @returns `read-only` when they are shown and none can be taken, `away` when they cannot be shown either
 */
export async function commentsHealth(): Promise<'ok' | 'read-only' | 'away'> {
  await connection();
  const store = readersStore();
  await store.tried(1000);
  if (!(await store.isThere())) return 'away';
  return (await store.takesWrites()) ? 'ok' : 'read-only';
}

/** @returns how many replies each of the articles has, by slug; nothing when that is not known */
export async function commentCounts(articles: Article[]): Promise<ReadonlyMap<string, number>> {
  const counts = await fromReaders(({ comments }) => comments.counts(articles.map(({ slug }) => slug)));
  return counts === AWAY ? new Map() : counts;
}

/** The lists of what is read, which are empty when the store is away. */
export const readersLists: Pick<Audience, 'trending' | 'popularToday' | 'rightNow' | 'countedAt'> = {
  trending: (most) => listed(({ audience }) => audience.trending(most)),
  popularToday: (most) => listed(({ audience }) => audience.popularToday(most)),
  rightNow: (most) => listed(({ audience }) => audience.rightNow(most)),
  async countedAt() {
    const at = await fromReaders(({ audience }) => audience.countedAt());
    return at === AWAY ? undefined : at;
  },
};

async function listed(work: (readers: Readers) => Promise<Ranked[]>): Promise<Ranked[]> {
  const ranked = await fromReaders(work);
  return ranked === AWAY ? [] : ranked;
}

/** Opened by the first page that asks, and opened again whenever it is lost. */
function readersStore(): KeptStore<Readers> {
  const { url: origin, moderatorPassword: password } = environment;
  const onError = (error: unknown) => console.error(error);
  kept ??= keepStore({
    place: environment,
    // The process that takes the forms says when the store is lost.
    onError,
    async prepare(store) {
      const knows = () => {
        throw new Error('Visits are not counted by pages.');
      };
      return {
        audience: openAudience({ store, clock, origin, knows, onError }),
        comments: await openComments({ store, clock, rules: site.comments, password, steadyClock }),
      };
    },
  });
  return kept;
}
