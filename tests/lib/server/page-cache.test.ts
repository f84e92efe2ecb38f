import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { brotliCompress, brotliDecompress, gzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageCache } from '../../../lib/server/page-cache.ts';
import { inject, type RenderResponse } from '../../../lib/server/renderer.ts';
import { ask, unpacked } from '../../support/ask.ts';
import { listening } from '../../support/listening.ts';
import { deferred, dice, MISSING, PUBLIC_MARK, page, said, settled, setUp } from './page-cache/fixtures.ts';

vi.mock('node:zlib', { spy: true });

describe('a page asked for by many', () => {
  it('is rendered once for 500 who ask for it cold at the same time', async () => {
    const rendering = deferred<RenderResponse>();
    const { get, rendered } = setUp(() => rendering.promise);
    const asking = Array.from({ length: 500 }, () => get('/cold'));
    rendering.resolve(page('One for all'));
    const answers = await Promise.all(asking);
    expect(new Set(answers.map(said))).toEqual(new Set(['One for all']));
    expect(rendered('/cold')).toBe(1);
  });

  it('is rendered for each path of its own', async () => {
    const { get, rendering } = setUp((path) => page(path));
    expect(said(await get('/a'))).toBe('/a');
    expect(said(await get('/b'))).toBe('/b');
    expect(rendering.mock.calls.map(([path]) => path)).toEqual(['/a', '/b']);
  });

  it('leaves the house without script and to be asked about again', async () => {
    const { get } = setUp(() => ({
      ...page('x', 200, { 'cache-control': 'private, no-store' }),
      body: Buffer.from(`<head>${PUBLIC_MARK}</head><p>Text</p><script>run()</script>`),
    }));
    const answer = await get('/');
    expect(unpacked(answer).toString()).toBe('<head></head><p>Text</p>');
    expect(answer.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(answer.headers['x-house']).toBe('ours');
  });

  it('says of a redirect where it leads', async () => {
    const { get } = setUp(() => page('Moved', 308, { location: '/latest' }));
    const answer = await get('/latest/1');
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe('/latest');
  });
});

describe('a page that was kept', () => {
  it('is sent without a new rendering until it has been fresh for a second', async () => {
    const { get, rendered, pass } = setUp(() => page('Old'));
    await get('/');
    pass(1000);
    await get('/');
    expect(rendered('/')).toBe(1);
    pass(1);
    await get('/');
    expect(rendered('/')).toBe(2);
  });

  it('is sent old while one new rendering is under way, and new after it', async () => {
    const renewed = deferred<RenderResponse>();
    const answers = [page('Old'), renewed.promise];
    const { get, rendered, pass } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pass(1001);
    const meanwhile = await Promise.all(Array.from({ length: 100 }, () => get('/')));
    expect(new Set(meanwhile.map(said))).toEqual(new Set(['Old']));
    expect(rendered('/')).toBe(2);
    renewed.resolve(page('New'));
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
    expect(rendered('/')).toBe(2);
  });

  it('goes on being sent while renderings fail, and each request tries again until one succeeds', async () => {
    const failures = [
      () => Promise.reject(new Error('The database is away.')),
      () => page('Broken', 500),
      () => page('Busy', 503),
    ];
    const answers = [() => page('Old'), ...failures, () => page('New')];
    const { get, rendered, pass, onError } = setUp(() => (answers.shift() ?? (() => page('New')))());
    await get('/');
    pass(1001);
    for (const [place] of failures.entries()) {
      expect(said(await get('/'))).toBe('Old');
      await vi.waitFor(() => expect(rendered('/')).toBe(2 + place));
      await settled();
    }
    await get('/');
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
    expect(onError.mock.calls.map(([error, path]) => [path, String(error)])).toEqual([
      ['/', 'Error: The database is away.'],
      ['/', 'Error: Rendering / answered 500.'],
      ['/', 'Error: Rendering / answered 503.'],
    ]);
  });

  it('is not compressed again when its new rendering is the same', async () => {
    const { get, rendered, pass } = setUp(() => page('The same as ever'));
    const first = await get('/', { 'accept-encoding': 'br' });
    vi.mocked(brotliCompress).mockClear();
    vi.mocked(gzip).mockClear();
    pass(1001);
    await get('/');
    await settled();
    const later = await get('/', { 'accept-encoding': 'br' });
    expect(rendered('/')).toBe(2);
    expect(later.headers.etag).toBe(first.headers.etag);
    expect(vi.mocked(brotliCompress)).not.toHaveBeenCalled();
    expect(vi.mocked(gzip)).not.toHaveBeenCalled();
  });

  it('is not compressed for a reader who has it in an encoding that no other has asked for since', async () => {
    const { get } = setUp(() => page('Text'));
    const { headers } = await get('/', { 'accept-encoding': 'br' });
    vi.mocked(gzip).mockClear();
    const tag = String(headers.etag).replace('-br"', '-gzip"');
    const answer = await get('/', { 'accept-encoding': 'gzip', 'if-none-match': tag });
    expect(answer).toMatchObject({ status: 304, headers: { etag: tag, vary: 'Accept-Encoding' } });
    expect(vi.mocked(gzip)).not.toHaveBeenCalled();
  });

  it('is unpacked and compressed once for 50 who ask for another encoding at the same time', async () => {
    const { get, rendered } = setUp(() => page('For all'));
    await get('/', { 'accept-encoding': 'br' });
    vi.mocked(brotliDecompress).mockClear();
    vi.mocked(gzip).mockClear();
    const asking = Array.from({ length: 50 }, () => get('/', { 'accept-encoding': 'gzip' }));
    const answers = [...(await Promise.all(asking)), await get('/', { 'accept-encoding': 'gzip' })];
    expect(new Set(answers.map(said))).toEqual(new Set(['For all']));
    for (const { headers, body } of answers) expect(headers['content-length']).toBe(String(body.length));
    expect(vi.mocked(brotliDecompress)).toHaveBeenCalledTimes(1);
    expect(vi.mocked(gzip)).toHaveBeenCalledTimes(1);
    expect(rendered('/')).toBe(1);
  });

  it('is fresh again after its new rendering was the same', async () => {
    const { get, rendered, pass } = setUp(() => page('The same as ever'));
    await get('/');
    pass(1001);
    await get('/');
    await settled();
    pass(1000);
    await get('/');
    expect(rendered('/')).toBe(2);
  });

  it('is not taken for a redirect with the same words that leads elsewhere by now', async () => {
    const places = ['/first', '/second'];
    const { get, pass } = setUp(() => page('Moved', 308, { location: places.shift() ?? '/third' }));
    await get('/');
    pass(1001);
    await vi.waitFor(async () => expect((await get('/')).headers.location).toBe('/second'));
  });
});

describe('a rendering that goes wrong', () => {
  it('is told to the one who asked, and not kept', async () => {
    const answers = [Promise.reject(new Error('The database is away.')), page('Back')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    await expect(get('/')).rejects.toThrow('The database is away.');
    expect(pageCache.bytes).toBe(0);
    expect(said(await get('/'))).toBe('Back');
  });

  it('is sent and not kept when it answers 503, which says what is away', async () => {
    const answers = [page('Away', 503), page('Back')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    const { status, ...answer } = await get('/');
    expect([status, said({ status, ...answer })]).toEqual([503, 'Away']);
    expect(pageCache.bytes).toBe(0);
    expect(said(await get('/'))).toBe('Back');
  });

  it.each([500, 502])('is an error and not kept when it answers %i', async (status) => {
    const answers = [page('Broken', status), page('Back')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    await expect(get('/')).rejects.toThrow(String(status));
    expect(pageCache.bytes).toBe(0);
    expect(said(await get('/'))).toBe('Back');
  });

  it('fails for all who wait for it, and is tried once again for those who come after', async () => {
    const rendering = deferred<RenderResponse>();
    const answers = [rendering.promise, page('Back')];
    const { get, rendered } = setUp(() => answers.shift() ?? page('One too many'));
    const asking = Promise.allSettled(Array.from({ length: 50 }, () => get('/')));
    rendering.reject(new Error('The database is away.'));
    expect((await asking).every(({ status }) => status === 'rejected')).toBe(true);
    await Promise.all(Array.from({ length: 50 }, () => get('/')));
    expect(rendered('/')).toBe(2);
  });

  describe('because it is slow', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    it('is given up after the patience and not before', async () => {
      const { get } = setUp(() => new Promise<RenderResponse>(() => {}), { timeoutMs: 10_000 });
      const ended = vi.fn();
      const asking = get('/slow').catch(ended);
      await vi.advanceTimersByTimeAsync(9_999);
      expect(ended).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      await asking;
      expect(String(ended.mock.calls[0])).toContain('/slow');
    });

    it('does not stand in the way of the next, and is not kept when it comes after all', async () => {
      const late = deferred<RenderResponse>();
      const answers = [late.promise, page('In time')];
      const { get, rendered } = setUp(() => answers.shift() ?? page('One too many'));
      const asking = expect(get('/')).rejects.toThrow();
      await vi.advanceTimersByTimeAsync(10_000);
      await asking;
      expect(said(await get('/'))).toBe('In time');
      late.resolve(page('Too late'));
      await settled();
      expect(said(await get('/'))).toBe('In time');
      expect(rendered('/')).toBe(2);
    });

    it('may fail after its timeout without a further error', async () => {
      const late = deferred<RenderResponse>();
      const { get } = setUp(() => late.promise);
      const asking = expect(get('/')).rejects.toThrow('took longer');
      await vi.advanceTimersByTimeAsync(10_000);
      await asking;
      late.reject(new Error('Too late to matter.'));
      await settled();
    });

    it('leaves the kept page in place and is tried again', async () => {
      const answers = [page('Old'), new Promise<RenderResponse>(() => {}), page('New')];
      const { get, rendered, pass } = setUp(() => answers.shift() ?? page('One too many'));
      await get('/');
      pass(1001);
      expect(said(await get('/'))).toBe('Old');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(said(await get('/'))).toBe('Old');
      await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
      expect(rendered('/')).toBe(3);
    });

    it('leaves no timer behind when it was in time', async () => {
      const { get } = setUp(() => page('In time'));
      await get('/');
      expect(vi.getTimerCount()).toBe(0);
    });
  });
});

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

  it('is the same page with 410 when it was there once', async () => {
    const answers = [{ ...page('', 410), headers: {} }];
    const { get, rendered } = setUp((path) =>
      path === MISSING ? page('Not here', 404) : (answers.shift() ?? page('One too many')),
    );
    for (const _ of ['made', 'kept']) {
      const answer = await get('/news/gone');
      expect([answer.status, said(answer)]).toEqual([410, 'Not here']);
    }
    expect([(await get(MISSING)).status, rendered('/news/gone')]).toEqual([404, 1]);
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
    const { get, pageCache } = setUp((path) => page(path, path === MISSING ? 404 : 410));
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

describe('a reader who has the page already', () => {
  it('is told so for the tag of the encoding that is sent, and for no other', async () => {
    const { get } = setUp(() => page('Text'));
    const tags = new Map<string, string>();
    for (const encoding of ['br', 'gzip', 'identity'])
      tags.set(encoding, String((await get('/', { 'accept-encoding': encoding })).headers.etag));
    expect(new Set(tags.values()).size).toBe(3);
    for (const asked of tags.keys()) {
      for (const [had, tag] of tags) {
        const { status } = await get('/', { 'accept-encoding': asked, 'if-none-match': tag });
        expect([asked, had, status]).toEqual([asked, had, asked === had ? 304 : 200]);
      }
    }
  });

  it.each([
    ['a weak tag', (tag: string) => `W/${tag}`, 304],
    ['a list', (tag: string) => `"other", ${tag}, "third"`, 304],
    ['a list of weak tags without spaces', (tag: string) => `W/"other",W/${tag}`, 304],
    ['a star', () => '*', 304],
    ['a star with spaces', () => ' * ', 304],
    ['another tag', () => '"other"', 200],
    ['the tag without its quotes', (tag: string) => tag.slice(1, -1), 200],
    ['the start of the tag', (tag: string) => `${tag.slice(0, -2)}"`, 200],
    ['nothing', () => '', 200],
  ])('may say so with %s', async (_, header, status) => {
    const { get } = setUp(() => page('Text'));
    const tag = String((await get('/')).headers.etag);
    expect((await get('/', { 'if-none-match': header(tag) })).status).toBe(status);
  });

  it('is sent the page when it has changed', async () => {
    const answers = [page('Old'), page('New')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    const tag = String((await get('/')).headers.etag);
    pageCache.purge();
    expect(said(await get('/', { 'if-none-match': tag }))).toBe('New');
  });
});

describe('the pageCache on the wire', () => {
  async function onTheWire<Result>(
    { pageCache }: ReturnType<typeof setUp>,
    use: (origin: string) => Promise<Result>,
  ): Promise<Result> {
    const server = createServer((request, response) => void pageCache.answer('/', request, response));
    return use(await listening(server));
  }

  it.each(['br', 'gzip', 'identity'])('answers HEAD in %s with the headers of GET and no body', (encoding) =>
    onTheWire(
      setUp(() => page('Text')),
      async (origin) => {
        const headers = { 'accept-encoding': encoding };
        const whole = await ask(origin, '/', { headers });
        const head = await ask(origin, '/', { headers, method: 'HEAD' });
        const { date: _, 'transfer-encoding': __, ...expected } = whole.headers;
        expect(head.headers).toMatchObject(expected);
        expect(head.status).toBe(200);
        expect(head.body).toHaveLength(0);
      },
    ),
  );

  it('answers 304 with the tag and the rules for keeping, without a body and its headers', () =>
    onTheWire(
      setUp(() => page('Text')),
      async (origin) => {
        const first = await ask(origin, '/', { headers: { 'accept-encoding': 'br' } });
        const { status, headers, body } = await ask(origin, '/', {
          headers: { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) },
        });
        expect(status).toBe(304);
        expect(body).toHaveLength(0);
        expect(headers).toMatchObject({
          etag: first.headers.etag,
          vary: 'Accept-Encoding',
          'cache-control': first.headers['cache-control'],
          'x-house': 'ours',
        });
        for (const name of ['content-length', 'content-encoding', 'content-type'])
          expect(headers).not.toHaveProperty(name);
      },
    ));

  it('sends each encoding with its true length, and all unpack to the same bytes', () =>
    onTheWire(
      setUp(() => page('Text with “quotes” and é '.repeat(200))),
      async (origin) => {
        const plain = await ask(origin, '/');
        for (const encoding of ['br', 'gzip']) {
          const packed = await ask(origin, '/', { headers: { 'accept-encoding': encoding } });
          expect(packed.headers['content-encoding']).toBe(encoding);
          expect(packed.headers['content-length']).toBe(String(packed.body.length));
          expect(packed.body.length).toBeLessThan(plain.body.length);
          expect(unpacked(packed).equals(plain.body)).toBe(true);
        }
      },
    ));
});
