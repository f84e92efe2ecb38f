import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { makeReader, type Wanted } from './file-reader.ts';
import { AHEAD, folded, MADE, type ReadingTask, readTogether, TAKEN } from './reading-batches.ts';

/** Runs in each thread of a large reading, which reading.ts starts. */

const task: ReadingTask = workerData;
readForOthers(task);

/** In the thread: reads its files, never more than some batches ahead of who takes them. */
function readForOthers({ rules, counters, port }: ReadingTask): void {
  let made = 0;
  /** Says that there is one more batch. A reader that then finds none knows that this thread has failed. */
  const tell = () => {
    Atomics.store(counters, MADE, ++made);
    Atomics.notify(counters, MADE);
  };
  try {
    const read = makeReader(rules);
    for (let batch = nextBatch(port); batch; batch = nextBatch(port)) {
      let taken = Atomics.load(counters, TAKEN);
      while (made - taken >= AHEAD) {
        Atomics.wait(counters, TAKEN, taken);
        taken = Atomics.load(counters, TAKEN);
      }
      const parcel = folded(readTogether(batch, read));
      port.postMessage(parcel, [parcel.packs.buffer]);
      tell();
    }
  } catch (error) {
    tell();
    throw error;
  }
}

function nextBatch(port: MessagePort): Wanted[] | undefined {
  return receiveMessageOnPort(port)?.message;
}
