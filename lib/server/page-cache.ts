import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  bodyOf,
  type CachedResponse,
  chooseEncoding,
  type Encoding,
  hashOf,
  makeCachedResponse,
  preferredEncoding,
} from './page-cache/cached-response.ts';
import { send, sendNotModified } from './page-cache/sending.ts';
import { type Entry, Storage } from './page-cache/storage.ts';
import { isPage, Joining, Overloaded, type RenderResponse, type Turn } from './renderer.ts';

/**
 * Asks the renderer for a path, compresses the page once and stores it. A stale page is still sent while the cache
 * revalidates it (decision 2). The renderer has already taken out the client runtime.
 */

export type PageCacheOptions = {
  /**
   * Renders a path; the response is the same for every reader: a page, a file or a redirect. A 404 or a 410 needs no
   * body. Everything in it is as of one moment after the call. Only a response with `Cache-Control: public` is stored.
   * @param turn its signal is aborted when every reader who asked has gone
   */
  render(path: string, turn: Turn): Promise<RenderResponse>;
  /** The path whose page is the body of every 404. */
  missingPath: string;
  /** The path whose page is the body of every 410 that has none of its own. */
  gonePath: string;
  /** Headers that every response has unless it sets its own. */
  headers: Record<string, string>;
  /** Called when a page could not be revalidated; readers keep getting the stored one. */
  onError(error: unknown, path: string): void;
  /** A monotonic clock, in milliseconds. */
  now(): number;
  /** Matches parts of a page that may differ between two equal pages, such as the time in a form's token; global. */
  ignored?: RegExp;
  /** How long a page is fresh. */
  freshForMs?: number;
  /** How long a rendering may take before its readers are told to try again. */
  timeoutMs?: number;
  /** Bytes that the cache may hold. */
  maxBytes?: number;
  /** Pages that may be revalidated at the same time; others are sent as they are and revalidated later. */
  maxRevalidations?: number;
  /**
   * How long the cache waits before it revalidates a page that it has just sent: the reader's browser is asking for the
   * pictures now.
   */
  revalidateAfterMs?: number;
};

/** One rendering, shared by all readers who ask for the path meanwhile. It is aborted when the last of them leaves. */
type Rendering = {
  result: Promise<CachedResponse>;
  readers: number;
  abort: AbortController;
  joining: Joining;
};

/** One error for all: an error for each reader who leaves would cost more than the rest of the request. */
const ALL_LEFT = new Error('All readers who asked have left.');

/** The body of a 304. */
const NOTHING = Buffer.alloc(0);

/** Of the cache's bytes, for paths under which there is nothing. */
const MISSING_SHARE = 1 / 16;

/** A page that no one has asked for longer than this is rendered before it is sent. */
const MAX_AGE_MS = 5 * 60_000;

/** So long its reader waits for that; then the old page is better than none. */
const MAX_WAIT_MS = 1000;

/** Paths that are remembered as stored before: more than the cache holds pages. */
const MAX_WANTED = 10_000;

/** How long a page may stay stored when only ignored parts differ: a form's token must not grow too old. */
const MAX_SAME_MS = 12 * 3_600_000;

export class PageCache {
  readonly #options: Required<Omit<PageCacheOptions, 'ignored'>> & Pick<PageCacheOptions, 'ignored'>;
  readonly #stored: Storage;
  /** What is missing or gone has room of its own: anyone can ask for any number of such paths. */
  readonly #missingPaths: Storage;
  readonly #renderings = new Map<string, Rendering>();
  /** Paths that were stored before, the latest at the end: after a purge the renderer serves them first. */
  readonly #wanted = new Set<string>();
  /** Paths that will be revalidated in a moment. */
  readonly #due = new Set<string>();
  #revalidations = 0;
  /** Raised by `purge` and `markStale`: a rendering that began before is not stored. */
  #generation = 0;

