import { watch } from 'node:fs';
import path from 'node:path';

export type Watching = { stop(): void };

/** Between the first sign of a change and the reading of it: an editor's save is several events. Milliseconds. */
const SETTLE = 20;
/** For file systems that do not notify. Milliseconds. */
const RESCAN = 30_000;

/** Calls back soon after something under the folder changed, and at an interval in any case. */
export function watchFolder(folder: string, onChange: () => void): Watching {
  let settling: NodeJS.Timeout | undefined;
  const soon = () => {
    settling ??= setTimeout(() => {
      settling = undefined;
      onChange();
    }, SETTLE);
  };
  const watcher = watch(folder, { recursive: true }, (_, file) => {
    if (!file || !path.basename(file).startsWith('.')) soon();
  });
  // A folder that vanishes under the watcher is seen by the next rescan.
  watcher.on('error', soon);
  const interval = setInterval(onChange, RESCAN).unref();
  return {
    stop() {
      watcher.close();
      clearInterval(interval);
      clearTimeout(settling);
    },
  };
}
