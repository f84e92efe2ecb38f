import type { Worker } from 'node:worker_threads';

/** How a thread is ended. */

/** Tells a thread to call `process.exit` as soon as it hears it, which is between two pieces of its work. */
export const END = 'end';

/** A text may take a second to parse. */
const PATIENCE_MS = 2000;

/**
 * Ends a thread that ends itself when it is sent `END`. `terminate` alone stops it anywhere, also between the two calls
 * with which Node opens an unpacker, and then Node aborts the whole process ("close before init"). So it is the last
 * resort, for a thread that does not hear.
 */
export async function endThread(worker: Worker, patienceMs = PATIENCE_MS): Promise<void> {
  const ended = new Promise<unknown>((resolve) => worker.once('exit', resolve));
  // A thread that has ended already does not say so again; `threadId` is -1 then.
  if (worker.threadId === -1) return;
  worker.postMessage(END);
  const timer = setTimeout(() => void worker.terminate(), patienceMs);
  await ended;
  clearTimeout(timer);
}
