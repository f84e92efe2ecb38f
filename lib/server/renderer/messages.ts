import type { RenderRequest, RenderResponse } from './capture.ts';

/** What the two threads tell each other. */

export type Question = RenderRequest & { id: number };
export type Reply = { id: number } & ({ answer: RenderResponse } | { error: string });
/** Asks the thread for a sign of life, which is the same word. */
export const PING = 'ping';
