import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openAudience } from '../lib/audience.ts';
import { formatProblem, openCatalog, type SyncReport } from '../lib/catalog.ts';
import { openComments } from '../lib/comments.ts';
import { openPress } from '../lib/press.ts';
import { type Answer, capture, type Handler, startRenderer } from '../lib/renderer.ts';
import { createSiteServer, securityHeaders, stopGracefully } from '../lib/server.ts';
import { environment, site } from '../lib/site.ts';
import { openStore } from '../lib/store.ts';
import { urls } from '../lib/urls.ts';
import { makePersonal } from './personal.ts';

/** The one process of the site: `npm start` runs it, and `npm run dev` runs it with --dev. */

const dev = process.argv.includes('--dev');
// Next reads it when it is imported, here or in the renderer's thread, which is given what is set here.
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production' });

// Whoever reads the output may go away; that is no reason to stop, or to complain into the closed pipe for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { host, port, url, contentDir, cacheDir, logRequests, moderatorPassword: password } = environment;
const clock = () => new Date();
const log = pino({ level: logRequests ? 'info' : 'warn' });
let catalog = openCatalog({ contentDir, cacheDir, site, url, clock });
syncFirst();

const onStoreError = (error: unknown) => log.error({ err: error }, "the readers' store");
const store = await openStore({ ...environment, onError: onStoreError });
const audience = openAudience({
  store,
  clock,
  origin: url,
  knows: (slug) => catalog.article(slug) !== undefined,
  onError: onStoreError,
});
const comments = await openComments({ store, clock, rules: site.comments, password });

const develop = dev ? await developmentServer() : undefined;
const renderer = dev
  ? undefined
  : await startRenderer({
      module: new URL('renderer.ts', import.meta.url),
      memory: 192,
      onFailure: (error) => log.error({ err: error }, 'the renderer has ended and is started again'),
    });
/** No page has this path, so that Next answers it with the whole page of what is not there. */
const MISSING = '/-/missing';
const headers = securityHeaders(url);
const press = openPress({
  render: (path) => render(path),
  missingPath: MISSING,
  headers,
  now: () => performance.now(),
  // A change of the content or of a comment empties the press at once; this is for what changes with the clock.
  freshFor: 20_000,
  // The token in the form under an article says when its page was made.
  ignored: /(?<=name="token" value=")[^"]*/g,
  onError(error, path) {
    log.error({ err: error, url: path }, 'a page could not be made anew');
    recover();
  },
});

const server = createSiteServer({
  press,
  develop,
  headers,
  personal: makePersonal({
    audience,
    comments,
    article: (slug) => catalog.article(slug),
    render,
    missing: (request, response) => press.answer(MISSING, request, response),
    headers,
    origin: url,
    clock,
    ...environment,
    onReply: () => void followReplies(),
    onContent: () => {
      try {
        follow(catalog.sync());
      } catch (error) {
        onCatalogError(error);
      }
    },
  }),
  movedTo(path) {
    const moved = catalog.aliasTarget(slugOf(path));
    return moved && urls.article(moved);
  },
  isGone: (path) => catalog.isGone(slugOf(path)),
  onAnswer: logRequests
    ? (request, response, ms) =>
        log.info({
          method: request.method,
          url: loggedUrl(request),
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
        })
    : undefined,
  onError(error, request) {
    log.error({ err: error, url: loggedUrl(request) }, 'a page could not be made');
    recover();
  },
});

let watching = catalog.watch(follow, onCatalogError);
/** Other processes on the same store change comments too. Milliseconds. */
const repliesWatch = setInterval(() => void followReplies(), 500);
const upkeep = setInterval(() => void keepUp(), 3_600_000);

server.listen(port, host, () => {
  const address = server.address();
  if (isAddress(address)) console.log(`${site.name} is at http://${host}:${address.port}`);
  const { live, scheduled, draft, expired } = catalog.standing();
  console.log(`${live} live, ${scheduled} scheduled, ${draft} draft, ${expired} expired`);
  if (!comments.moderation.isOpen)
    console.log(`Moderation is closed: set MODERATOR_PASSWORD to open ${url}${urls.moderation()}`);
  void followUp();
  void keepUp();
});
server.on('error', (error) => {
  console.error(`The site cannot listen at ${host}:${port}: ${error.message}`);
  process.exit(1);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    watching.stop();
    clearInterval(repliesWatch);
    clearInterval(upkeep);
    // Whatever does not end, such as a database that is away, holds the process up no longer than this.
    setTimeout(() => process.exit(0), 9500).unref();
    stopGracefully(server, 8000, async () => {
      try {
        await audience.settled();
        await store.close();
        await renderer?.stop();
      } catch (error) {
        onStoreError(error);
      }
      process.exit(0);
    });
  });
}

async function developmentServer(): Promise<Handler> {
  const { default: next } = await import('next');
  const app = next({ dev, hostname: host, port });
  await app.prepare();
  return app.getRequestHandler();
}

