import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { CatalogUnreadable } from '../catalog-database.ts';
import { type Text, textAsTyped } from '../markdown.ts';
import { endThread } from '../threads.ts';
import type { LongTextJob, LongTextReply } from './text-thread.ts';

/**
 * Renders long texts in a thread of its own, within a time and a memory: no table of costs knows all that a parser may
 * take long for. A text that does not come in time is shown as it is typed, and is not tried again.
 */

/** A shorter text is rendered where it is asked for: the square of so little is no time. */
export const MAX_SHORT_LENGTH = 16_000;

/** Of the processor's time, which other work of the machine does not use up. What `tooComplex` lets through takes half a second. */
const MAX_CPU_MS = 3000;
const MAX_WAIT_MS = 120_000;
const CHECK_INTERVAL_MS = 250;
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** The thread ends when it has had nothing to do for so long. */
const IDLE_MS = 30_000;
/** A thread that is caught in a text hears nothing. */
const PATIENCE_MS = 50;
/** Texts that are remembered as too slow. */
const MAX_SLOW = 1000;

export class LongTexts {
  readonly #maxCpuMs: number;
  readonly #idleMs: number;
  /** By the hash of their files. */
  readonly #slow = new Set<string>();
  #worker: Worker | undefined;
  /** What waits for the thread, the last one asked for at the end. */
  readonly #waiting: { job: LongTextJob; resolve(text: Promise<Text>): void }[] = [];
  #isWorking = false;
  #idle: NodeJS.Timeout | undefined;

  constructor({ maxCpuMs = MAX_CPU_MS, idleMs = IDLE_MS } = {}) {
    this.#maxCpuMs = maxCpuMs;
    this.#idleMs = idleMs;
  }

  /**
   * One after the other. The last one asked for comes first: a feed asks for thirty at once and goes on without those
   * that are late, and the reader of an article waits for one.
   */
  render(job: LongTextJob): Promise<Text> {
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const text = this.#render(next.job);
      next.resolve(text);
      await text.catch(() => undefined);
    }
    this.#isWorking = false;
  }

  async #render(job: LongTextJob): Promise<Text> {
    const { text } = job;
    const reply = this.#slow.has(text.hash) ? undefined : await this.#ask(job);
    if (!reply) {
      if (this.#slow.size > MAX_SLOW) this.#slow.clear();
      this.#slow.add(text.hash);
      return textAsTyped(text.body, text.path, 'slow');
    }
    if ('text' in reply) return reply.text;
    throw reply.isOfDatabase ? new CatalogUnreadable(reply.error) : new Error(reply.error);
  }

  /** @returns undefined when the time or the memory is used up */
  async #ask(job: LongTextJob): Promise<LongTextReply | undefined> {
    clearTimeout(this.#idle);
    const worker = this.#worker ?? (await this.#start());
    worker.ref();
    const { promise, resolve, reject } = Promise.withResolvers<LongTextReply | undefined>();
    const onError = (error: unknown) => (isOutOfMemory(error) ? resolve(undefined) : reject(error));
    worker.once('message', resolve).once('error', onError).once('exit', resolve);
    const stopWatch = this.#watch(worker, () => resolve(undefined));
    try {
      worker.postMessage(job);
      const reply = await promise;
      if (typeof reply === 'object') return reply;
      this.#drop(worker);
      return undefined;
    } finally {
      stopWatch();
      worker.off('message', resolve).off('error', onError).off('exit', resolve);
      worker.unref();
      this.#idle = setTimeout(() => this.#drop(worker), this.#idleMs).unref();
    }
  }

  async #start(): Promise<Worker> {
    // Pages are bundled: only the working folder, which is the project's, says where the module is.
    const module = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/catalog/text-thread.ts');
    const worker = new Worker(/* turbopackIgnore: true */ module, { resourceLimits: MEMORY });
    await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error('The thread of long texts cannot be started.')));
    });
    worker.removeAllListeners('error').removeAllListeners('exit');
    worker.on('error', () => undefined);
    worker.once('exit', () => this.#drop(worker));
    this.#worker = worker;
    return worker;
  }

  /** @returns what ends the watch */
  #watch(worker: Worker, onLate: () => void): () => void {
    const started = performance.now();
    const before = worker.cpuUsage();
    const look = async () => {
      const { user, system } = await worker.cpuUsage(await before);
      if ((user + system) / 1000 > this.#maxCpuMs || performance.now() - started > MAX_WAIT_MS) onLate();
    };
    // A thread that has ended is told of by itself.
    const timer = setInterval(() => void look().catch(() => undefined), CHECK_INTERVAL_MS);
    return () => clearInterval(timer);
  }

  #drop(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    void endThread(worker, PATIENCE_MS);
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
