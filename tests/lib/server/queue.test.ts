import { afterEach, describe, expect, it, vi } from 'vitest';
import { Joining, Overloaded, type Turn, TurnQueue } from '../../../lib/server/queue.ts';

const LIMITS = { maxWaiting: 100, maxWaitMs: 8000 };

afterEach(() => {
  vi.useRealTimers();
});

/** A queue for one page at a time, which is taken, and the names of those who got a turn, in order. */
async function taken() {
  const queue = new TurnQueue({ ...LIMITS, concurrency: 1 });
  const release = await queue.enter();
  const order: string[] = [];
  const refused: unknown[] = [];
  return {
    queue,
    order,
    refused,
    /** Waits for a turn and ends it at once. */
    ask(name: string, turn: Turn = {}): void {
      queue.enter(turn).then(
        (end) => {
          order.push(name);
          end();
        },
        (error: unknown) => refused.push(error),
      );
    },
    /** Ends the first turn, and lets all others come. */
    async run(): Promise<void> {
      release();
      await new Promise((resolve) => setImmediate(resolve));
    },
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('TurnQueue', () => {
  it('gives as many turns at a time as it may, and one more when one ends', async () => {
    const queue = new TurnQueue({ ...LIMITS, concurrency: 2 });
    const [first] = await Promise.all([queue.enter(), queue.enter()]);
    const third = queue.enter();
    expect(queue.length).toBe(1);
    first();
    await third;
    expect(queue.length).toBe(0);
  });

  it('ends a turn once, however often it is told to', async () => {
    const queue = new TurnQueue({ ...LIMITS, concurrency: 1 });
    const end = await queue.enter();
    end();
    end();
    await queue.enter();
    queue.enter().catch(() => undefined);
    expect(queue.length).toBe(1);
  });

  it('lets senders take turns', async () => {
    const { ask, run, order } = await taken();
    for (const name of ['a1', 'a2', 'a3']) ask(name, { sender: 'a' });
    ask('b1', { sender: 'b' });
    ask('c1', { sender: 'c' });
    await run();
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('lets a wanted page go before all others, which still get every second turn', async () => {
    const { ask, run, order } = await taken();
    for (const name of ['a1', 'a2', 'a3']) ask(name, { sender: 'a' });
    for (const name of ['w1', 'w2']) ask(name, { isWanted: true });
    await run();
    expect(order).toEqual(['w1', 'a1', 'w2', 'a2', 'a3']);
  });

  it('refuses one sender at half of its places, and still has room for another', async () => {
    const { queue, ask, refused, settle } = await taken();
    for (let count = 0; count < 200; count++) ask('a', { sender: 'a' });
    await settle();
    expect(queue.length).toBe(50);
    expect(refused).toHaveLength(150);
    expect(refused[0]).toBeInstanceOf(Overloaded);
    ask('b', { sender: 'b' });
    expect(queue.length).toBe(51);
  });

  it('never holds more than its places, however many senders come', async () => {
    const { queue, ask } = await taken();
    for (let count = 0; count < 1000; count++) ask('x', { sender: String(count) });
    expect(queue.length).toBe(100);
    ask('front page', { isWanted: true });
    expect(queue.length).toBe(101);
    for (let count = 0; count < 1000; count++) ask('front page', { sender: String(count), isWanted: true });
    expect(queue.length).toBe(200);
  });

  it('lets senders take turns for wanted pages too', async () => {
    const { queue, ask, run, order, refused, settle } = await taken();
    for (let count = 0; count < 200; count++) ask('a', { sender: 'a', isWanted: true });
    ask('b', { sender: 'b', isWanted: true });
    await settle();
    expect(refused).toHaveLength(150);
    expect(queue.length).toBe(51);
    await run();
    expect(order.slice(0, 3)).toEqual(['a', 'b', 'a']);
  });

  it('lets a page come when it is the turn of any who ask for it', async () => {
    const { queue, ask, run, order } = await taken();
    const joining = new Joining();
    for (const name of ['a1', 'a2', 'a3']) ask(name, { sender: 'a' });
    ask('front page', { sender: 'a', joining });
    joining.add('b');
    joining.add('b');
    expect(queue.length).toBe(4);
    await run();
    expect(order).toEqual(['a1', 'front page', 'a2', 'a3']);
    expect(queue.length).toBe(0);
  });

  it('gives no turn to one who joins a page that has had its own', async () => {
    const { queue, ask, run, order } = await taken();
    const joining = new Joining();
    ask('front page', { sender: 'a', joining });
    await run();
    joining.add('b');
    expect(queue.length).toBe(0);
    const end = await queue.enter();
    ask('next', { sender: 'c' });
    end();
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['front page', 'next']);
  });

  it('gives up the place of a request that is aborted', async () => {
    const { queue, ask, run, order, refused, settle } = await taken();
    const gone = new AbortController();
    ask('gone', { sender: 'a', signal: gone.signal });
    ask('gone too', { isWanted: true, signal: gone.signal });
    ask('stays', { sender: 'a' });
    gone.abort(new Error('left'));
    expect(queue.length).toBe(1);
    await settle();
    expect(refused.map(String)).toEqual(['Error: left', 'Error: left']);
    await run();
    expect(order).toEqual(['stays']);
    await expect(queue.enter({ signal: gone.signal })).rejects.toThrow('left');
  });

  it('gives up a request that has waited for too long', async () => {
    vi.useFakeTimers();
    const queue = new TurnQueue({ ...LIMITS, concurrency: 1 });
    await queue.enter();
    const late = expect(queue.enter({ sender: 'a' })).rejects.toBeInstanceOf(Overloaded);
    await vi.advanceTimersByTimeAsync(8_000);
    await late;
    expect(queue.length).toBe(0);
  });
});