/**
 * Asks for a page. No cookie, header or address of a reader goes with it, but what is given here.
 * @param own headers of a page that is for one reader alone
 */
function render(path: string, own: Record<string, string> = {}): Promise<Answer> {
  // Next streams the head's contents late to readers whose program it knows as a browser; here it must wait for them.
  const ask = { path, headers: { host: new URL(url).host, 'user-agent': 'newsroom-press', ...own } };
  if (renderer) return renderer.render(ask);
  if (develop) return capture(develop, ask);
  throw new Error('Nobody makes pages.');
}

/** A change of the content is on every page that is asked for from now on. */
function follow(report: SyncReport): void {
  if (!report.changed) return;
  press.clear();
  void followUp();
}

/** Changes of comments, by their marks, that the press has been told of, with the time when each was seen. */
const followed = new Map<string, number>();
/** How far back is asked for changes: clocks of machines differ, and a transaction ends after it began. Milliseconds. */
const OVERLAP = 10_000;

/** Empties what shows a comment that has come, changed or gone. */
async function followReplies(): Promise<void> {
  try {
    const now = clock().getTime();
    const changes = await comments.changedSince(new Date(now - OVERLAP));
    const slugs = new Set(changes.flatMap(({ slug, mark }) => (followed.has(mark) ? [] : [slug])));
    for (const { mark } of changes) followed.set(mark, now);
    for (const [mark, seen] of followed) if (now - seen > 2 * OVERLAP) followed.delete(mark);
    if (slugs.size === 0) return;
    press.touch((path) => {
      const slug = /^\/news\/([^/]+)/.exec(path)?.[1];
      return path === urls.repliesFeed() || (slug !== undefined && slugs.has(slug));
    });
  } catch (error) {
    onStoreError(error);
  }
}

/** What is forgotten and folded each hour. */
async function keepUp(): Promise<void> {
  try {
    await audience.foldOld();
    await comments.tidy();
  } catch (error) {
    onStoreError(error);
  }
}

/** Shows a long work on a terminal: done, rate, time left. Elsewhere it would only fill the log. */
function progressOf(work: string): ((done: number, total: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  const started = performance.now();
  let shown = started;
  return (done, total) => {
    const now = performance.now();
    const isDone = done >= total - 1;
    if (shown === started && isDone) return;
    if (now - shown < 250 && !isDone) return;
    shown = now;
    const rate = (done / (now - started)) * 1000;
    const left = Math.ceil((total - done) / rate);
    process.stderr.write(
      isDone
        ? '\r\x1b[K'
        : `\r${work}: ${done} of ${total}, ${Math.round(rate)} a second, ${left} s left\x1b[K`,
    );
  };
}

/** What may come a moment after the articles: the search of many new ones, and what is wrong with their texts. */
async function followUp(): Promise<void> {
  try {
    await catalog.fillSearch();
    await proofread();
  } catch (error) {
    onCatalogError(error);
  }
}

function onCatalogError(error: unknown): void {
  log.error({ err: error }, 'the catalog');
  recover();
}

/** At its opening only the first page of each table is looked at: deeper damage is met here. */
function syncFirst(): void {
  const onProgress = progressOf('Reading the content');
  try {
    catalog.sync(undefined, onProgress);
  } catch (error) {
    log.error({ err: error }, 'the catalog');
    if (catalog.isSound()) throw error;
    catalog.discard();
    catalog = openCatalog({ contentDir, cacheDir, site, url, clock });
    catalog.sync(undefined, onProgress);
  }
}

/** Between two looks at the whole catalog for damage. Milliseconds. */
const LOOK_AGAIN = 5000;
let looked = Number.NEGATIVE_INFINITY;

/**
 * After any failure: when the catalog's file is damaged, it is made again. The pages are made from it in the renderer's
 * thread, by a connection of its own, and there the framework turns every error into a plain 500. So the file is looked
 * at and not the error, and the thread is started again with it.
 */
function recover(): void {
  if (performance.now() - looked < LOOK_AGAIN) return;
  looked = performance.now();
  if (catalog.isSound()) return;
  log.error('the catalog is damaged and is made again from the content');
  watching.stop();
  catalog.discard();
  catalog = openCatalog({ contentDir, cacheDir, site, url, clock });
  catalog.sync();
  watching = catalog.watch(follow, onCatalogError);
  press.clear();
  void renderer?.restart();
  void followUp();
}

let said = '';
/** Reads the texts for mistakes, and prints the content's problems when they are others than those printed before. */
async function proofread(): Promise<void> {
  await catalog.proofread();
  const text = catalog.problems().map(formatProblem).join('\n');
  if (text !== said && text) console.warn(text);
  said = text;
}

/** @returns the slug of an article's path; empty for any other */
function slugOf(path: string): string {
  return path.startsWith('/news/') ? path.slice('/news/'.length) : '';
}

/** @returns the address of a request without the key of a private link: who reads the log must not delete comments */
function loggedUrl({ url = '' }: IncomingMessage): string {
  return url.replace(/(\/replies\/own\/)[^/?]+/, '$1…');
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
