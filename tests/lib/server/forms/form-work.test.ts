import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FormWork } from '../../../../lib/server/forms/form-work.ts';
import { Overloaded } from '../../../../lib/server/queue.ts';

describe('FormWork', () => {
  it('starts one work in a turn of the event loop, whatever number waits', async () => {
    const work = new FormWork();
    let loops = 0;
    let isDone = false;
    const counting = (async () => {
      for (; !isDone; loops++) await setImmediate();
    })();
    const startedIn: number[] = [];
    await Promise.all(
      Array.from({ length: 200 }, (_, sender) =>
        work.run({ sender: String(sender) }, async () => void startedIn.push(loops)),
      ),
    );
    isDone = true;
    await counting;
    expect(new Set(startedIn).size).toBe(200);
  });

  it('works on a few at a time and refuses more than it has room for', async () => {
    const work = new FormWork();
    let underWay = 0;
    let most = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 400 }, (_, sender) =>
        work.run({ sender: String(sender) }, async () => {
          most = Math.max(most, ++underWay);
          await setImmediate();
          await setImmediate();
          underWay--;
        }),
      ),
    );
    expect(most).toBeLessThanOrEqual(3);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(97);
    expect(refused.every((reason) => reason instanceof Overloaded)).toBe(true);
  });

  it('gives its place back after work that fails, and works for no sender that has left', async () => {
    const work = new FormWork();
    for (let n = 0; n < 5; n++)
      await expect(work.run({}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const signal = AbortSignal.abort(new Error('left'));
    await expect(work.run({ signal }, async () => 'done')).rejects.toThrow('left');
    expect(await work.run({}, async () => 'done')).toBe('done');
  });
});
