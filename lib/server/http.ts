import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { limitConnections, oneAtATime } from './http/limits.ts';
import { Router, type RouterOptions } from './http/router.ts';
import { isLarge } from './request.ts';

export { securityHeaders } from './http/security-headers.ts';

/** The HTTP server in front of the page cache: its limits, its routing, and an end without broken responses. */

// An import would load everything that the module exports, with it the HTTP client: a tenth of a second of each start.
const { createServer } = process.getBuiltinModule('node:http');

export type SiteServerOptions = RouterOptions & {
  /** Called after each response, for a log. `ms` is milliseconds from the request's arrival to the response's end. */
  onAnswer?: ((request: IncomingMessage, response: ServerResponse, ms: number) => void) | undefined;
};

/** How often Node checks for requests that do not end. */
const CHECK_INTERVAL_MS = 5000;
/** A connection on which no byte moves for this long, in either direction, is closed. */
const IDLE_TIMEOUT_MS = 30_000;

export function createSiteServer({ onAnswer, ...options }: SiteServerOptions): Server {
  const router = new Router(options);
  const begin = (request: IncomingMessage, response: ServerResponse) => {
    if (onAnswer) {
      const started = performance.now();
      response.once('close', () => onAnswer(request, response, performance.now() - started));
    }
    // A proxy in front may have decided by the one that Node leaves out.
    if (countOf(request, 'host') > 1) return router.refuse(response, 400, { Connection: 'close' });
    // Node's own answer would lack the site's headers. HTTP/1.0 knows no expectations.
    if (expectsMore(request)) return router.refuse(response, 417, { Connection: 'close' });
    // Node answers an Upgrade like any other request, and then reads no further one from its connection.
    if (request.headers.upgrade !== undefined) response.setHeader('Connection', 'close');
    // It would read the rest of a body that nothing has asked for.
    if (isLarge(request)) response.setHeader('Connection', 'close');
    router.handle(request, response);
  };
  const limits = {
    keepAliveTimeout: 65_000,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    maxHeaderSize: 16_384,
  };
  const listener = oneAtATime(begin);
  const server = createServer(limits, listener);
  // A request with an expectation waits for those before it, like all others.
  server.on('checkExpectation', listener);
  limitConnections(server);
  server.setTimeout(IDLE_TIMEOUT_MS);
  return server;
}

/** How often a request has a header of that name. Node itself keeps the first of some, and joins the others. */
function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  let count = 0;
  for (let place = 0; place < rawHeaders.length; place += 2) {
    const given = rawHeaders[place] ?? '';
    if (given.length === name.length && given.toLowerCase() === name) count++;
  }
  return count;
}

/** Whether a request expects what this server does not do. Node itself answers `100-continue`. */
function expectsMore({ headers, httpVersion }: IncomingMessage): boolean {
  const { expect } = headers;
  return expect !== undefined && httpVersion !== '1.0' && expect.toLowerCase() !== '100-continue';
}

/**
 * Stops the server: it takes no new connections, answers the requests under way, then calls back.
 * @param timeoutMs after which it closes what is left
 */
export function stopGracefully(server: Server, timeoutMs: number, onStopped: () => void): void {
  const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
  // A kept-alive connection is idle only when its response has been sent.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  server.close(() => {
    clearTimeout(cut);
    clearInterval(sweep);
    onStopped();
  });
  server.closeIdleConnections();
}
