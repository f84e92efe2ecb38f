import { z } from 'zod';
import type { SearchFilters } from '../../lib/catalog.ts';
import { topicOf } from '../../lib/site.ts';
import { type SearchAddress, tagSlug } from '../../lib/urls.ts';

/** A year, or a month of one. */
const span = z
  .string()
  .regex(/^[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?$/)
  .optional()
  .catch(undefined);

const addressSchema = z.object({
  q: z
    .string()
    .transform((words) => words.slice(0, 200).trim())
    .catch(''),
  topic: z
    .string()
    .refine((id) => topicOf(id) !== undefined)
    .optional()
    .catch(undefined),
  /** As a reader writes it, or its slug. */
  tag: z
    .string()
    .transform((label) => tagSlug(label.slice(0, 200)) || undefined)
    .optional()
    .catch(undefined),
  author: z
    .string()
    .transform((id) => id || undefined)
    .optional()
    .catch(undefined),
  from: span,
  to: span,
  sort: z.literal('newest').optional().catch(undefined),
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .catch(1),
});

export type SearchParams = { query: string; number: number; address: SearchAddress; filters: SearchFilters };

/**
 * What an address asks the search for. A value that means nothing counts as none.
 * @param isAuthor whether there is an author of that id
 */
export function parseSearchParams(
  parameters: Record<string, string | string[] | undefined>,
  isAuthor: (id: string) => boolean,
): SearchParams {
  const { q: query, page: number, ...address } = addressSchema.parse(parameters);
  if (address.author !== undefined && !isAuthor(address.author)) delete address.author;
  const { topic, tag, author, from, to, sort } = address;
  return {
    query,
    number,
    address,
    filters: { topic, tag, author, from: monthOf(from, '01'), to: monthOf(to, '12'), order: sort },
  };
}

function monthOf(span: string | undefined, month: string): string | undefined {
  return span?.length === 4 ? `${span}-${month}` : span;
}
