import { setImmediate } from 'node:timers/promises';
import { type Turn, TurnQueue } from '../queue.ts';

/** What forms of all senders ask of the store: a few at a time, by turns, and never so many that pages wait (decision 20). */

const QUEUE = {
  /** This thread has five connections to PostgreSQL. Those that are left are for what reads and for checks. */
  concurrency: 3,
  maxWaiting: 300,
  maxWaitMs: 5000,
};

export class FormWork {
  readonly #turns = new TurnQueue(QUEUE);
  #lastStart = Promise.resolve();

  /**
   * Works when it is the sender's turn.
   * @throws Overloaded when too many wait, or the turn does not come in time
   * @throws the signal's reason when it is aborted first
   */
  async run<Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> {
    const release = await this.#turns.enter(turn);
    try {
      await this.#start();
      return await work();
    } finally {
      release();
    }
  }

  /**
   * Waits for a turn of the event loop that no other work starts in. A transaction of SQLite holds this thread from its
   * start to its end; stored pages are sent before the next.
   */
  #start(): Promise<void> {
    this.#lastStart = this.#lastStart.then(() => setImmediate());
    return this.#lastStart;
  }
}
