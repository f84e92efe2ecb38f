import { threadId } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  Overloaded,
  type Renderer,
  type RenderResponse,
  startRenderer,
} from '../../../lib/server/renderer.ts';

const started = new Set<Renderer>();

afterEach(async () => {
  for (const renderer of started) await renderer.stop();
  started.clear();
});

async function start(module = 'thread.ts', timeoutMs?: number) {
  const onFailure = vi.fn();
  const renderer = await startRenderer({
    module: new URL(`renderer/${module}`, import.meta.url),
    memory: { maxOldGenerationSizeMb: 64 },
    ...(timeoutMs && { timeoutMs }),
    onFailure,
  });
  started.add(renderer);
  const get = (path: string) => renderer.render({ path, headers: {} });
  return { renderer, onFailure, get };
}

const textOf = ({ body }: RenderResponse) => body.toString();

describe('a page', () => {
  it('is made in another thread from what was asked, and comes back whole', async () => {
    const { renderer } = await start();
    const answer = await renderer.render({
      path: '/form?status=303',
      headers: { cookie: 'token=1' },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers).toEqual({ 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] });
    const [path, cookie, thread] = textOf(answer).split(' ');
    expect([path, cookie]).toEqual(['/form?status=303', 'token=1']);
    expect(Number(thread)).not.toBe(threadId);
  });

  it('goes to the one who asked for it, though others are ready before', async () => {
    const { get } = await start();
    const waits = [40, 0, 20, 10, 30, 0];
    const answers = await Promise.all(waits.map((ms, place) => get(`/${place}?ms=${ms}`)));
    expect(answers.map((answer) => textOf(answer).split(' ')[0])).toEqual(
      waits.map((ms, place) => `/${place}?ms=${ms}`),
    );
  });

  it('that cannot be made is an error for the one who asked alone', async () => {
    const { get, onFailure } = await start();
    const [bad, good] = await Promise.allSettled([get('/throws'), get('/good')]);
    expect(bad).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('No such table.') },
    });
    expect(good.status).toBe('fulfilled');
    expect(onFailure).not.toHaveBeenCalled();
  });
});

describe('many pages', () => {
  it('are made two at a time, in the order in which they were asked for', async () => {
    const { get } = await start();
    const done: string[] = [];
    const asking = Array.from({ length: 12 }, async (_, place) => {
      const answer = textOf(await get(`/${place}?ms=5`));
      done.push(answer.split('?')[0] ?? '');
      return Number(answer.split(' ').at(-1));
    });
    const together = await Promise.all(asking);
    expect(Math.max(...together)).toBe(2);
    expect(done.map((path) => Math.floor(Number(path.slice(1)) / 2))).toEqual(
      Array.from({ length: 12 }, (_, place) => Math.floor(place / 2)),
    );
  });

  it('wait for one that hangs no longer than its turn may be', async () => {
    const { get } = await start('thread.ts', 50);
    for (let hanging = 0; hanging < 2; hanging++) get('/never').catch(() => undefined);
    const started = performance.now();
    const answers = await Promise.all([get('/a'), get('/b'), get('/c')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(45);
  });

  it('that wait when the thread ends are made by the next one', async () => {
    const { get } = await start();
    const [first, second, third] = await Promise.allSettled([get('/never'), get('/exits'), get('/later')]);
    expect([first.status, second.status]).toEqual(['rejected', 'rejected']);
    expect(third).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
  });
});

describe('a thread that ends by itself', () => {
  it.each([
    ['by leaving', '/exits', 'has ended'],
    ['by an error that was not caught', '/crashes', 'This was not caught.'],
    ['by taking more memory than it may', '/hoards', 'memory'],
  ])('%s fails what it was asked, says so, and is replaced', async (_, path, reason) => {
    const { get, onFailure } = await start();
    const [never, cause] = await Promise.allSettled([get('/never'), get(path)]);
    // Those who wait for a page hear that it is worth another try.
    for (const one of [never, cause])
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(Overloaded) });
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect(String(onFailure.mock.calls[0]?.[0])).toContain(reason);
    expect((await get('/after')).status).toBe(200);
  });

  it('by being caught in a page is replaced', async () => {
    const { get, onFailure } = await start('thread.ts', 100);
    await expect(get('/blocks')).rejects.toThrow('has ended');
    expect(onFailure).toHaveBeenCalledTimes(1);
    expect((await get('/after')).status).toBe(200);
  });

  it('is not ended while a page only waits', async () => {
    const { get, onFailure } = await start('thread.ts', 30);
    get('/never').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await get('/after')).status).toBe(200);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('is not replaced when it was stopped', async () => {
    const { renderer, onFailure } = await start();
    await renderer.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('before it ever was ready is an error of the start', async () => {
    await expect(start('no-such-module.ts')).rejects.toThrow('no-such-module');
  });
});
