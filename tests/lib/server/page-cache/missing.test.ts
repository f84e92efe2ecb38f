import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { PageCache } from '../../../../lib/server/page-cache.ts';
import { inject } from '../../../../lib/server/renderer.ts';
import { dice, GONE, MISSING, page, said, settled, setUp } from './fixtures.ts';

describe('what is not there', () => {
  /** Everything is missing but the front page; the missing page is long and cannot be made short. */
  function setUpMissing(options: { maxBytes?: number } = {}) {
    const random = dice(1);
    const long = Array.from({ length: 12_000 }, () => String.fromCharCode(97 + random() * 26)).join('');
    return setUp((path) => {
      if (path === MISSING) return page(`Not here ${long}`, 404);
      return path === '/' ? page('Front page') : page('Only script could fill this', 404);
    }, options);
  }

  it('has the missing page as its body, for matched and unmatched paths and for files', async () => {
    const { get } = setUp((path) => {
      if (path === MISSING) return page('Not here', 404);
      if (path === '/file.txt')
        return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('no') };
      return page('Only script could fill this', 404);
    });
    const answers = await Promise.all(['/news/gone', '/file.txt', MISSING].map((path) => get(path)));
    expect(answers.map(said)).toEqual(['Not here', 'Not here', 'Not here']);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
  });

  it('has the page of what is gone, with 410, when it was there once', async () => {
    const answers = [{ ...page('', 410), headers: {} }];
    const { get, rendered } = setUp((path) =>
      path === GONE ? page('Gone', 410) : (answers.shift() ?? page('One too many')),
    );
    for (const _ of ['made', 'kept']) {
      const answer = await get('/news/gone');
      expect([answer.status, said(answer)]).toEqual([410, 'Gone']);
    }
    expect([rendered(GONE), rendered('/news/gone')]).toEqual([1, 1]);
  });

  it('has a page of its own, with 410, when it says why it is gone', async () => {
    const { get, rendered } = setUp(() => page('Retracted', 410));
    for (const _ of ['made', 'kept']) {
      const answer = await get('/news/gone');
      expect([answer.status, said(answer)]).toEqual([410, 'Retracted']);
    }
    expect([rendered(GONE), rendered('/news/gone')]).toEqual([0, 1]);
  });

  it('has one body for all paths', async () => {
    const { get } = setUpMissing();
    const tags = new Set<unknown>();
    for (let number = 0; number < 100; number++) tags.add((await get(`/${number}`)).headers.etag);
    expect(tags.size).toBe(1);
  });

  it('renders the missing page once, not once a path', async () => {
    const { get, rendered } = setUpMissing();
    for (let number = 0; number < 100; number++) await get(`/${number}`);
    expect(rendered(MISSING)).toBe(1);
  });

  it('renders the missing page once for many cold paths at the same time', async () => {
    const { get, rendered } = setUpMissing();
    await Promise.all(Array.from({ length: 100 }, (_, number) => get(`/${number}`)));
    expect(rendered(MISSING)).toBe(1);
  });

  it('is rendered for all others when the reader leaves who asked first', async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const signals: AbortSignal[] = [];
    const pageCache = new PageCache({
      async render(path, { signal }) {
        if (path !== MISSING) return page('', 404);
        if (signal) signals.push(signal);
        begun.resolve();
        await gate.promise;
        return page('Not here', 404);
      },
      missingPath: MISSING,
      gonePath: GONE,
      headers: {},
      onError: () => {},
      now: () => 0,
    });
    const leaver = new ServerResponse(new IncomingMessage(new Socket()));
    void pageCache.answer(MISSING, leaver.req, leaver).catch(() => undefined);
    await begun.promise;
    const askGone = async (request: IncomingMessage, response: ServerResponse) =>
      void (await pageCache.answer('/gone', request, response));
    const other = inject(askGone, { path: '/gone', headers: {} });
    await settled();
    leaver.emit('close');
    await settled();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    gate.resolve();
    expect((await other).status).toBe(404);
  });

  it('cannot fill the memory, and a page that is there stays', async () => {
    // A thousand of its bodies would be sixteen times as much.
    const { get, rendered, pageCache } = setUpMissing({ maxBytes: 1_000_000 });
    await get('/');
    for (let number = 0; number < 1000; number++)
      await get(`/wp-admin/${number}`, { 'accept-encoding': 'br' });
    expect(pageCache.bytes).toBeLessThan(500_000);
    await get('/');
    expect(rendered('/')).toBe(1);
  });

  it('cannot fill the memory with what is gone for good', async () => {
    const { get, pageCache } = setUp((path) =>
      path === GONE ? page('Gone', 410) : { status: 410, headers: {}, body: Buffer.alloc(0) },
    );
    await get('/0');
    const first = pageCache.bytes;
    for (let number = 1; number <= 100; number++) await get(`/${number}`);
    expect(pageCache.bytes - first).toBeLessThan(30_000);
  });

  it('is still answered 404 when the missing page cannot be revalidated', async () => {
    const answers = [page('Not here', 404), page('Broken', 500)];
    const { get } = setUp((path) =>
      path === MISSING ? (answers.shift() ?? page('Broken', 500)) : page('', 404),
    );
    await get('/first');
    expect((await get('/second')).status).toBe(404);
  });

  it('is not answered 304', async () => {
    const { get } = setUpMissing();
    const { headers } = await get('/gone');
    expect((await get('/gone', { 'if-none-match': String(headers.etag) })).status).toBe(404);
    expect((await get('/gone', { 'if-none-match': '*' })).status).toBe(404);
  });
});
