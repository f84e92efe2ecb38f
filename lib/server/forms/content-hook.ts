import { isSecret } from '../../secret.ts';
import type { Handler } from '../renderer.ts';
import type { Responder } from './responder.ts';

/** Reads the content again when the editors' repository says that it has changed, and answers 202 when that is done. */
export function contentHook(responder: Responder): Handler {
  const { contentSecret, onContent } = responder.options;
  return async (request, response) => {
    const [, given = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!contentSecret || !isSecret(given, contentSecret)) return responder.sendText(response, 403);
    await onContent();
    responder.sendText(response, 202);
  };
}
