import { isUint8Array } from 'node:util/types';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/**
 * Texts take half the room packed. Some that stand beside one another go into one pack: they have words in common, and
 * beginning a pack costs more than filling it. So a text costs a fortieth of a millisecond to pack, and a little more to
 * take out again.
 */

/** Where a text is: from which byte of which pack, and how many bytes. */
export type Place = { pack: number; start: number; length: number };

export type Packer = ReturnType<typeof makePacker>;

/** A pack holds no more than this unless one text is longer: to read one text means to unpack all of it. */
const MAX_PACK_BYTES = 24_000;

export function makePacker() {
  const packs: Uint8Array[] = [];
  let open: Buffer[] = [];
  let size = 0;

  function close(): void {
    if (open.length === 0) return;
    // Told of the size, the packer takes no more memory than that needs instead of a megabyte or two a pack; and what it
    // makes, about half as large, goes into one piece of memory.
    const chunkSize = Math.max(1024, size >> 1);
    const params = { [constants.ZSTD_c_compressionLevel]: 1 };
    packs.push(zstdCompressSync(Buffer.concat(open), { pledgedSrcSize: size, chunkSize, params }));
    open = [];
    size = 0;
  }

  return {
    /** @returns where the text will be; its pack is the number in what `finish` returns */
    add(text: string): Place {
      const bytes = Buffer.from(text);
      if (size + bytes.length > MAX_PACK_BYTES) close();
      const place = { pack: packs.length, start: size, length: bytes.length };
      open.push(bytes);
      size += bytes.length;
      return place;
    },
    finish(): Uint8Array[] {
      close();
      return packs;
    },
  };
}

/**
 * The SQL function that takes a text out of its pack. A caller that goes through the texts in their order asks for the same
 * pack some times: the last one stays open.
 */
export function makeUnpacker() {
  let last: { pack: Uint8Array; bytes: Buffer } | undefined;
  return (pack: unknown, start: unknown, length: unknown): string => {
    if (!isUint8Array(pack) || typeof start !== 'number' || typeof length !== 'number')
      throw new Error('This is not the place of a text in a pack.');
    if (!last || Buffer.compare(last.pack, pack) !== 0)
      last = { pack, bytes: zstdDecompressSync(pack, { chunkSize: MAX_PACK_BYTES }) };
    return last.bytes.toString('utf8', start, start + length);
  };
}