  constructor(options: PageCacheOptions) {
    const defaults = { freshForMs: 1000, timeoutMs: 10_000, maxBytes: 16_000_000, maxRevalidations: 2 };
    this.#options = { ...defaults, revalidateAfterMs: 0, ...options };
    const forMissing = this.#options.maxBytes * MISSING_SHARE;
    this.#stored = new Storage(this.#options.maxBytes - forMissing, (_, response) => response.size);
    // A missing path shares the body of the missing page and costs no more than its name.
    this.#missingPaths = new Storage(forMissing, (path) => 200 + 2 * path.length);
  }

  /** Bytes stored now, approximately. */
  get bytes(): number {
    return this.#stored.bytes + this.#missingPaths.bytes;
  }

  /** Whether the path is stored: all readers of it share the same bytes. */
  has(path: string): boolean {
    return this.#entry(path) !== undefined;
  }

  /**
   * Answers a GET or HEAD request for a path.
   * @param path includes as much of the query as changes the response
   * @param sender who asks, as `senderOf` names it
   * @returns the body that it has sent, which it may share with other readers; nothing with a 304
   * @throws Error when the page cannot be rendered and none is stored
   * @throws Overloaded when the renderer has no room now, or takes too long
   */
  async answer(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    sender?: string,
  ): Promise<Buffer> {
    const sent = this.answerStored(path, request, response);
    if (sent) return sent;
    const accepted = request.headers['accept-encoding'];
    const entry = this.#entry(path);
    const preferred = preferredEncoding(accepted);
    const cached = entry
      ? await this.#current(path, entry, preferred, sender)
      : await this.#renderFor(path, preferred, response, sender);
    const encoding = chooseEncoding(cached, accepted);
    if (sendNotModified(cached, encoding, request, response)) return NOTHING;
    const body = await bodyOf(cached, encoding);
    send(cached, encoding, body, response);
    this.#stored.recount(path);
    return body;
  }

  /**
   * Answers synchronously when the page is stored, as it is for nearly every request.
   * @param maxBytes of a body that may be sent now
   * @returns the body that it has sent; undefined when the page is not stored, outdated, not in the reader's encoding or
   * too large
   */
  answerStored(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
    maxBytes = Number.POSITIVE_INFINITY,
  ): Buffer | undefined {
    const entry = this.#entry(path);
    if (!entry) return undefined;
    const age = this.#ageOf(entry);
    if (age > MAX_AGE_MS) return undefined;
    entry.isUsed = true;
    const cached = entry.response;
    const encoding = chooseEncoding(cached, request.headers['accept-encoding']);
    if (this.#isStale(entry, age)) this.#revalidate(path, encoding);
    if (sendNotModified(cached, encoding, request, response)) return NOTHING;
    const body = cached.bodies[encoding];
    if (!body || body.length > maxBytes) return undefined;
    send(cached, encoding, body, response);
    return body;
  }

  /** Renders a page that is not stored before a reader asks for it. It reports a failure to `onError`. */
  async warm(path: string): Promise<void> {
    if (this.has(path)) return;
    await this.#renderToEnd(path, 'br').catch((error: unknown) => this.#options.onError(error, path));
  }

  /** Removes every page. */
  purge(): void {
    this.#generation++;
    this.#stored.clear();
    this.#missingPaths.clear();
    this.#renderings.clear();
  }

  /**
   * Removes the pages that show what has changed and marks all others stale, because any page may show a count of it.
   * @param shows whether the page of a path shows it
   */
  markStale(shows: (path: string) => boolean): void {
    this.#generation++;
    this.#renderings.clear();
    for (const storage of [this.#stored, this.#missingPaths]) {
      for (const [path, entry] of storage) {
        if (shows(path)) storage.delete(path);
        else entry.isMarked = true;
      }
    }
  }

  #entry(path: string): Entry | undefined {
    return this.#stored.get(path) ?? this.#missingPaths.get(path);
  }

  /** Milliseconds since it was last known to be right. */
  #ageOf(entry: Entry): number {
    return this.#options.now() - entry.checkedAt;
  }

