import { describe, expect, it } from 'vitest';
import { dice, MISSING, PUBLIC_MARK, page, picture, settled, setUp } from './fixtures.ts';

/** What the pageCache holds, how much of it, and what goes first when there is no more room. */

describe('the memory', () => {
  it('never holds more than it may, over 10,000 paths', async () => {
    const maxBytes = 300_000;
    const { get, pageCache } = setUp(() => picture(1000), { maxBytes });
    let most = 0;
    for (let number = 0; number < 10_000; number++) {
      await get(`/${number}`);
      most = Math.max(most, pageCache.bytes);
    }
    expect(most).toBeLessThanOrEqual(maxBytes);
    expect(pageCache.bytes).toBeGreaterThan(maxBytes * 0.9);
  });

  it('counts a page once, however often it is revalidated', async () => {
    const { get, pageCache, pass } = setUp(() => picture(1000));
    await get('/');
    const once = pageCache.bytes;
    for (let time = 0; time < 5; time++) {
      pass(1001);
      await get('/');
      await settled();
    }
    expect(pageCache.bytes).toBe(once);
  });

  it('counts the second encoding of a page from the time on at which it is made', async () => {
    const maxBytes = 100_000;
    const random = dice(1);
    const text = Array.from({ length: 4000 }, () => String.fromCharCode(97 + random() * 26)).join('');
    const { get, pageCache, rendered } = setUp((path) => page(path + text), { maxBytes });
    await get('/', { 'accept-encoding': 'br' });
    const once = pageCache.bytes;
    const { body } = await get('/', { 'accept-encoding': 'gzip' });
    expect(pageCache.bytes).toBe(once + body.length);
    expect(rendered('/')).toBe(1);
    for (let number = 0; number < 30; number++) await get(`/${number}`, { 'accept-encoding': 'br' });
    for (let number = 29; number >= 0; number--) {
      await get(`/${number}`, { 'accept-encoding': 'gzip' });
      expect(pageCache.bytes).toBeLessThanOrEqual(maxBytes);
    }
    expect(pageCache.bytes).toBeGreaterThan(maxBytes * 0.8);
  });

  it('lets the longest made go first', async () => {
    const { get, rendered } = setUp(() => picture(8000), { maxBytes: 35_000 });
    for (const path of ['/a', '/b', '/c', '/d']) await get(path);
    for (const path of ['/b', '/c', '/d']) await get(path);
    expect(['/b', '/c', '/d'].map(rendered)).toEqual([1, 1, 1]);
    await get('/a');
    expect(rendered('/a')).toBe(2);
  });

  it('lets the longest unused go first, not what is asked for all the time', async () => {
    const { get, rendered } = setUp(() => picture(8000), { maxBytes: 35_000 });
    for (const path of ['/a', '/b', '/c']) await get(path);
    await get('/a');
    await get('/d');
    await get('/a');
    expect(rendered('/a')).toBe(1);
    await get('/b');
    expect(rendered('/b')).toBe(2);
  });

  it('keeps its pages, however many paths are asked for under which there is nothing', async () => {
    const maxBytes = 200_000;
    const isPage = (path: string) => ['/a', '/b'].includes(path);
    const { get, pageCache, rendered } = setUp((path) => page('x'.repeat(20_000), isPage(path) ? 200 : 404), {
      maxBytes,
    });
    await get('/a');
    await get('/b');
    for (let number = 0; number < 5000; number++) await get(`/nothing/${number}/${'x'.repeat(100)}`);
    await get('/a');
    await get('/b');
    expect(['/a', '/b', MISSING].map(rendered)).toEqual([1, 1, 1]);
    expect(pageCache.bytes).toBeLessThanOrEqual(maxBytes);
    await get('/nothing/4999/'.padEnd(114, 'x'));
    expect(rendered('/nothing/4999/'.padEnd(114, 'x'))).toBe(1);
  });

  it('keeps no answer to a question, which anybody may ask in any number', async () => {
    const { get, pageCache, rendered } = setUp((path) => page(path));
    await Promise.all([get('/search?q=a'), get('/search?q=a')]);
    expect(rendered('/search?q=a')).toBe(1);
    expect(pageCache.bytes).toBe(0);
    await get('/search?q=a');
    expect(rendered('/search?q=a')).toBe(2);
  });

  it('does not lose everything to one answer that it cannot hold', async () => {
    const { get, rendered } = setUp((path) => picture(path === '/huge' ? 50_000 : 1000), {
      maxBytes: 20_000,
    });
    await get('/small');
    expect((await get('/huge')).body).toHaveLength(50_000);
    await get('/small');
    expect(rendered('/small')).toBe(1);
  });

  it.each(['no-store', 'private, max-age=60', 'private, no-cache, no-store, max-age=0, must-revalidate'])(
    'does not keep a document that says "%s"',
    async (control) => {
      const { get, rendered, pageCache } = setUp(() => picture(100, { 'cache-control': control }));
      await get('/healthz');
      const again = await get('/healthz');
      expect(rendered('/healthz')).toBe(2);
      expect(pageCache.bytes).toBe(0);
      expect(again.headers['cache-control']).toBe(control);
    },
  );

  it.each([undefined, 'max-age=60', 'publicity'])(
    'does not keep a document that says %s',
    async (control) => {
      const { get, rendered } = setUp(() => picture(100, { 'cache-control': control }));
      await get('/picture.png');
      await get('/picture.png');
      expect(rendered('/picture.png')).toBe(2);
    },
  );

  it('keeps a document that says public, whatever its other headers are called', async () => {
    const { get, rendered } = setUp(() =>
      picture(100, { 'x-private-note': 'none', 'cache-control': 'max-age=9, public' }),
    );
    await get('/picture.png');
    await get('/picture.png');
    expect(rendered('/picture.png')).toBe(1);
  });

  it('does not keep a page without the mark, wherever else the mark is', async () => {
    const html = `<!DOCTYPE html><head><title>x</title></head><p>${PUBLIC_MARK}</p>`;
    const { get, rendered } = setUp(() => ({ ...page('x'), body: Buffer.from(html) }));
    const { headers } = await get('/news/a/replies/own/key');
    await get('/news/a/replies/own/key');
    expect(headers['cache-control']).toBe('private, no-store');
    expect(rendered('/news/a/replies/own/key')).toBe(2);
  });
});
