import { z } from 'zod';

/**
 * How the process that reads the content tells `/healthz` whether it can. The state goes to the renderer as a header
 * that only that process can set; no header of a reader's request gets there.
 */

export const CONTENT_STATE = 'x-newsroom-content';

/** `full`: the disk of the catalog is full. `locked`: another program holds the catalog. `failing`: the log says why. */
const stateSchema = z.enum(['ok', 'full', 'locked', 'failing']);

export type ContentState = z.output<typeof stateSchema>;

/** @returns undefined in development, where Next alone answers */
export function readContentState(header: string | null): ContentState | undefined {
  return stateSchema.safeParse(header).data;
}
