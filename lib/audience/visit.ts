import { createHmac } from 'node:crypto';
import { isbot } from 'isbot';
import { networkOf, senderOf } from '../sender.ts';

/** Which request is a reader's view of an article. */

/** One report of a view. `headers` are the request's, as the web's own `Headers` gives them. */
export type Visit = {
  slug: string;
  /** The visitor's network address. It is hashed with the day's key and never stored. */
  address: string;
  headers: { get(name: string): string | null };
};

/** Why a view is not counted. */
export type Uncounted = 'bot' | 'prefetch' | 'elsewhere' | 'private' | 'unknown' | 'again' | 'too-many';

/** In characters. No browser's name is longer; the search for robots in it takes its time. */
const MAX_AGENT_LENGTH = 1024;

/**
 * @param origin of this site, such as `https://example.org`
 * @returns why the request is not a reader's view, by its headers alone; undefined when it is one
 */
export function refusalOf({ headers }: Visit, origin: string): Uncounted | undefined {
  const agent = headers.get('user-agent');
  if (!agent || agent.length > MAX_AGENT_LENGTH || isbot(agent)) return 'bot';
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? '';
  if (/prefetch|prerender|preview/i.test(purpose)) return 'prefetch';
  // Global Privacy Control: https://www.w3.org/TR/gpc/
  if (headers.get('sec-gpc') === '1') return 'private';
  // Browsers name the page's origin with every POST; an older one does not say what it is to us.
  const site = headers.get('sec-fetch-site');
  const isOurs = site === null ? headers.get('origin') === origin : site === 'same-origin';
  return isOurs ? undefined : 'elsewhere';
}

/**
 * @returns what one visitor and one article have in common on one day, and what leads back to neither. A visitor is
 * a browser in a network.
 */
export function markOf({ address, headers, slug }: Visit, dayKey: Uint8Array): string {
  return markWith(dayKey, [senderOf(address), headers.get('user-agent'), slug]);
}

/** @returns the same of a network, whatever browsers it names: of IPv6 a /48, in which one place has all that it likes */
export function senderMarkOf({ address, slug }: Visit, dayKey: Uint8Array): string {
  const sender = senderOf(address);
  return markWith(dayKey, [networkOf(sender) ?? sender, slug]);
}

function markWith(dayKey: Uint8Array, parts: (string | null)[]): string {
  return createHmac('sha256', dayKey).update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}
