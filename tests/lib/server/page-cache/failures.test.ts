import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RenderResponse } from '../../../../lib/server/renderer.ts';
import { deferred, page, said, settled, setUp } from './fixtures.ts';

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
