import { StoreAway } from '../../store.ts';
import type { Handler } from '../renderer.ts';
import { readBody } from '../request.ts';
import type { Responder } from './responder.ts';

/** A slug. */
const MAX_BYTES = 200;

/** Records that a reader has opened an article. The response does not say whether the view was counted. */
export function recordView(responder: Responder): Handler {
  const { store } = responder.options;
  return async (request, response) => {
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
