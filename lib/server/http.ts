import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { senderOf } from '../sender.ts';
import type { PageCache } from './page-cache.ts';
import { type Handler, Overloaded } from './renderer.ts';
import { addressOf } from './request.ts';
import { parseTarget, type RequestTarget } from './request-target.ts';

/** The HTTP server around the pageCache: which request goes where, with limits, and an end without broken answers. */

// An import would load all that it exports, and with it the client of HTTP: a tenth of a second of each start.
const { createServer } = process.getBuiltinModule('node:http');

export type SiteServerOptions = {
  pageCache: Pick<PageCache, 'answer' | 'answerStored' | 'has'>;
  /** The path whose page the pageCache has for an address that the site does not have. */
  missingPath: string;
  /** Answers everything, in development, which is plain Next. */
  develop?: Handler | undefined;
  /** What answers a request that concerns its reader alone, such as a form; undefined leaves it to the pageCache. */
  privateRoute?(method: string, path: string): Handler | undefined;
  /** Headers that every answer carries. */
  headers: Record<string, string>;
  /** Whether a proxy in front says who asks. */
  trustProxy?: boolean | undefined;
  /** Told of each answer, for a log. `ms` is milliseconds from the request's arrival to the answer's end. */
  onAnswer?: ((request: IncomingMessage, response: ServerResponse, ms: number) => void) | undefined;
  onError(error: unknown, request: IncomingMessage): void;
};

/**
 * Connections at a time. Each has one answer under way, so this bounds them too; what it holds for a connection without
 * work is some ten kilobytes.
 */
const MAX_CONNECTIONS = 4000;
/** Requests that wait behind another on one connection. No browser sends a second before the first is answered. */
const MAX_PIPELINED = 8;
/** Bytes of answers that are kept nowhere else, and that their readers have not taken yet: of one sender, and of all. */
const MAX_UNREAD_BYTES_OF_ONE = 8_000_000;
const MAX_UNREAD_BYTES = 64_000_000;
/** One address may hold half of the connections. The proxy of a site is one. */
const MAX_CONNECTIONS_OF_ONE = MAX_CONNECTIONS / 2;
/** How often connections are looked through for requests that do not come to an end. */
const CHECK_INTERVAL_MS = 5000;
/** A connection on which nothing moves for so long, in either direction, is cut off. */
const IDLE_TIMEOUT_MS = 30_000;
/** When a reader who was turned away may try again. */
const RETRY_AFTER_SECONDS = 2;

