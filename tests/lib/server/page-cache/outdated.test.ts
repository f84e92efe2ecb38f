import { describe, expect, it, vi } from 'vitest';
import { Overloaded, type RenderResponse } from '../../../../lib/server/renderer.ts';
import { unpacked } from '../../../support/ask.ts';
import { deferred, MISSING, page, picture, said, settled, setUp } from './fixtures.ts';

/** When a kept page is out of date: what a change clears, what it touches, and what may differ without being a change. */

describe('what is cleared', () => {
  it('is rendered again at the next request', async () => {
    const answers = [page('Old'), page('New')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pageCache.purge();
    expect(pageCache.bytes).toBe(0);
    expect(said(await get('/'))).toBe('New');
  });

  it('may still be had by who asked before, while its rendering was under way, but is not kept', async () => {
    const begun = deferred<RenderResponse>();
    const answers = [begun.promise, page('New')];
    const { get, pageCache, rendered } = setUp(() => answers.shift() ?? page('One too many'));
    const before = [get('/'), get('/')];
    pageCache.purge();
    begun.resolve(page('Old'));
    expect((await Promise.all(before)).map(said)).toEqual(['Old', 'Old']);
    expect(said(await get('/'))).toBe('New');
    expect(rendered('/')).toBe(2);
  });

  it('does not come back over the new page when its rendering ends after the new one', async () => {
    const begun = deferred<RenderResponse>();
    const answers = [begun.promise, page('New')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    const before = get('/');
    pageCache.purge();
    expect(said(await get('/'))).toBe('New');
    begun.resolve(page('Old'));
    await before;
    expect(said(await get('/'))).toBe('New');
  });

  it('does not make two of one rendering that began after it, when an older one ends', async () => {
    const old = deferred<RenderResponse>();
    const renewed = deferred<RenderResponse>();
    const answers = [old.promise, renewed.promise];
    const { get, pageCache, rendered } = setUp(() => answers.shift() ?? page('One too many'));
    const before = get('/');
    pageCache.purge();
    const first = get('/');
    old.resolve(page('Old'));
    await settled();
    const second = get('/');
    renewed.resolve(page('New'));
    expect((await Promise.all([before, first, second])).map(said)).toEqual(['Old', 'New', 'New']);
    expect(rendered('/')).toBe(2);
  });

  it('is not renewed from a rendering that began while it was kept', async () => {
    const renewed = deferred<RenderResponse>();
    const answers = [picture(100), renewed.promise, page('Third')];
    const { get, pageCache, pass } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pass(1001);
    await get('/');
    pageCache.purge();
    renewed.resolve(picture(200));
    expect(said(await get('/'))).toBe('Third');
    await settled();
    expect(said(await get('/'))).toBe('Third');
  });
});

describe('what is touched', () => {
  it('is dropped when it shows the change, and revalidated after the next request when it may', async () => {
    let text = 'Before';
    const { get, pageCache, rendered } = setUp((path) => page(`${text} ${path}`));
    await Promise.all([get('/news/a'), get('/'), get('/news/b')]);
    text = 'After';
    pageCache.markStale((path) => path === '/news/a');
    expect(said(await get('/news/a'))).toBe('After /news/a');
    expect(said(await get('/'))).toBe('Before /');
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('After /'));
    expect(rendered('/news/b')).toBe(1);
  });

  it('is not brought back by a rendering that began before', async () => {
    const slow = deferred<RenderResponse>();
    const answers = [slow.promise, page('After')];
    const { get, pageCache } = setUp(() => answers.shift() ?? page('One too many'));
    const first = get('/news/a');
    pageCache.markStale((path) => path === '/news/a');
    slow.resolve(page('Before'));
    expect(said(await first)).toBe('Before');
    expect(said(await get('/news/a'))).toBe('After');
  });
});

describe('what was not asked for over five minutes', () => {
  const MINUTES = 60_000;

  it('is rendered before it is sent', async () => {
    const answers = [page('Old'), page('New')];
    const { get, pass } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pass(5 * MINUTES + 1);
    expect(said(await get('/'))).toBe('New');
  });

  it('is sent old to its last moment, while it is revalidated', async () => {
    const answers = [page('Old'), page('New')];
    const { get, pass } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pass(5 * MINUTES);
    expect(said(await get('/'))).toBe('Old');
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
  });

  it('is rendered once for all who ask meanwhile', async () => {
    const { get, pass, rendered } = setUp((path) => page(path));
    await get('/');
    pass(6 * MINUTES);
    await Promise.all(Array.from({ length: 50 }, () => get('/')));
    expect(rendered('/')).toBe(2);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('The database is away.'))],
    ['finds no room', () => Promise.reject(new Overloaded('Too many wait.'))],
    ['answers 503', () => page('Busy', 503)],
  ])('is sent old when the rendering %s', async (_, render) => {
    const answers = [() => page('Old'), render];
    const { get, pass, onError } = setUp(() => (answers.shift() ?? (() => page('New')))());
    await get('/');
    pass(6 * MINUTES);
    expect(said(await get('/'))).toBe('Old');
    expect(onError).toHaveBeenCalledTimes(1);
    expect(said(await get('/'))).toBe('New');
  });

  it('is sent old when the rendering takes longer than a second', async () => {
    const slow = deferred<RenderResponse>();
    const answers = [page('Old'), slow.promise];
    const { get, pass } = setUp(() => answers.shift() ?? page('One too many'));
    await get('/');
    pass(6 * MINUTES);
    expect(said(await get('/'))).toBe('Old');
    slow.resolve(page('New'));
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
  });

  it('is rendered first for a path under which there is nothing, too', async () => {
    let body = 'Missing before';
    const { get, pass } = setUp((path) => page(path === MISSING ? body : 'Nothing', 404));
    expect(said(await get('/nothing'))).toBe('Missing before');
    body = 'Missing after';
    pass(6 * MINUTES);
    expect(said(await get('/nothing-else'))).toBe('Missing after');
    expect(said(await get('/nothing'))).toBe('Missing after');
  });

  it('and was touched is sent old no longer than others', async () => {
    let text = 'Before';
    const { get, pageCache, pass } = setUp(() => page(text));
    await get('/');
    pageCache.markStale(() => false);
    pass(4 * MINUTES);
    text = 'After';
    expect(said(await get('/'))).toBe('Before');
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('After'));
  });
});

describe('what may differ in a page', () => {
  it('leaves the page and its tag as they are, for twelve hours', async () => {
    let token = 0;
    const { get, pass } = setUp(() => page(`Text <input value="${++token}">`), { ignored: / value="\d+"/g });
    const first = await get('/');
    pass(1001);
    await get('/');
    await settled();
    const same = await get('/');
    expect(same.headers.etag).toBe(first.headers.etag);
    expect(unpacked(same).equals(unpacked(first))).toBe(true);
    pass(12 * 3_600_000);
    await get('/');
    await settled();
    await vi.waitFor(async () => expect(unpacked(await get('/')).equals(unpacked(first))).toBe(false));
    expect((await get('/')).headers.etag).not.toBe(first.headers.etag);
  });
});
