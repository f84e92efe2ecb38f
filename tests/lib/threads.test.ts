import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { endThread } from '../../lib/threads.ts';

/** @returns a thread that runs this, once it says that it does */
async function threadThat(code: string): Promise<Worker> {
  const worker = new Worker(code, { eval: true });
  await new Promise((resolve) => worker.once('message', resolve));
  return worker;
}

const exitCode = (worker: Worker) => new Promise((resolve) => worker.once('exit', resolve));

describe('a thread', () => {
  it('ends itself between two pieces of its work, none of which is cut', async () => {
    const worker = await threadThat(`
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', (message) => message === 'end' && process.exit(7));
      const work = () => { const end = Date.now() + 20; while (Date.now() < end); setImmediate(work); };
      work();
      parentPort.postMessage('ready');`);
    const code = exitCode(worker);
    await endThread(worker);
    // A thread that is terminated has the code 1.
    expect(await code).toBe(7);
  });

  it('that does not hear is stopped after a while', async () => {
    const worker = await threadThat(`
      require('node:worker_threads').parentPort.postMessage('ready');
      for (;;);`);
    const code = exitCode(worker);
    await endThread(worker, 20);
    expect(await code).toBe(1);
  });

  it('that has ended already is not waited for', async () => {
    const worker = await threadThat(`require('node:worker_threads').parentPort.postMessage('ready');`);
    if (worker.threadId !== -1) await exitCode(worker);
    await endThread(worker);
    expect(worker.threadId).toBe(-1);
  });
});