  #isStale(entry: Entry, age = this.#ageOf(entry)): boolean {
    return entry.isMarked || age > this.#options.freshForMs;
  }

  #isOutdated(entry: Entry): boolean {
    return this.#ageOf(entry) > MAX_AGE_MS;
  }

  /** The stored response, or the one that takes its place when it is outdated and that can be rendered soon. */
  async #current(
    path: string,
    entry: Entry,
    encoding: Encoding,
    sender: string | undefined,
  ): Promise<CachedResponse> {
    if (!this.#isOutdated(entry)) return entry.response;
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<CachedResponse>((resolve) => {
      timer = setTimeout(resolve, MAX_WAIT_MS, entry.response);
    });
    const rendering = this.#renderToEnd(path, encoding, sender).catch((error: unknown) => {
      this.#options.onError(error, path);
      return entry.response;
    });
    const current = await Promise.race([rendering, waited]);
    clearTimeout(timer);
    return current;
  }

  /** Revalidates a stored page after its reader has been answered. The stored page stays when that fails. */
  #revalidate(path: string, encoding: Encoding): void {
    const { revalidateAfterMs } = this.#options;
    if (this.#due.has(path)) return;
    this.#due.add(path);
    if (revalidateAfterMs > 0)
      setTimeout(() => this.#beginRevalidation(path, encoding), revalidateAfterMs).unref();
    else this.#beginRevalidation(path, encoding);
  }

  #beginRevalidation(path: string, encoding: Encoding): void {
    const { maxRevalidations, onError } = this.#options;
    this.#due.delete(path);
    const entry = this.#entry(path);
    if (!entry || !this.#isStale(entry)) return;
    if (this.#renderings.has(path) || this.#revalidations >= maxRevalidations) return;
    this.#revalidations++;
    this.#renderToEnd(path, encoding)
      .catch((error: unknown) => onError(error, path))
      .finally(() => this.#revalidations--);
  }

  /** Renders a page for a reader, who may leave before it is done. */
  #renderFor(
    path: string,
    encoding: Encoding,
    response: ServerResponse,
    sender: string | undefined,
  ): Promise<CachedResponse> {
    const rendering = this.#begin(path, encoding, sender);
    rendering.readers++;
    response.once('close', () => {
      if (--rendering.readers === 0) rendering.abort.abort(ALL_LEFT);
    });
    return rendering.result;
  }

  /** Renders a page to its end, even when its readers leave. */
  #renderToEnd(path: string, encoding: Encoding, sender?: string): Promise<CachedResponse> {
    const rendering = this.#begin(path, encoding, sender);
    rendering.readers++;
    return rendering.result;
  }

  /**
   * Begins a rendering, or joins the one under way. Its result is stored unless something has changed since it began;
   * readers who asked before the change may still get it.
   */
  #begin(path: string, encoding: Encoding, sender = ''): Rendering {
    const underWay = this.#renderings.get(path);
    if (underWay) {
      underWay.joining.add(sender);
      return underWay;
    }
    const generation = this.#generation;
    const abort = new AbortController();
    const joining = new Joining();
    const isWanted = this.#isShared(path) || this.#wanted.has(path);
    const result = this.#render(path, encoding, { sender, joining, signal: abort.signal, isWanted })
      .then((made) => {
        if (generation === this.#generation && isStorable(path, made)) this.#store(path, made);
        return made;
      })
      .finally(() => {
        if (this.#renderings.get(path) === rendering) this.#renderings.delete(path);
      });
    const rendering: Rendering = { result, readers: 0, abort, joining };
    this.#renderings.set(path, rendering);
    return rendering;
  }

  async #render(path: string, encoding: Encoding, turn: Turn): Promise<CachedResponse> {
    const { render, headers, missingPath, gonePath } = this.#options;
    const rendered = await this.#inTime(render(path, turn), path);
    const { status, body } = rendered;
    // A 503 page says what is away for the moment; a stored page is worth more than that.
    if (status >= 500 && (status !== 503 || this.has(path)))
      throw new Error(`Rendering ${path} answered ${status}.`);
    // The body that a matched route gives to a 404 would be filled in by script alone.
    const isEmpty = isMissing(rendered) && !isGonePage(rendered);
    if (!this.#isShared(path) && (isEmpty || isFlight(rendered))) {
      return this.#shared(status === 410 ? gonePath : missingPath, encoding, turn);
    }
    if (!isPage(rendered)) return makeCachedResponse(status, rendered.headers, body, headers, encoding);
    const comparisonHash = this.#comparisonHash(rendered);
    const before = this.#stored.get(path);
    // Hours without a change are common: an equal page is not compressed again.
    if (before && status === 200 && this.#isSame(before, comparisonHash)) return before.response;
    return makeCachedResponse(status, rendered.headers, body, headers, encoding, comparisonHash);
  }

  #comparisonHash({ status, body }: RenderResponse): string {
    const { ignored } = this.#options;
    return hashOf(status, ignored ? body.toString('latin1').replaceAll(ignored, '') : body);
  }

  #isSame({ response, madeAt }: Entry, comparisonHash: string): boolean {
    return response.comparisonHash === comparisonHash && this.#options.now() - madeAt < MAX_SAME_MS;
  }

  /** Whether the page of a path is the body of many paths. */
  #isShared(path: string): boolean {
    return path === this.#options.missingPath || path === this.#options.gonePath;
  }

  /** Whether a response is that of a shared path, given to another path. */
  #isSharedBody(response: CachedResponse): boolean {
    const { missingPath, gonePath } = this.#options;
    return [missingPath, gonePath].some((path) => this.#stored.get(path)?.response === response);
  }

  /** A body of many 404s or 410s: the stored one, even a stale one while the cache revalidates it. */
  #shared(path: string, encoding: Encoding, turn: Turn): Promise<CachedResponse> {
    const entry = this.#stored.get(path);
    // It is for all who ask for what is not there: a reader who leaves does not abort it.
    if (!entry) return this.#renderToEnd(path, encoding, turn.sender);
    if (this.#isOutdated(entry)) return this.#current(path, entry, encoding, turn.sender);
    if (this.#isStale(entry)) this.#revalidate(path, encoding);
    return Promise.resolve(entry.response);
  }

  async #inTime(rendering: Promise<RenderResponse>, path: string): Promise<RenderResponse> {
    const { timeoutMs, onError } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Overloaded(`Rendering ${path} took longer than ${timeoutMs} ms.`);
        onError(error, path);
        reject(error);
      }, timeoutMs);
    });
    try {
      return await Promise.race([rendering, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #store(path: string, made: CachedResponse): void {
    const isOfMissing = !this.#isShared(path) && (made.status === 404 || this.#isSharedBody(made));
    const [storage, other] = isOfMissing
      ? [this.#missingPaths, this.#stored]
      : [this.#stored, this.#missingPaths];
    other.delete(path);
    const isStored = storage.set(path, made, this.#options.now());
    if (!isStored || made.status !== 200) return;
    this.#wanted.delete(path);
    this.#wanted.add(path);
    const [oldest] = this.#wanted;
    if (this.#wanted.size > MAX_WANTED && oldest !== undefined) this.#wanted.delete(oldest);
  }
}

/** Whether the status says that there is nothing, or nothing any more. */
function isMissing({ status }: { status: number }): boolean {
  return status === 404 || status === 410;
}

/** An article that is gone has a page of its own, which says why. */
function isGonePage(rendered: RenderResponse): boolean {
  return rendered.status === 410 && isPage(rendered);
}

/** What the client runtime asks for; no page of this site has one. */
function isFlight({ headers }: RenderResponse): boolean {
  return String(headers['content-type'] ?? '').startsWith('text/x-component');
}

/** Anybody can send any number of queries: their responses would evict the pages that many read. */
function isStorable(path: string, response: CachedResponse): boolean {
  if (path.includes('?') || response.status >= 500) return false;
  return isMissing(response) || isPublic(response);
}

/** Only a response that says so is the same for all readers: an address alone proves nothing. */
function isPublic({ headers }: CachedResponse): boolean {
  const place = headers.identity.findIndex((name) => name.toLowerCase() === 'cache-control');
  return place >= 0 && /\bpublic\b/.test(headers.identity[place + 1] ?? '');
}
