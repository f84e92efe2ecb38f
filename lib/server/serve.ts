import { readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { openAudience } from '../audience.ts';
import { openComments } from '../comments.ts';
import { CONTENT_STATE } from '../content-state.ts';
import { checkContent, checkFolders, inAddress, listenProblem } from '../preflight.ts';
import { refuse } from '../refusal.ts';
import { environment, site } from '../site.ts';
import { keepStore } from '../store.ts';
import { urls } from '../urls.ts';
import { CommentChanges } from './comment-changes.ts';
import { restartProcess, watchConfiguration } from './configuration.ts';
import { ContentUpdates } from './content-updates.ts';
import { Forms } from './forms.ts';
import { createSiteServer, securityHeaders, stopGracefully } from './http.ts';
import { log } from './log.ts';
import { loggedUrl } from './logged-url.ts';
import { sendMediaFiles } from './media-files.ts';
import { answerAt } from './moved-articles.ts';
import { PageCache } from './page-cache.ts';
import { finished, type Handler, inject, type RenderResponse, type Turn } from './renderer.ts';
import { isDevelopment, rendering } from './rendering.ts';

/** Wires the parts of the process together and starts to listen. `lib/server/main.ts` loads it. */

// The reader of the output may close the pipe: no reason to stop, or to log into the closed pipe for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

orRefuse(() => {
  checkContent(environment);
  checkFolders(environment);
});

const { host, port, url, logRequests, moderatorPassword: password } = environment;
const clock = () => new Date();
const steadyClock = () => performance.now();
/** After this long the site starts without the store, which opens in the background. */
const STORE_TIMEOUT_MS = 3000;
const develop = isDevelopment ? await developmentServer() : undefined;
const renderer = await rendering;
/** The names of the files in public/, which Next serves as they are. */
const files = new Set(readdirSync('public'));
/** No page has this path, so Next answers it with the complete 404 page. */
const MISSING = '/-/missing';
const HEALTH = '/healthz';
/** No article has this slug, and its page says that an article is gone. */
const GONE = urls.gone();
// In development pages link to style sheets, which the policy of the built site forbids.
const headers = isDevelopment ? {} : securityHeaders(url);
const pageCache = new PageCache({
  render: (path, turn) =>
    path === MISSING || path === GONE
      ? render(path, {}, turn)
      : answerAt(path, {
          ...{ catalog: () => content.catalog, files },
          render: (page) => render(page, page === HEALTH ? { [CONTENT_STATE]: content.state } : {}, turn),
        }),
  missingPath: MISSING,
  gonePath: GONE,
  headers,
  now: () => performance.now(),
  // A change of the content purges the cache, and a comment marks its pages stale; this is for what changes with the clock.
  freshForMs: 20_000,
  revalidateAfterMs: 300,
  // The token in the form under an article holds the time of the rendering.
  ignored: /(?<=name="token" value=")[^"]*/g,
  onError(error, path) {
    log.error({ err: error, url: loggedUrl(path) }, 'revalidating a page failed');
    content.recoverFrom(error);
  },
});

const content = orRefuse(
  () =>
    new ContentUpdates({
      clock,
      log,
      onChange: () => pageCache.purge(),
      onRebuilt() {
        pageCache.purge();
        void renderer?.restart();
      },
    }),
);

const readers = keepStore({
  place: environment,
  async prepare(store) {
    const knows = (slug: string) => content.catalog.article(slug) !== undefined;
    return {
      audience: openAudience({ store, clock, origin: url, knows, onError: onStoreError }),
      comments: await openComments({
        ...{ store, clock, rules: site.comments, password, steadyClock },
        reservedNames: () => [
          site.name,
          site.author.name,
          ...content.catalog.authors().map(({ name }) => name),
        ],
      }),
    };
  },
  onAway: ({ sentence }) => log.error(`comments are away: ${sentence}`),
  onBack() {
    log.warn('comments are back');
    // Other processes may have changed comments meanwhile.
    pageCache.markStale((path) => path.startsWith('/news/') || path === urls.commentsFeed());
  },
  onError: (error, { kind, sentence }) =>
    log.error(kind === 'other' ? { err: error } : {}, `comments could not be used: ${sentence}`),
});

renderer?.whenReplaced(() => content.checkPlace());

// The store opens before the first page: two threads that migrate it at once would only wait for each other.
await readers.tried(STORE_TIMEOUT_MS);
if (renderer) await warmUp();
orRefuse(() => content.read());

const forms = new Forms({
  store: readers,
  article: (slug) => content.catalog.article(slug),
  render,
  async missing(request, response) {
    await pageCache.answer(MISSING, request, response);
  },
  headers,
  origin: url,
  clock,
  ...environment,
  onComment: () => commentChanges.poll(),
  onContent: () => content.rescan(),
});
const fileRoute = sendMediaFiles({ find: (src) => content.catalog.media.file(src), headers });

const server = createSiteServer({
  pageCache,
  missingPath: MISSING,
  develop,
  headers,
  trustProxy: environment.trustProxy,
  fileRoute,
  privateRoute: (method, path) => forms.route(method, path),
  onAnswer: logRequests
    ? (request, response, ms) =>
        log.info({
          method: request.method,
          url: loggedUrl(request.url ?? '/'),
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
        })
    : undefined,
  onError(error, request) {
    log.error({ err: error, url: loggedUrl(request.url ?? '/') }, 'rendering a page failed');
    content.recoverFrom(error);
  },
});

const commentChanges = new CommentChanges({
  changedSince: (since) => readers.read(({ comments }) => comments.changedSince(since)),
  pageCache,
  clock,
  onError: onStoreError,
});
const maintenance = setInterval(() => void runMaintenance(), 3_600_000);

server.listen(port, host, () => {
  const address = server.address();
  if (isAddress(address)) console.log(`${site.name} is at http://${inAddress(host)}:${address.port}`);
  const { live, scheduled, draft, expired } = content.catalog.statusCounts();
  console.log(`${live} live, ${scheduled} scheduled, ${draft} draft, ${expired} expired`);
  if (password === undefined)
    console.log(`Moderation is closed: set MODERATOR_PASSWORD to open ${url}${urls.moderation()}`);
  content.watch();
  if (isDevelopment) {
    const restart = process.execve && restartProcess;
    watchConfiguration('lib/site.ts', { say: (sentence) => console.warn(sentence), restart });
  }
  void runMaintenance();
  if (renderer) setTimeout(() => void warmCache(), 1000).unref();
});
server.on('error', (error) => {
  console.error(listenProblem(error, environment));
  process.exit(1);
});

let isStopping = false;
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  const contentStopped = content.stop();
  commentChanges.stop();
  clearInterval(maintenance);
  // A database that does not answer holds the process up no longer than this.
  setTimeout(() => process.exit(0), 9500).unref();
  stopGracefully(server, 8000, async () => {
    try {
      await readers.use(({ audience }) => audience.settled());
    } catch {
      // The store is away, and the views that it has not taken are lost.
    }
    try {
      await readers.close();
      await renderer?.stop();
      await contentStopped;
    } catch (error) {
      onStoreError(error);
    }
    process.exit(0);
  });
}
// A closed terminal (SIGHUP) and a supervisor's own signal (SIGUSR2) end the site in order as well.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR2']) process.once(signal, stop);
// npm passes a signal on to its shell, and that one ends without passing it on.
if (process.argv.includes('--npm')) {
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && stop(), 500).unref();
}

