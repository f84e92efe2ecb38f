import { type ResourceLimits, Worker } from 'node:worker_threads';
import { endThread } from '../threads.ts';
import { Overloaded, type Turn, TurnQueue } from './queue.ts';
import type { RenderRequest, RenderResponse } from './renderer/capture.ts';
import { PING, type Question, type Reply } from './renderer/messages.ts';

export { Joining, Overloaded, type Turn } from './queue.ts';
export { type Handler, inject, type RenderRequest, type RenderResponse } from './renderer/capture.ts';
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
   * it is caught in that page: it is ended, and another is started.
   */
  timeoutMs?: number;
  /** Told when the thread has ended by itself. */
  onFailure(error: Error): void;
};

type Pending = { resolve(answer: RenderResponse): void; reject(error: Error): void };

/** The thread in which Next makes the pages. */
const NEXT = new URL('./renderer/thread.ts', import.meta.url);

/** Between the end of a thread that failed and the start of the next. */
const RESTART_DELAY_MS = 500;

/**
 * One thread renders all pages, and what several of them hold in memory at a time only grows old. The second page keeps
 * the thread at work while the first waits for a file.
 */
const MAX_CONCURRENT = 2;
/** A page waits for less time than a rendering may take in all. */
const QUEUE = { concurrency: MAX_CONCURRENT, maxWaiting: 100, maxWaitMs: 8000 };

/**
 * Starts the thread and waits until it can answer.
 * @throws Error when its module cannot be started
 */
export async function startRenderer(options: RendererOptions): Promise<Renderer> {
  const renderer = new Renderer(options);
  await renderer.start();
  return renderer;
}

export class Renderer {
  readonly #module: URL;
  readonly #memory: ResourceLimits;
  readonly #timeoutMs: number;
  readonly #onFailure: (error: Error) => void;
  readonly #pending = new Map<number, Pending>();
  readonly #queue = new TurnQueue(QUEUE);
  #lastId = 0;
  /** Counts the thread's signs of life. */
  #heard = 0;
  #isStopping = false;
  #thread: Promise<Worker>;
  #onReplaced: (() => void) | undefined;

  constructor({ module = NEXT, memory, timeoutMs = 10_000, onFailure }: RendererOptions) {
    this.#module = module;
    this.#memory = memory;
    this.#timeoutMs = timeoutMs;
    this.#onFailure = onFailure;
    this.#thread = this.#startThread();
  }

  /** @throws Error when the thread's module cannot be started */
  async start(): Promise<void> {
    try {
      await this.#thread;
    } catch (error) {
      this.#isStopping = true;
      throw error;
    }
  }

  /**
   * @throws Error when the page cannot be made
   * @throws Overloaded when the page does not get its turn, or the thread ends before it is made
   */
  async render(request: RenderRequest, turn?: Turn): Promise<RenderResponse> {
    const release = await this.#queue.enter(turn);
    let timer: NodeJS.Timeout | undefined;
    try {
      const worker = await this.#thread.catch((error: unknown) => {
        throw lost(error);
      });
      const id = ++this.#lastId;
      timer = setTimeout(() => {
        release();
        this.#endIfSilent(worker);
      }, this.#timeoutMs);
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        worker.postMessage({ ...request, id } satisfies Question);
      });
    } finally {
      clearTimeout(timer);
      release();
    }
  }

  /** @param listener told when a thread has ended and before the next one starts */
  whenReplaced(listener: () => void): void {
    this.#onReplaced = listener;
  }

  /** Ends the thread, and another is started in its place: what it holds in memory is no good any more. */
  async restart(): Promise<void> {
    const worker = await this.#thread.catch(() => undefined);
    if (worker) await endThread(worker);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.restart();
  }

  /** A thread that is ready to be asked. */
  #startThread(): Promise<Worker> {
    const worker = new Worker(this.#module, { resourceLimits: this.#memory });
    let failure = new Error('The renderer has ended.');
    worker.on('error', (error) => {
      if (error instanceof Error) failure = error;
    });
    return new Promise((resolve, reject) => {
      worker.once('message', () => {
        worker.on('message', (reply: Reply | typeof PING) => this.#settle(reply));
        resolve(worker);
      });
      worker.once('exit', () => {
        reject(failure);
        // One that could not even start the first time is not started again: the site does not start either.
        setImmediate(() => this.#isStopping || this.#replaceThread(failure));
      });
    });
  }

  #replaceThread(failure: Error): void {
    for (const { reject } of this.#pending.values()) reject(lost(failure));
    this.#pending.clear();
    this.#onFailure(failure);
    this.#onReplaced?.();
    const pause = new Promise<void>((resolve) => setTimeout(resolve, RESTART_DELAY_MS));
    this.#thread = pause.then(() => this.#startThread());
    // The next request gets its error.
    this.#thread.catch(() => undefined);
  }

  #settle(reply: Reply | typeof PING): void {
    this.#heard++;
    if (reply === PING) return;
    const waiting = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve({ ...reply.answer, body: asBuffer(reply.answer.body) });
  }

  #endIfSilent(worker: Worker): void {
    const before = this.#heard;
    worker.postMessage(PING);
    setTimeout(() => {
      if (this.#heard === before) void worker.terminate();
    }, this.#timeoutMs).unref();
  }
}

/** Most pages under way have no part in it: another try comes to the next thread. */
function lost(failure: unknown): Overloaded {
  return new Overloaded(failure instanceof Error ? failure.message : String(failure), { cause: failure });
}

/** What arrives is a Uint8Array: threads send no class of Node's own. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
