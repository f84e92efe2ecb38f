import { senderOf } from '../../sender.ts';
import { StoreAway } from '../../store.ts';
import type { Handler } from '../renderer.ts';
import { readBody } from '../request.ts';
import type { Responder } from './responder.ts';

/** A slug. */
const MAX_BYTES = 200;

/** Views of one sender that are looked at: so many at once, and so many a second after that. */
const MAX_BURST = 200;
const MAX_PER_SECOND = 50;
const MAX_SENDERS = 10_000;

/** Records that a reader has opened an article. The response does not say whether the view was counted. */
export function recordView(responder: Responder): Handler {
  const { store } = responder.options;
  const isTooFast = rateLimit(() => performance.now());
  return async (request, response) => {
    // To tell whether a view counts costs more than to send a page.
    if (isTooFast(senderOf(responder.addressOf(request)))) return responder.sendText(response, 204);
    const slug = await readBody(request, MAX_BYTES);
    if (slug === undefined) return responder.sendText(response, 413, { Connection: 'close' });
    const get = (name: string) => {
      const value = request.headers[name];
      return value === undefined ? null : String(value);
    };
    const visit = { slug, address: responder.addressOf(request), headers: { get } };
    try {
      await store.use(({ audience }) => audience.record(visit));
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      return responder.sendAway(response, error);
    }
    responder.sendText(response, 204);
  };
}

/**
 * @param now a monotonic clock, in milliseconds
 * @returns what says of each request of a sender whether it is one too many
 */
export function rateLimit(now: () => number): (sender: string) => boolean {
  const senders = new Map<string, { left: number; at: number }>();
  return (sender) => {
    const at = now();
    const known = senders.get(sender) ?? { left: MAX_BURST, at };
    const left = Math.min(MAX_BURST, known.left + ((at - known.at) * MAX_PER_SECOND) / 1000);
    senders.delete(sender);
    senders.set(sender, { left: Math.max(0, left - 1), at });
    const [oldest] = senders.keys();
    if (senders.size > MAX_SENDERS && oldest !== undefined) senders.delete(oldest);
    return left < 1;
  };
}
