import type { IncomingMessage, ServerResponse } from 'node:http';
import { senderOf } from '../../sender.ts';
import { StoreAway } from '../../store.ts';
import { type Handler, Overloaded } from '../renderer.ts';
import { fieldsOf, isOwnPost, readBody } from '../request.ts';
import type { Responder } from './responder.ts';

/** What a route does with a form. */
export type FormAction = (
  form: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> | void;

/** Wraps an action in what every form needs before it is looked at. */
export type Guard = (act: FormAction) => Handler;

/** Forms of one sender that the site reads and acts on at a time; it tells the sender to send others again later. */
const MAX_FORMS_AT_ONCE = 16;

/** @returns a guard that reads a form of the site's own pages, within its limits, and refuses all others */
export function makeGuard(responder: Responder): Guard {
  const underWay = new Map<string, number>();

  return (act) => async (request, response) => {
    if (!isOwnPost(request, responder.options.origin)) return responder.sendText(response, 403);
    const sender = senderOf(responder.addressOf(request));
    const before = underWay.get(sender) ?? 0;
    if (before >= MAX_FORMS_AT_ONCE) throw new Overloaded('One sender sends too many forms at once.');
    underWay.set(sender, before + 1);
    try {
      const body = await readBody(request);
      if (body === undefined) return responder.sendText(response, 413, { Connection: 'close' });
      const form = fieldsOf(body);
      if (!form) return responder.sendText(response, 413);
      return await act(form, request, response);
    } catch (error) {
      if (error instanceof StoreAway) return responder.sendAway(response, error);
      // A page that shows what was typed waits for the renderer, which may be as busy.
      if (error instanceof Overloaded && !response.headersSent) return responder.sendBusy(response);
      throw error;
    } finally {
      const left = (underWay.get(sender) ?? 1) - 1;
      if (left > 0) underWay.set(sender, left);
      else underWay.delete(sender);
    }
  };
}
