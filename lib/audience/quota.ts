/**
 * How many new visitors one sender may bring in an hour. A network may hold many readers, but no more of them than this
 * come for the first time within an hour; a program that names a new browser with each request does. It is known to
 * this process alone and for that hour.
 */

const MAX_NEW_AN_HOUR = 100;
/** Senders that are remembered; beyond that the oldest start again. */
const MAX_SENDERS = 100_000;

export function makeQuota() {
  const used = new Map<string, number>();
  let running: number | undefined;

  return {
    /** Takes a place for a visitor who may be new. @returns whether there was one */
    take(sender: string, hour: number): boolean {
      if (hour !== running) used.clear();
      running = hour;
      const before = used.get(sender) ?? 0;
      if (before >= MAX_NEW_AN_HOUR) return false;
      used.set(sender, before + 1);
      const [oldest] = used.keys();
      if (used.size > MAX_SENDERS && oldest !== undefined) used.delete(oldest);
      return true;
    },

    /** Gives the place back of a visitor who was known. */
    giveBack(sender: string, hour: number): void {
      if (hour === running) used.set(sender, Math.max(0, (used.get(sender) ?? 0) - 1));
    },
  };
}