export function createSiteServer(options: SiteServerOptions): Server {
  const {
    pageCache,
    missingPath,
    develop,
    privateRoute,
    headers,
    trustProxy = false,
    onAnswer,
    onError,
  } = options;
  const unread = countUnread();
  /** Answers whose bytes take no memory of their own. */
  const shared = new WeakSet<ServerResponse>();

  /** Sends what the pageCache keeps under exactly this address: what is kept has passed all that `route` asks. */
  function sendKept(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '/' } = request;
    return (
      (method === 'GET' || method === 'HEAD') && !develop && pageCache.answerStored(url, request, response)
    );
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const target = parseTarget(request.url ?? '/');
    if (develop && !(target.kind === 'canonical' && privateRoute?.(method, target.path)))
      return develop(request, response);
    if (!/^(?:GET|HEAD|POST)$/.test(method)) return plain(response, 405, { Allow: 'GET, HEAD' });
    if (target.kind === 'malformed') return plain(response, 400);
    if (target.kind === 'too-long') return plain(response, 414);
    const sender = senderOf(addressOf(request, trustProxy));
    if (unread.isTooMuch(sender)) throw new Overloaded('Too many answers wait for their readers.');
    const isRead = method !== 'POST';
    // Of the framework's own addresses only the files of the build are the site's.
    if ('path' in target && /^\/_(?!next\/static\/)/.test(target.path)) return plain(response, 404);
    if (target.kind === 'other-form') return isRead ? lead(response, target) : plain(response, 404);
    if (target.kind === 'missing')
      return isRead ? sendPage(missingPath, request, response, sender) : plain(response, 404);
    const { path, query } = target;
    const own = privateRoute?.(method, path);
    if (own) return own(request, response);
    if (!isRead) return plain(response, 405, { Allow: 'GET, HEAD' });
    // A query changes no page but the search, so that it cannot fill the memory with copies.
    return sendPage(path === '/search' ? path + query : path, request, response, sender);
  }

  async function sendPage(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    sender: string,
  ): Promise<void> {
    await pageCache.answer(path, request, response, sender);
    if (pageCache.has(path)) shared.add(response);
  }

  /** Leads to the form of an address that the site uses. */
  function lead(response: ServerResponse, { path, query }: Extract<RequestTarget, { path: string }>): void {
    plain(response, 308, {
      Location: path === '/search' ? path + query : path,
      'Cache-Control': 'no-store',
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await route(request, response);
      if (!shared.has(response)) unread.count(senderOf(addressOf(request, trustProxy)), response);
    } catch (error) {
      // Nothing failed when a reader goes away, and nobody is there to be told.
      if (response.destroyed || request.socket.destroyed) return;
      if (error instanceof Overloaded) return response.headersSent ? void response.destroy() : busy(response);
      onError(error, request);
      if (response.headersSent) response.destroy();
      else apologise(response, headers, FAILED);
    }
  }

  function busy(response: ServerResponse): void {
    apologise(response, { ...headers, 'Retry-After': String(RETRY_AFTER_SECONDS) }, BUSY);
  }

  function plain(response: ServerResponse, status: number, extra: Record<string, string> = {}): void {
    response.writeHead(status, { ...headers, ...extra, 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${status}\n`);
  }

  function begin(request: IncomingMessage, response: ServerResponse): void {
    if (onAnswer) {
      const started = performance.now();
      response.once('close', () => onAnswer(request, response, performance.now() - started));
    }
    // Node answers such a request as any other, and then reads no further one from its connection.
    if (request.headers.upgrade !== undefined) response.setHeader('Connection', 'close');
    if (!sendKept(request, response)) void answer(request, response);
  }

  const pipelined = new WeakMap<object, number>();

  /** Lets a request wait that came before the one ahead of it was answered. Its response has no socket until then. */
  function wait(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const waiting = (pipelined.get(socket) ?? 0) + 1;
    pipelined.set(socket, waiting);
    if (waiting > MAX_PIPELINED) abandon(socket);
    if (socket.destroyed) return;
    response.once('socket', () => {
      pipelined.set(socket, (pipelined.get(socket) ?? 1) - 1);
      begin(request, response);
    });
  }

  const server = createServer(
    {
      keepAliveTimeout: 65_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      maxHeaderSize: 16_384,
    },
    (request, response) => (response.socket ? begin(request, response) : wait(request, response)),
  );
  // Node would answer by itself, without the site's headers.
  server.on('checkExpectation', (_, response) => plain(response, 417, { Connection: 'close' }));
  server.maxConnections = MAX_CONNECTIONS;
  limitConnectionsOfOne(server);
  server.setTimeout(IDLE_TIMEOUT_MS);
  return server;
}

const FAILED = {
  status: 500,
  title: 'Something went wrong',
  heading: 'This page could not be made',
  words: 'The fault is ours, not yours, and it has been noted. Please try again in a moment',
};
const BUSY = {
  status: 503,
  title: 'The site is busy',
  heading: 'The site is busy',
  words: 'More pages were asked for than can be made at this moment. Please try again in a few seconds',
};

/** Lets one address hold so many connections and no more, so that there is always room for another. */
function limitConnectionsOfOne(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = senderOf(socket.remoteAddress ?? '');
    const many = (open.get(address) ?? 0) + 1;
    if (many > MAX_CONNECTIONS_OF_ONE) {
      socket.destroy();
      return;
    }
    open.set(address, many);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

/** Counts what answers hold in memory until their readers have taken them. */
function countUnread() {
  const bySender = new Map<string, number>();
  let all = 0;
  function add(sender: string, bytes: number): void {
    all += bytes;
    const own = (bySender.get(sender) ?? 0) + bytes;
    if (own > 0) bySender.set(sender, own);
    else bySender.delete(sender);
  }
  return {
    isTooMuch: (sender: string) =>
      all > MAX_UNREAD_BYTES || (bySender.get(sender) ?? 0) > MAX_UNREAD_BYTES_OF_ONE,
    count(sender: string, response: ServerResponse): void {
      const bytes = response.writableLength;
      if (bytes === 0 || response.destroyed) return;
      add(sender, bytes);
      response.once('close', () => add(sender, -bytes));
    },
  };
}

/**
 * Ends a connection, and with it the parsing of what it has sent. Node would go on to the end of the piece that it has
 * read, which holds two thousand requests: a twentieth of a second, for each connection. To the parser, 2 says that what
 * follows is not HTTP. This is not in Node's documentation: where it changes, the connection ends all the same.
 */
function abandon(socket: Socket): void {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (typeof parser === 'object' && parser) Reflect.set(parser, 'onIncoming', () => 2);
  socket.destroy();
}

/** What a reader sees in place of a page. It needs nothing that may be broken. */
function apologise(
  response: ServerResponse,
  headers: Record<string, string>,
  { status, title, heading, words }: typeof FAILED,
): void {
  const page =
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${title}</title><style>body{font:1.125rem/1.5 Georgia,serif;max-width:36rem;margin:15vh auto;` +
    `padding:0 1rem;color-scheme:light dark}</style><h1>${heading}</h1>` +
    `<p>${words}, or go to the <a href="/">front page</a>.</p></html>`;
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
    'Cache-Control': 'no-store',
  });
  response.end(page);
}

/**
 * Ends the server: no new connections, what is under way is answered, then the callback runs.
 * @param patience after how many milliseconds what is left is cut off
 */
export function stopGracefully(server: Server, patience: number, onStopped: () => void): void {
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  // A connection whose reader keeps it is idle only when its answer is sent.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  server.close(() => {
    clearTimeout(cut);
    clearInterval(sweep);
    onStopped();
  });
  server.closeIdleConnections();
}

/**
 * The headers under which every answer leaves. A public page has no script of its own inside it, so none may run
 * there; styles travel inside the page.
 * @param url the site's address; over https it asks browsers to stay there
 */
export function securityHeaders(url: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'inline-speculation-rules'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    ...(url.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
}
