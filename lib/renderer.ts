import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { ownBytes } from './own-bytes.ts';
import { type Answer, type Ask, capture, type Handler } from './renderer/capture.ts';

export { type Answer, type Ask, capture, type Handler } from './renderer/capture.ts';

/**
 * The renderer makes pages in a thread of its own. The thread that answers readers is then plain Node: rendering
 * never holds up a page that is kept, and what the framework changes in Node's own objects slows no answer down.
 */

export type RendererOptions = {
  /** The module that runs in the thread; it calls `answerAsks`. */
  module: URL;
  /** Most of the thread's heap. A thread that needs more is ended and another is started. */
  memory: ResourceLimits;
  /** A page that hangs stands in the way of the others no longer than this. Milliseconds. */
  longestTurn?: number;
  /** Told when the thread has ended by itself. */
  onFailure(error: Error): void;
};

export type Renderer = Awaited<ReturnType<typeof startRenderer>>;

type Pending = { resolve(answer: Answer): void; reject(error: Error): void };
type Question = Ask & { id: number };
type Reply = { id: number } & ({ answer: Answer } | { error: string });

/** Between the end of a thread that failed and the start of the next. Milliseconds. */
const RESTART_DELAY = 500;

/**
 * So many pages are under way at a time, the others wait for their turn: one thread makes them, and what all of them
 * hold in memory while it goes from one to another would only grow old. With the second it has work while the first
 * waits for a file.
 */
const MOST_AT_A_TIME = 2;

/**
 * Starts the thread and waits until it can answer.
 * @throws Error when its module cannot be started
 */
export async function startRenderer({ module, memory, longestTurn = 10_000, onFailure }: RendererOptions) {
  const pending = new Map<number, Pending>();
  const waiting: (() => void)[] = [];
  let turns = MOST_AT_A_TIME;
  let last = 0;
  let stopping = false;
  let thread: Promise<Worker>;

  /** A thread that is ready to be asked. */
  function start(): Promise<Worker> {
    const worker = new Worker(module, { resourceLimits: memory });
    let failure = new Error('The renderer has ended.');
    worker.on('error', (error) => {
      if (error instanceof Error) failure = error;
    });
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        worker.on('message', settle);
        resolve(worker);
      });
      worker.once('exit', () => {
        reject(failure);
        // One that could not even start the first time is not started again: the site does not start either.
        setImmediate(() => stopping || replace(failure));
      });
    });
  }

  function replace(failure: Error): void {
    for (const { reject } of pending.values()) reject(failure);
    pending.clear();
    onFailure(failure);
    thread = new Promise<void>((resolve) => setTimeout(resolve, RESTART_DELAY)).then(start);
    // Whoever asks next hears of it.
    thread.catch(() => undefined);
  }

  function settle(reply: Reply): void {
    const asking = pending.get(reply.id);
    pending.delete(reply.id);
    if ('error' in reply) asking?.reject(new Error(reply.error));
    else asking?.resolve({ ...reply.answer, body: asBuffer(reply.answer.body) });
  }

  /** @throws Error when the page cannot be made, or the thread ends before it is */
  async function render(ask: Ask): Promise<Answer> {
    if (turns > 0) turns--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    const release = once(passTurn);
    const timer = setTimeout(release, longestTurn);
    try {
      const worker = await thread;
      const id = ++last;
      return await new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ ...ask, id } satisfies Question);
      });
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  function passTurn(): void {
    const next = waiting.shift();
    if (next) next();
    else turns++;
  }

  thread = start();
  try {
    await thread;
  } catch (error) {
    stopping = true;
    throw error;
  }
  return {
    render,

    /** Ends the thread, and another is started in its place: what it holds in memory is no good any more. */
    async restart(): Promise<void> {
      const worker = await thread.catch(() => undefined);
      await worker?.terminate();
    },

    async stop(): Promise<void> {
      stopping = true;
      const worker = await thread.catch(() => undefined);
      await worker?.terminate();
    },
  };
}

/**
 * In the thread: answers with a handler what the other thread asks.
 * @param finish what is still done to each answer here: the other thread has readers to answer, and the less it is sent
 * the less it has to throw away
 */
export function answerAsks(handler: Handler, finish = (answer: Answer) => answer): void {
  if (!parentPort) throw new Error('The renderer answers in a thread of its own.');
  const port = parentPort;
  port.on('message', async ({ id, ...ask }: Question) => {
    try {
      const answer = finish(await capture(handler, ask));
      const body = ownBytes(answer.body);
      port.postMessage({ id, answer: { ...answer, headers: { ...answer.headers }, body } }, [body.buffer]);
    } catch (error) {
      port.postMessage({
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
  port.postMessage('ready');
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}

/** What arrives is a Uint8Array: threads send no class of Node's own. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
