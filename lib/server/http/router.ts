import type { IncomingMessage, ServerResponse } from 'node:http';
import { senderOf } from '../../sender.ts';
import type { PageCache } from '../page-cache.ts';
import { type Handler, Overloaded } from '../renderer.ts';
import { addressOf } from '../request.ts';
import { parseTarget, type RequestTarget } from '../request-target.ts';
import { sendErrorPage } from './error-page.ts';
import { Streams, UnreadBytes } from './limits.ts';

export type RouterOptions = {
  pageCache: Pick<PageCache, 'answer' | 'answerStored'>;
  /** The path under which the cache has the page for an address that the site does not have. */
  missingPath: string;
  /** Next's own handler, which answers everything in development. */
  develop?: Handler | undefined;
  /** The route of a request that concerns its reader alone, such as a form; undefined for a public page. */
  privateRoute?(method: string, path: string): Handler | undefined;
  /** The route of a file that goes from the disk to its reader in pieces. */
  fileRoute?(method: string, path: string): Handler | undefined;
  /** Headers of every response. */
  headers: Record<string, string>;
  /** Whether a proxy in front names the sender. */
  trustProxy?: boolean | undefined;
  onError(error: unknown, request: IncomingMessage): void;
};

/** No page is larger. */
const MAX_PAGE_BYTES = 100_000;

/** When a reader who was turned away may try again. */
const RETRY_AFTER_SECONDS = 2;

/** Decides what answers a request: the page cache, a private route, a redirect or a refusal. */
export class Router {
  readonly #options: RouterOptions;
  readonly #unread = new UnreadBytes();
  readonly #streams = new Streams();

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const body = this.#sendStored(request, response);
    if (body) this.#holdUnread(request, response, body);
    else void this.#answer(request, response);
  }

  /** Sends what the cache has stored under exactly this address: it has passed every check of `#route` before. */
  #sendStored(request: IncomingMessage, response: ServerResponse): Buffer | undefined {
    const { pageCache, develop } = this.#options;
    const { method, url = '/' } = request;
    if ((method !== 'GET' && method !== 'HEAD') || develop) return undefined;
    // One who reads nothing of what was sent still gets pages, and no more pictures.
    const isLimited = !this.#unread.isNone && this.#unread.isTooMuch(this.#senderOf(request));
    return pageCache.answerStored(url, request, response, isLimited ? MAX_PAGE_BYTES : undefined);
  }

  /** Counts a body until its reader has read it. */
  #holdUnread(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    if (response.writableLength > 0) this.#unread.hold(this.#senderOf(request), response, body, body.length);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers, onError } = this.#options;
    try {
      await this.#route(request, response);
    } catch (error) {
      // The reader has left: nothing failed.
      if (response.destroyed || request.socket.destroyed) return;
      const isBusy = error instanceof Overloaded;
      if (!isBusy) onError(error, request);
      if (response.headersSent) response.destroy();
      else if (isBusy)
        sendErrorPage(response, 503, { ...headers, 'Retry-After': String(RETRY_AFTER_SECONDS) });
      else sendErrorPage(response, 500, headers);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { develop, privateRoute, fileRoute, missingPath } = this.#options;
    const { method = 'GET' } = request;
    const target = parseTarget(request.url ?? '/');
    if (develop && !(target.kind === 'canonical' && privateRoute?.(method, target.path)))
      return develop(request, response);
    if (!/^(?:GET|HEAD|POST)$/.test(method)) return this.refuse(response, 405, { Allow: 'GET, HEAD' });
    if (target.kind === 'malformed') return this.refuse(response, 400);
    if (target.kind === 'too-long') return this.refuse(response, 414);
    const sender = this.#senderOf(request);
    if (this.#unread.isTooMuch(sender)) throw new Overloaded('Too many responses wait for their readers.');
    const isRead = method !== 'POST';
    // Of Next's own addresses the site has only the files of the build.
    if ('path' in target && /^\/_(?!next\/static\/)/.test(target.path)) return this.refuse(response, 404);
    if (target.kind === 'other-form')
      return isRead ? this.#redirect(response, target) : this.refuse(response, 404);
    if (target.kind === 'missing')
      return isRead ? this.#sendPage(missingPath, request, response, sender) : this.refuse(response, 404);
    const { path, query } = target;
    const file = fileRoute?.(method, path);
    if (file) {
      if (!this.#streams.begin(sender, response)) throw new Overloaded('Too many files are being sent.');
      return file(request, response);
    }
    const own = privateRoute?.(method, path);
    if (own) {
      await own(request, response);
      return this.#unread.hold(sender, response, response, response.writableLength);
    }
    if (!isRead) return this.refuse(response, 405, { Allow: 'GET, HEAD' });
    // Only the search reads the query; for other pages it would fill the cache with copies.
    return this.#sendPage(path === '/search' ? path + query : path, request, response, sender);
  }

  async #sendPage(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    sender: string,
  ): Promise<void> {
    const body = await this.#options.pageCache.answer(path, request, response, sender);
    this.#holdUnread(request, response, body);
  }

  /** Redirects to the one form of an address that the site uses. */
  #redirect(response: ServerResponse, { path, query }: Extract<RequestTarget, { path: string }>): void {
    this.refuse(response, 308, {
      Location: path === '/search' ? path + query : path,
    });
  }

  /** Answers with the status alone, which no cache stores. */
  refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
    const own = { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain; charset=utf-8' };
    response.writeHead(status, { ...this.#options.headers, ...headers, ...own });
    response.end(`${status}\n`);
  }

  #senderOf(request: IncomingMessage): string {
    return senderOf(addressOf(request, this.#options.trustProxy ?? false));
  }
}
