import type { Answer, Ask } from './capture.ts';

/** What the two threads tell each other. */

export type Question = Ask & { id: number };
export type Reply = { id: number } & ({ answer: Answer } | { error: string });
/** Asks the thread for a sign of life, which is the same word. */
export const PING = 'ping';
