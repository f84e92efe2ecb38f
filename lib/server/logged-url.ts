import { parseTarget } from './request-target.ts';

/** A private link and all that begins like one, however a sender goes on. */
const PRIVATE_LINK = /^(\/news\/[^/]+\/replies\/own\/).+$/i;

/**
 * @param target as in the request line
 * @returns the address for the log, without the key of a private link: a reader of the log must not delete comments
 */
export function loggedUrl(target: string): string {
  const parsed = parseTarget(target);
  if (!('path' in parsed)) return `(${parsed.kind})`;
  return parsed.path.replace(PRIVATE_LINK, '$1…') + parsed.query;
}
