import { z } from 'zod';

/**
 * What the process that took a form tells the page that answers it: what the reader typed, and what became of it. It
 * goes to the renderer as a header that only that process can set; no header of a reader's request gets there.
 */

export const FORM_STATE = 'x-newsroom-form';

const replyState = z.object({
  form: z.literal('reply'),
  values: z.record(z.string(), z.string()),
  /** Why it was not taken, and in which field the fault is. */
  refusal: z.object({ message: z.string(), field: z.string().optional() }).optional(),
  preview: z.object({ name: z.string(), html: z.string() }).optional(),
});
const ownState = z.object({ form: z.literal('own'), text: z.string(), refusal: z.string() });
const signInState = z.object({ form: z.literal('sign-in'), moderator: z.string(), refusal: z.string() });
const stateSchema = z.discriminatedUnion('form', [replyState, ownState, signInState]);

export type FormState = z.output<typeof stateSchema>;
export type ReplyState = z.output<typeof replyState>;

/** Headers hold ASCII alone. */
export function writeState(state: FormState): string {
  return encodeURIComponent(JSON.stringify(state));
}

/** @returns undefined when the page was not asked for by a form */
export function readState(header: string | null): FormState | undefined {
  return header === null ? undefined : stateSchema.parse(JSON.parse(decodeURIComponent(header)));
}
