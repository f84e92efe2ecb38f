import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, said, setUp } from './fixtures.ts';

/** What the pageCache makes while no reader waits for it. */

describe('a page that is made before anybody asks', () => {
  it('is sent to the first who does, and is not made again', async () => {
    const { pageCache, get, rendered } = setUp(() => page('Ready'));
    await pageCache.warm('/');
    await pageCache.warm('/');
    expect(said(await get('/'))).toBe('Ready');
    expect(rendered('/')).toBe(1);
  });

  it('is made for the first who does when it failed, which is told', async () => {
    const answers = [page('Broken', 500), page('Made')];
    const { pageCache, get, onError } = setUp(() => answers.shift() ?? page('One too many'));
    await pageCache.warm('/');
    expect(onError.mock.calls.map(([error, path]) => [path, String(error)])).toEqual([
      ['/', 'Error: Rendering / answered 500.'],
    ]);
    expect(said(await get('/'))).toBe('Made');
  });
});

describe('a stale page', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('is revalidated a while after it was sent, once for all who asked meanwhile', async () => {
    const answers = [page('Old'), page('New')];
    const { get, rendered, pass } = setUp(() => answers.shift() ?? page('One too many'), {
      revalidateAfterMs: 300,
    });
    await get('/');
    pass(1001);
    expect(said(await get('/'))).toBe('Old');
    vi.advanceTimersByTime(299);
    expect(said(await get('/'))).toBe('Old');
    expect(rendered('/')).toBe(1);
    vi.advanceTimersByTime(1);
    await vi.waitFor(async () => expect(said(await get('/'))).toBe('New'));
    vi.advanceTimersByTime(1000);
    expect(rendered('/')).toBe(2);
  });

  it('is not revalidated for those who asked before it was made again or dropped', async () => {
    const { get, pageCache, rendered, pass } = setUp(() => page('Old'), { revalidateAfterMs: 300 });
    await Promise.all([get('/'), get('/dropped')]);
    pass(1001);
    await Promise.all([get('/'), get('/dropped')]);
    pageCache.purge();
    await get('/');
    vi.advanceTimersByTime(300);
    expect(rendered('/')).toBe(2);
    expect(rendered('/dropped')).toBe(1);
  });
});
