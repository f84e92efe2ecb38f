import { brotliCompress, brotliDecompress, gzip } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { RenderResponse } from '../../../lib/server/renderer.ts';
import { unpacked } from '../../support/ask.ts';
import { deferred, PUBLIC_MARK, page, said, settled, setUp } from './page-cache/fixtures.ts';

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
