import { hash as hashOf } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { type FoundFile, readContent } from './files.ts';
import { makePacker, type Place } from './packing.ts';
import { type ArticleEntry, type Entry, fileParser } from './parse.ts';
import type { Problem } from './problem.ts';

/**
 * Reads files of the content: their bytes, their hash and what stands in them. Many are read by threads of
 * their own, one a core, while this one writes what they have read.
 */

/** Under which settings the files are read. */
export type ReadingRules = { contentDir: string; zone: string; topics: readonly string[] };

/** A file to read. Nothing more is asked of one whose bytes have the `known` hash. */
export type Wanted = FoundFile & { known?: string | undefined };

/** What a file holds: an entry or problems, or neither when its bytes are those that are known. */
type ReadingWith<Body> = {
  file: FoundFile;
  hash: string;
  entry?: EntryWith<Body> | undefined;
  problems?: Problem[];
};
type EntryWith<Body> = (Omit<ArticleEntry, 'body'> & { body: Body }) | Exclude<Entry, { kind: 'article' }>;

/** An article's text as it is stored: `length` bytes of a pack, from byte `start` on. */
type PackedText = { pack: Uint8Array; start: number; length: number };
export type Reading = ReadingWith<PackedText>;
export type ReadEntry = EntryWith<PackedText>;

/** In place of the hash of bytes that could not be read. */
export const UNREAD = '';

/** With fewer files threads take longer to start than they save. */
const MANY = 1000;
/** Files that go from thread to thread at once, and how many such batches of a thread wait at most to be written. */
const BATCH = 64;
const AHEAD = 8;
/** A thread that brings nothing for so long has failed. Milliseconds. */
const PATIENCE = 10_000;

/** The places of the counters that two threads share. */
const MADE = 0;
const TAKEN = 1;

/** What a reading thread is given; through the port come the batches that it reads, all before it starts. */
export type ReadingTask = { rules: ReadingRules; counters: Int32Array; port: MessagePort };

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
  const read = reader(rules);
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
      if (Atomics.wait(counters, MADE, taken, PATIENCE) === 'timed-out') return undefined;
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

/** In the thread: reads its files, never more than some batches ahead of who takes them. */
export function readForOthers({ rules, counters, port }: ReadingTask): void {
  let made = 0;
  /** Says that there is one more batch. Whoever then finds none knows that this thread has failed. */
  const tell = () => {
    Atomics.store(counters, MADE, ++made);
    Atomics.notify(counters, MADE);
  };
  try {
    const read = reader(rules);
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

/** Files that were read one after the other, and the packs with the articles' texts. */
type Batch = { readings: ReadingWith<Place>[]; packs: Uint8Array[] };

/** Each text is packed as it comes: what many of them hold in memory would grow old there. */
function readTogether(files: Wanted[], read: Reader): Batch {
  const packer = makePacker();
  const readings: ReadingWith<Place>[] = [];
  for (const file of files) {
    const reading = read(file);
    if (reading) readings.push(withBody(reading, packer.add));
  }
  return { readings, packs: packer.finish() };
}

function opened({ readings, packs }: Batch): Reading[] {
  return readings.map((reading) =>
    withBody(reading, ({ pack: number, start, length }) => {
      const pack = packs[number];
      if (!pack) throw new Error(`${reading.file.path} is in a pack that is missing.`);
      return { pack, start, length };
    }),
  );
}

function withBody<Before, After>(
  { entry, ...reading }: ReadingWith<Before>,
  change: (body: Before) => After,
): ReadingWith<After> {
  if (entry?.kind !== 'article') return { ...reading, entry };
  return { ...reading, entry: { ...entry, body: change(entry.body) } };
}

/**
 * A batch on its way: the packs stand behind one another in one piece of memory, which changes its owner. Copied one by
 * one they would cost as much as all the reading.
 */
type Parcel = { json: string; packs: Uint8Array<ArrayBuffer>; sizes: number[] };

function folded({ readings, packs }: Batch): Parcel {
  return {
    json: JSON.stringify(readings),
    packs: new Uint8Array(Buffer.concat(packs)),
    sizes: packs.map(({ length }) => length),
  };
}

function unfolded({ json, packs, sizes }: Parcel): Reading[] {
  let end = 0;
  const pieces = sizes.map((size) => {
    const start = end;
    end += size;
    return packs.subarray(start, end);
  });
  return opened({ readings: JSON.parse(json), packs: pieces });
}

type Reader = (wanted: Wanted) => ReadingWith<string> | undefined;

/** @returns what reads one file; undefined when it has gone */
function reader({ contentDir, zone, topics }: ReadingRules): Reader {
  const parse = fileParser(zone, topics);
  return ({ known, ...file }) => {
    const bytes = readContent(contentDir, file.path);
    if (!bytes) return undefined;
    // Its bytes are not known: it is tried again at the next sync.
    if ('severity' in bytes) return { file, hash: UNREAD, problems: [bytes] };
    const hash = hashOf('sha256', bytes, 'base64url').slice(0, 22);
    if (hash === known) return { file, hash };
    const parsed = parse(file.path, bytes);
    return parsed.ok ? { file, hash, entry: parsed.entry } : { file, hash, problems: parsed.problems };
  };
}
