import type { FormState } from '../../form-state.ts';
import { urls } from '../../urls.ts';
import { cookieOf } from '../request.ts';
import type { FormAction } from './guard.ts';
import type { Responder } from './responder.ts';

/** The cookie of a reader whose earlier comment was published and who asked to be remembered. */
const READER_COOKIE = 'reader';
const REMEMBERED_SECONDS = 365 * 86_400;

/** The fields of the form under an article; no page shows what else was sent. */
const FIELDS = ['name', 'email', 'text', 'token', 'parent', 'website', 'remember'];

/** Previews or submits a comment on an article. */
export function sendComment(responder: Responder, slug: string): FormAction {
  const { article, missing, onComment } = responder.options;
  return async (form, request, response) => {
    const found = article(slug);
    if (!found) return missing(request, response);
    const values = valuesOf(form);
    const answer = (status: number, more: Partial<Extract<FormState, { form: 'reply' }>>) =>
      responder.showPage(request, response, status, urls.sendComment(slug), {
        form: 'reply',
        values,
        ...more,
      });
    const whenAway = (message: string) => answer(503, { refusal: { message } });
    if (form.get('act') === 'preview') {
      const preview = await responder.tryStore(
        response,
        ({ comments }) => comments.preview(values),
        whenAway,
      );
      if (!preview) return;
      return preview.accepted ? answer(200, { preview }) : answer(422, { refusal: preview });
    }
    const circumstances = {
      article: found,
      address: responder.addressOf(request),
      reader: cookieOf(request, READER_COOKIE),
    };
    const sent = await responder.tryStore(
      response,
      ({ comments }) => comments.submit(values, circumstances),
      whenAway,
    );
    if (!sent) return;
    if (!sent.accepted) return answer(422, { refusal: sent });
    await onComment();
    const { readerToken } = sent;
    const cookies = readerToken
      ? [responder.cookie(READER_COOKIE, readerToken, '/news', REMEMBERED_SECONDS, 'Lax')]
      : [];
    responder.redirect(response, urls.ownComment(slug, sent.editKey), cookies);
  };
}

/** Changes or deletes the comment of a private link. */
export function changeComment(responder: Responder, slug: string, key: string): FormAction {
  const { onComment } = responder.options;
  return async (form, request, response) => {
    const path = urls.ownComment(slug, key);
    if (form.get('act') === 'delete') {
      await responder.use(response, ({ comments }) => comments.withdraw(key));
    } else {
      const text = form.get('text') ?? '';
      const answer = (status: number, refusal: string) =>
        responder.showPage(request, response, status, path, { form: 'own', text, refusal });
      const edited = await responder.tryStore(
        response,
        ({ comments }) => comments.edit(key, text),
        (message) => answer(503, message),
      );
      if (!edited) return;
      if (!edited.accepted) return answer(422, edited.message);
    }
    await onComment();
    responder.redirect(response, path);
  };
}

function valuesOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
