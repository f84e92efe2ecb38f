import type { MessagePort } from 'node:worker_threads';
import { makePacker, type Place } from '../catalog-database.ts';
import type { EntryWith, Reader, ReadingRules, ReadingWith, Wanted } from './file-reader.ts';

/** Files that are read together, their texts in packs, and the way of such a batch from thread to thread. */

/** An article's text as it is stored: `length` bytes of a pack, from byte `start` on. */
type PackedText = { pack: Uint8Array; start: number; length: number };
export type Reading = ReadingWith<PackedText>;
export type ReadEntry = EntryWith<PackedText>;

/** Files that go from thread to thread at once, and how many such batches of a thread wait at most to be written. */
export const BATCH = 64;
export const AHEAD = 8;
/** The places of the counters that two threads share. */
export const MADE = 0;
export const TAKEN = 1;

/** What a reading thread is given; through the port come the batches that it reads, all before it starts. */
export type ReadingTask = { rules: ReadingRules; counters: Int32Array; port: MessagePort };

/** Files that were read one after the other, and the packs with the articles' texts. */
export type Batch = { readings: ReadingWith<Place>[]; packs: Uint8Array[] };

/** Each text is packed as it comes: what many of them hold in memory would grow old there. */
export function readTogether(files: Wanted[], read: Reader): Batch {
  const packer = makePacker();
  const readings: ReadingWith<Place>[] = [];
  for (const file of files) {
    const reading = read(file);
    if (reading) readings.push(withBody(reading, packer.add));
  }
  return { readings, packs: packer.finish() };
}

export function opened({ readings, packs }: Batch): Reading[] {
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
export type Parcel = { json: string; packs: Uint8Array<ArrayBuffer>; sizes: number[] };

export function folded({ readings, packs }: Batch): Parcel {
  return {
    json: JSON.stringify(readings),
    packs: new Uint8Array(Buffer.concat(packs)),
    sizes: packs.map(({ length }) => length),
  };
}

export function unfolded({ json, packs, sizes }: Parcel): Reading[] {
  let end = 0;
  const pieces = sizes.map((size) => {
    const start = end;
    end += size;
    return packs.subarray(start, end);
  });
  return opened({ readings: JSON.parse(json), packs: pieces });
}