/** What the site cannot start without: a refusal ends the process with one sentence. */
function orRefuse<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return refuse(error);
  }
}

async function developmentServer(): Promise<Handler> {
  const { default: next } = await import('next');
  const app = next({ dev: true, hostname: host, port });
  await app.prepare();
  return app.getRequestHandler();
}

/**
 * Renders a page. No cookie, header or address of a reader goes with it but those given here.
 * @param own headers of a page for one reader alone
 */
async function render(path: string, own: Record<string, string> = {}, turn?: Turn): Promise<RenderResponse> {
  // To a user agent that it knows as a browser, Next streams the head's contents late; here it must wait for them.
  const ask = { path, headers: { host: new URL(url).host, 'user-agent': 'newsroom-renderer', ...own } };
  if (renderer) return renderer.render(ask, turn);
  if (develop) return finished(await inject(develop, ask));
  throw new Error('There is no renderer.');
}

/**
 * Renders one page of each kind, for which the renderer loads much code, while this thread reads the content. The pages
 * show the content of the last run, and no reader gets them.
 */
async function warmUp(): Promise<void> {
  let article = urls.article('-');
  try {
    const [newest] = content.catalog.newest(1);
    if (newest) article = urls.article(newest.slug);
  } catch {
    // The catalog is damaged; reading the content finds that out.
  }
  for (const path of [article, urls.home(), MISSING, HEALTH]) void render(path).catch(() => undefined);
  // The thread gets them before this one is busy.
  await setImmediate();
}

/** Renders the front page and the articles on it, one after the other, so that their first readers do not wait. */
async function warmCache(): Promise<void> {
  try {
    const catalog = content.catalog;
    // As many as the front page shows; their order does not matter here.
    const leading = [...catalog.featured(5), ...catalog.newest(site.pageSize)];
    const paths = new Set([urls.home(), ...leading.map(({ slug }) => urls.article(slug))]);
    for (const path of paths) {
      if (isStopping) return;
      await pageCache.warm(path);
    }
  } catch (error) {
    log.error({ err: error }, 'warming the page cache failed');
  }
}

function onStoreError(error: unknown): void {
  log.error({ err: error }, 'using the store failed');
}

/** The store's hourly maintenance: it deletes what has expired and sums up old views. */
async function runMaintenance(): Promise<void> {
  try {
    await readers.use(({ audience }) => audience.rollUp());
    await readers.use(({ comments }) => comments.purgeExpired());
  } catch {
    // The store is away, which is in the log; the next hour does it.
  }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
