import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { formatProblem, openCatalog } from '../lib/catalog.ts';
import { openPress } from '../lib/press.ts';
import { type Answer, type Handler, startRenderer } from '../lib/renderer.ts';
import { createSiteServer, securityHeaders, stopGracefully } from '../lib/server.ts';
import { environment, site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';

/** The one process of the site: `npm start` runs it, and `npm run dev` runs it with --dev. */

const dev = process.argv.includes('--dev');
// Next reads it when it is imported, here or in the renderer's thread, which is given what is set here.
Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production' });

// Whoever reads the output may go away; that is no reason to stop, or to complain into the closed pipe for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { host, port, url, contentDir, cacheDir, logRequests } = environment;
const catalog = openCatalog({ contentDir, cacheDir, site, url, clock: () => new Date() });
catalog.sync();

const log = pino({ level: logRequests ? 'info' : 'warn' });
const develop = dev ? await developmentServer() : undefined;
const renderer = dev
  ? undefined
  : await startRenderer({
      module: new URL('renderer.ts', import.meta.url),
      memory: 192,
      onFailure: (error) => log.error({ err: error }, 'the renderer has ended and is started again'),
    });
const headers = securityHeaders(url);
const press = openPress({
  render,
  missingPath: '/-/missing',
  headers,
  now: () => performance.now(),
  // A change of the content clears the press at once; this is for what changes with the clock alone.
  freshFor: 60_000,
  onError: (error, path) => log.error({ err: error, url: path }, 'a page could not be made anew'),
});

const server = createSiteServer({
  press,
  develop,
  headers,
  movedTo(path) {
    const slug = path.startsWith('/news/') ? catalog.aliasTarget(path.slice('/news/'.length)) : undefined;
    return slug && urls.article(slug);
  },
  onAnswer: logRequests
    ? (request, response, ms) =>
        log.info({
          method: request.method,
          url: request.url,
          status: response.statusCode,
          ms: Math.round(ms * 10) / 10,
        })
    : undefined,
  onError: (error, request) => log.error({ err: error, url: request.url }, 'a page could not be made'),
});

const watching = catalog.watch((report) => {
  if (!report.changed) return;
  press.clear();
  void followUp();
});

server.listen(port, host, () => {
  const address = server.address();
  if (isAddress(address)) console.log(`${site.name} is at http://${host}:${address.port}`);
  const { live, scheduled, draft, expired } = catalog.standing();
  console.log(`${live} live, ${scheduled} scheduled, ${draft} draft, ${expired} expired`);
  void followUp();
});
server.on('error', (error) => {
  console.error(`The site cannot listen at ${host}:${port}: ${error.message}`);
  process.exit(1);
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    watching.stop();
    stopGracefully(server, 8000, async () => {
      catalog.close();
      await renderer?.stop();
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

/** Asks for a page as nobody in particular: no cookie, header or address of a reader goes with it. */
function render(path: string): Promise<Answer> {
  if (!renderer) throw new Error('In development there is no press.');
  // Next streams the head's contents late to readers whose program it knows as a browser; here it must wait for them.
  const headers = { host: new URL(url).host, 'user-agent': 'newsroom-press' };
  return renderer.render({ path, headers });
}

/** What may come a moment after the articles: the search of many new ones, and what is wrong with their texts. */
async function followUp(): Promise<void> {
  await catalog.fillSearch();
  await proofread();
}

let said = '';
/** Reads the texts for mistakes, and prints the content's problems when they are others than those printed before. */
async function proofread(): Promise<void> {
  await catalog.proofread();
  const text = catalog.problems().map(formatProblem).join('\n');
  if (text !== said && text) console.warn(text);
  said = text;
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
