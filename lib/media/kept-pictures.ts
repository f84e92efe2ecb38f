import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../make-folder.ts';

/** The pictures that have been made, in a folder of the cache that keeps those used last. */

/** A use is written down when the last one is older: each would be a write. */
const USE_MS = 3_600_000;
/** What is written aside takes its place at once; what is left of it is of a process that ended. */
const LEFT_MS = 3_600_000;
/** The folder is pruned to this share of what it may hold, so that it is not pruned for each picture. */
const PRUNED_TO = 0.9;

export type KeptPictures = ReturnType<typeof keepPictures>;

export function keepPictures(folder: string, maxBytes: number) {
  const place = (name: string) => path.join(/* turbopackIgnore: true */ folder, name);
  let added = Number.POSITIVE_INFINITY;
  let isPruning = false;
  let isToldOf = false;

  async function prune(): Promise<void> {
    if (isPruning) return;
    isPruning = true;
    try {
      added = 0;
      const names = await readdir(folder);
      const files: { name: string; bytes: number; used: number }[] = [];
      for (const name of names) {
        const found = await stat(place(name)).catch(() => undefined);
        if (!found) continue;
        // A file takes a block of the disk at least.
        files.push({ name, bytes: Math.max(found.size, 4096), used: found.mtimeMs });
      }
      let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
      const isFull = total > maxBytes;
      files.sort((a, b) => a.used - b.used);
      for (const { name, bytes, used } of files) {
        const isLeft = name.endsWith('.aside') && used < Date.now() - LEFT_MS;
        if (!isLeft && !(isFull && total > maxBytes * PRUNED_TO)) continue;
        await rm(place(name), { force: true });
        total -= bytes;
      }
    } catch {
      // There is no such folder, or it cannot be written: nothing is kept in it then.
    } finally {
      isPruning = false;
    }
  }

  return {
    /** @returns undefined when it is not kept */
    async read(name: string): Promise<Uint8Array | undefined> {
      try {
        const bytes = await readFile(place(name));
        const { mtimeMs } = await stat(place(name));
        if (mtimeMs < Date.now() - USE_MS) await utimes(place(name), new Date(), new Date());
        return bytes;
      } catch {
        return undefined;
      }
    },

    /** Keeps a picture if it can: on a full disk readers still get what was made. */
    async keep(name: string, bytes: Uint8Array): Promise<void> {
      // Written aside and then named, so that a reader never finds half a picture.
      const aside = place(`${name}.${process.pid}.${Math.random().toString(36).slice(2)}.aside`);
      try {
        makeFolder(folder);
        await writeFile(aside, bytes);
        await rename(aside, place(name));
        isToldOf = false;
      } catch (error) {
        await rm(aside, { force: true }).catch(() => undefined);
        if (!isToldOf) console.warn(`Pictures cannot be kept in ${folder}: ${reasonOf(error)}`);
        isToldOf = true;
        return;
      }
      added += bytes.length;
      if (added > maxBytes * (1 - PRUNED_TO)) await prune();
    },
  };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC'
    ? 'the disk is full.'
    : `${error instanceof Error ? error.message : String(error)}.`;
}
