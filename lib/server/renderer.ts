import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { RenderRequest, RenderResponse } from './renderer/capture.ts';
import { PING, type Question, type Reply } from './renderer/messages.ts';
import { RenderQueue, type Turn } from './renderer/queue.ts';

export { type Handler, inject, type RenderRequest, type RenderResponse } from './renderer/capture.ts';
export { Overloaded, type Turn } from './renderer/queue.ts';
export { finished, isPage } from './renderer/strip-runtime.ts';

/**
 * The renderer makes pages in a thread of its own. The thread that answers readers is then plain Node: rendering
 * never holds up a page that is kept, and what the framework changes in Node's own objects slows no answer down.
 */

export type RendererOptions = {
  /** The module that runs in the thread, unless it is Next; it calls `serveRenders`. */
  module?: URL;
  /** Most of the thread's heap. A thread that needs more is ended and another is started. */
  memory: ResourceLimits;
  /**
   * A page that takes longer no longer holds up the others. When the thread then gives no sign of life for as long again,
   * it is caught in that page: it is ended, and another is started. Milliseconds.
   */
  longestTurn?: number;
  /** Told when the thread has ended by itself. */
  onFailure(error: Error): void;
};

export type Renderer = Awaited<ReturnType<typeof startRenderer>>;

type Pending = { resolve(answer: RenderResponse): void; reject(error: Error): void };
/** The thread in which Next makes the pages. */
const NEXT = new URL('./renderer/thread.ts', import.meta.url);

/** Between the end of a thread that failed and the start of the next. Milliseconds. */
const RESTART_DELAY = 500;

/**
 * One thread renders all pages, and what several of them hold in memory at a time only grows old. The second page keeps
 * the thread at work while the first waits for a file.
 */
const MAX_CONCURRENT = 2;

/**
 * Starts the thread and waits until it can answer.
 * @throws Error when its module cannot be started
 */
export async function startRenderer({
  module = NEXT,
  memory,
  longestTurn = 10_000,
  onFailure,
}: RendererOptions) {
  const pending = new Map<number, Pending>();
  const queue = new RenderQueue(MAX_CONCURRENT);
  let last = 0;
  let heard = 0;
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
    // The next request gets its error.
    thread.catch(() => undefined);
  }

  function settle(reply: Reply | typeof PING): void {
    heard++;
    if (reply === PING) return;
    const asking = pending.get(reply.id);
    pending.delete(reply.id);
    if ('error' in reply) asking?.reject(new Error(reply.error));
    else asking?.resolve({ ...reply.answer, body: asBuffer(reply.answer.body) });
  }

  /**
   * @throws Error when the page cannot be made, or the thread ends before it is
   * @throws Overloaded when the page does not get its turn
   */
  async function render(ask: RenderRequest, turn?: Turn): Promise<RenderResponse> {
    const release = await queue.enter(turn);
    let timer: NodeJS.Timeout | undefined;
    try {
      const worker = await thread;
      const id = ++last;
      timer = setTimeout(() => {
        release();
        endIfSilent(worker);
      }, longestTurn);
      return await new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ ...ask, id } satisfies Question);
      });
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  function endIfSilent(worker: Worker): void {
    const before = heard;
    worker.postMessage(PING);
    setTimeout(() => {
      if (heard === before) void worker.terminate();
    }, longestTurn).unref();
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

/** What arrives is a Uint8Array: threads send no class of Node's own. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
