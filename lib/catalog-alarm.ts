import { BroadcastChannel } from 'node:worker_threads';
import { isDatabaseError } from './catalog.ts';

/**
 * Tells the process that a page met an error of the catalog's database. Pages are rendered in a thread of their own,
 * where the framework turns every error into a plain 500, so the error itself has to be seen before the framework has it.
 */

const CHANNEL = 'newsroom-catalog-alarm';

/**
 * @param target the catalog, or whatever else asks the database
 * @returns the same, with an alarm for each error of SQLite that its functions throw or reject with
 */
export function withAlarm<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value: unknown = Reflect.get(object, name, receiver);
      if (typeof value !== 'function') return value;
      return (...parameters: unknown[]) => {
        const result: unknown = alarmed(() => Reflect.apply(value, object, parameters));
        return result instanceof Promise ? result.catch(raise) : result;
      };
    },
  });
}

/** Does something with the database, with the same alarm. */
export function alarmed<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    return raise(error);
  }
}

function raise(error: unknown): never {
  if (isDatabaseError(error)) {
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage(String(error));
    channel.close();
  }
  throw error;
}

/**
 * Hears alarms of all threads of the process. It does not keep the process alive.
 * @returns what ends the hearing
 */
export function onAlarm(heard: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => heard();
  channel.unref();
  return () => channel.close();
}
