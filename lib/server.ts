import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Press } from './press.ts';
import type { Handler } from './renderer.ts';

/** The HTTP server around the press: which request goes where, with limits, and an end without broken answers. */

// An import would load all that it exports, and with it the client of HTTP: a tenth of a second of each start.
const { createServer } = process.getBuiltinModule('node:http');

export type SiteServerOptions = {
  press: Pick<Press, 'answer' | 'answerKept'>;
  /** Answers everything, in development, which is plain Next. */
  develop?: Handler | undefined;
  /** What answers a request that concerns its reader alone, such as a form; undefined leaves it to the press. */
  personal?(method: string, path: string): Handler | undefined;
  /** Headers that every answer carries. */
  headers: Record<string, string>;
  /** Told of each answer, for a log. `ms` is milliseconds from the request's arrival to the answer's end. */
  onAnswer?: ((request: IncomingMessage, response: ServerResponse, ms: number) => void) | undefined;
  onError(error: unknown, request: IncomingMessage): void;
};

/** Longer addresses are nobody's. Characters. */
const LONGEST_URL = 2048;

export function createSiteServer(options: SiteServerOptions): Server {
  const { press, develop, personal, headers, onAnswer, onError } = options;

  /** Sends what the press keeps under exactly this address: what is kept has passed all that `route` asks. */
  function sendKept(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url = '/' } = request;
    return (method === 'GET' || method === 'HEAD') && !develop && press.answerKept(url, request, response);
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    if (develop && !personal?.(method, pathOf(request.url ?? '/').replace(/\?.*$/s, '')))
      return develop(request, response);
    if (!/^(?:GET|HEAD|POST)$/.test(method)) return plain(response, 405, { Allow: 'GET, HEAD' });
    const url = pathOf(request.url ?? '/');
    if (url.length > LONGEST_URL) return plain(response, 414);
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    if (!path.startsWith('/') || !isDecodable(path)) return plain(response, 400);
    // The framework would resolve them, past the rules below.
    if (/(?:^|[/\\])\.{1,2}(?:[/\\]|$)/.test(decodeURIComponent(path))) return plain(response, 400);
    const own = personal?.(method, path);
    if (own) return own(request, response);
    if (method !== 'GET' && method !== 'HEAD') return plain(response, 405, { Allow: 'GET, HEAD' });
    // Of the framework's own addresses only the files of the build are the site's.
    if (path.startsWith('/_next/') && !path.startsWith('/_next/static/')) return plain(response, 404);
    // A query changes no page but the search, so that it cannot fill the memory with copies.
    return press.answer(path === '/search' ? url : path, request, response);
  }

  function plain(response: ServerResponse, status: number, extra: Record<string, string> = {}): void {
    response.writeHead(status, { ...headers, ...extra, 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${status}\n`);
  }

  return createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 },
    (request, response) => {
      if (onAnswer) {
        const started = performance.now();
        response.once('close', () => onAnswer(request, response, performance.now() - started));
      }
      if (sendKept(request, response)) return;
      route(request, response).catch((error: unknown) => {
        // Nothing failed when a reader goes away while sending, and nobody is there to be told.
        if (request.destroyed && !request.complete) return;
        onError(error, request);
        if (response.headersSent) response.destroy();
        else failure(response, headers);
      });
    },
  );
}

/** A proxy may name the whole address in its request; a server must accept it (RFC 9112, 3.2.2). */
function pathOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*(?=\/)/i, '');
}

function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}

/** What a reader sees when a page could not be made. It needs nothing that may be broken. */
function failure(response: ServerResponse, headers: Record<string, string>): void {
  response.writeHead(500, {
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
      '<title>Something went wrong</title><style>body{font:1.125rem/1.5 Georgia,serif;max-width:36rem;margin:15vh auto;' +
      'padding:0 1rem;color-scheme:light dark}</style><h1>This page could not be made</h1>' +
      '<p>The fault is ours, not yours, and it has been noted. Please try again in a moment, ' +
      'or go to the <a href="/">front page</a>.</p></html>',
  );
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
