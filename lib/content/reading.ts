import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { makeReader, type ReadingRules, type Wanted } from './file-reader.ts';
import {
  BATCH,
  MADE,
  opened,
  type Reading,
  type ReadingTask,
  readTogether,
  TAKEN,
  unfolded,
} from './reading-batches.ts';

/** Reads files of the content. Many are read by threads of their own, one a core, while this one writes what they have read. */

/** With fewer files threads take longer to start than they save. */
const MANY = 1000;
/** A thread that brings nothing for so long has failed. */
const TIMEOUT_MS = 10_000;

/** @returns what is in the files, in their order; one that has gone meanwhile is left out */
export function* readFiles(rules: ReadingRules, wanted: Wanted[]): Generator<Reading> {
  let done = 0;
  const cores = availableParallelism();
  if (wanted.length >= MANY && cores > 1) {
    for (const batch of readInThreads(rules, wanted, cores)) {
      done += BATCH;
      yield* batch;
    }
  }
  // Few files, or what a thread that failed has left.
  const read = makeReader(rules);
  for (let place = done; place < wanted.length; place++) {
    yield* opened(readTogether(wanted.slice(place, place + 1), read));
  }
}

/** The threads take the batches in turn. It ends early when one of them fails. */
function* readInThreads(rules: ReadingRules, wanted: Wanted[], many: number): Generator<Reading[]> {
  const batches = Math.ceil(wanted.length / BATCH);
  const threads = Array.from({ length: many }, (_, first) => {
    const share = function* () {
      for (let batch = first; batch < batches; batch += many)
        yield wanted.slice(batch * BATCH, (batch + 1) * BATCH);
    };
    return startThread(rules, share());
  });
  try {
    for (let batch = 0; batch < batches; batch++) {
      const readings = threads[batch % many]?.take();
      if (!readings) return;
      yield readings;
    }
  } finally {
    for (const thread of threads) thread.stop();
  }
}

function startThread(rules: ReadingRules, batches: Iterable<Wanted[]>) {
  const { port1, port2 } = new MessageChannel();
  // They wait in the port. Listed in the thread's memory they were gone through whenever it looked for what is not used
  // any more: a twentieth of a first sync.
  for (const batch of batches) port1.postMessage(batch);
  const counters = new Int32Array(new SharedArrayBuffer(8));
  const task: ReadingTask = { rules, counters, port: port2 };
  const place = new URL(/* turbopackIgnore: true */ './reading-thread.ts', import.meta.url);
  const thread = new Worker(place, {
    workerData: task,
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
  });
  // Who takes the batches waits without listening: a failure shows in nothing coming.
  thread.on('error', () => undefined);
  let taken = 0;
  return {
    /** @returns the next batch, for which it waits; undefined when the thread has failed */
    take(): Reading[] | undefined {
      if (Atomics.wait(counters, MADE, taken, TIMEOUT_MS) === 'timed-out') return undefined;
      const received = receiveMessageOnPort(port1);
      Atomics.store(counters, TAKEN, ++taken);
      Atomics.notify(counters, TAKEN);
      return received && unfolded(received.message);
    },
    stop(): void {
      port1.close();
      void thread.terminate();
    },
  };
}
