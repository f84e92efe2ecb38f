import type { OutgoingHttpHeaders } from 'node:http';
import { vi } from 'vitest';
import { PageCache, type PageCacheOptions } from '../../../../lib/server/page-cache.ts';
import { finished, inject, type RenderResponse } from '../../../../lib/server/renderer.ts';
import { unpacked } from '../../../support/ask.ts';

export const MISSING = '/-/missing';
export const GONE = '/-/gone';

/** How a page says that it is the same for every reader. */
export const PUBLIC_MARK = '<meta name="cache-control" content="public"/>';

export function page(text: string, status = 200, headers: OutgoingHttpHeaders = {}): RenderResponse {
  const body = Buffer.from(`<!DOCTYPE html><head><title>${text}</title>${PUBLIC_MARK}</head><p>${text}</p>`);
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

/** Bytes that no encoding makes smaller, and none is tried on. */
export function picture(bytes: number, headers: OutgoingHttpHeaders = {}): RenderResponse {
  return {
    status: 200,
    headers: { 'content-type': 'image/png', 'cache-control': 'public', ...headers },
    body: Buffer.alloc(bytes, 7),
  };
}

/** A pageCache with a renderer and a clock in the test's hands. */
export function setUp(
  render: (path: string) => RenderResponse | Promise<RenderResponse>,
  options: Partial<Omit<PageCacheOptions, 'render' | 'now'>> = {},
) {
  const rendering = vi.fn(async (path: string) => finished(await render(path)));
  const onError = vi.fn();
  let time = 0;
  const pageCache = new PageCache({
    render: rendering,
    missingPath: MISSING,
    gonePath: GONE,
    headers: { 'x-house': 'ours' },
    onError,
    now: () => time,
    freshForMs: 1000,
    timeoutMs: 10_000,
    ...options,
  });
  return {
    pageCache,
    rendering,
    /** Called by the cache when a revalidation fails. */
    onError,
    /** How many times a path was rendered. */
    rendered: (path: string) => rendering.mock.calls.filter(([asked]) => asked === path).length,
    /** Lets that many milliseconds pass. */
    pass(ms: number) {
      time += ms;
    },
    /** Asks the pageCache as a reader with these headers would. */
    get: (path: string, headers: Record<string, string> = {}) =>
      inject(async (request, response) => void (await pageCache.answer(path, request, response)), {
        path,
        headers: { host: 'reader.test', ...headers },
      }),
  };
}

/** What a page made by `page` says, or the whole text of another answer. */
export function said(answer: RenderResponse): string {
  const text = unpacked(answer).toString();
  return /<p>([^<]*)<\/p>/.exec(text)?.[1] ?? text;
}

/** A promise that the test settles. */
export function deferred<Value>() {
  return Promise.withResolvers<Value>();
}

/** Lets all promises come to their end that wait for nothing outside, such as compression. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Random numbers from 0 to 1, the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
