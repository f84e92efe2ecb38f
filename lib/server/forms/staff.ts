import type { ServerResponse } from 'node:http';
import type { SeenComments, Verdict } from '../../comments.ts';
import { messages } from '../../messages.ts';
import { urls } from '../../urls.ts';
import { cookieOf } from '../request.ts';
import { MAX_TARGET_LENGTH } from '../request-target.ts';
import type { FormAction } from './guard.ts';
import { MODERATOR_COOKIE, type Responder } from './responder.ts';

/** The cookie of a browser that a moderator has signed in with before. */
const BROWSER_COOKIE = 'moderator-browser';
const REMEMBERED_SECONDS = 365 * 86_400;
/** Characters of a refused name that the sign-in page shows again. */
const MAX_NAME_LENGTH = 200;
/** Characters of a query of the desk. */
const MAX_QUERY_LENGTH = 1000;

const VERDICTS: Record<string, Verdict | 'undo'> = {
  publish: 'published',
  hold: 'held',
  spam: 'spam',
  delete: 'deleted',
  undo: 'undo',
};

export function signIn(responder: Responder): FormAction {
  const { clock } = responder.options;
  return async (form, request, response) => {
    const moderator = form.get('moderator') ?? '';
    const answer = (status: number, refusal: string) =>
      responder.showPage(request, response, status, urls.moderation(), {
        ...{ form: 'sign-in', refusal },
        moderator: moderator.slice(0, MAX_NAME_LENGTH),
      });
    const given = {
      password: form.get('password') ?? '',
      moderator,
      address: responder.addressOf(request),
      browser: cookieOf(request, BROWSER_COOKIE),
    };
    const signed = await responder.tryStore(
      response,
      ({ comments }) => comments.moderation.signIn(given),
      (message, isBusy) => answer(503, isBusy ? message : messages.away.signIn),
    );
    if (!signed) return;
    if (!signed.signedIn) {
      return signed.reason === 'too-many'
        ? answer(429, messages.signIn.tooManyTries(Math.ceil(signed.waitMs / 60_000)))
        : answer(403, messages.signIn.refusals[signed.reason]);
    }
    const seconds = Math.floor((signed.ends.getTime() - clock().getTime()) / 1000);
    responder.redirect(response, urls.moderation(), [
      responder.cookie(MODERATOR_COOKIE, signed.token, urls.moderation(), seconds, 'Strict'),
      responder.cookie(BROWSER_COOKIE, signed.browser, urls.moderation(), REMEMBERED_SECONDS, 'Strict'),
    ]);
  };
}

export function signOut(responder: Responder): FormAction {
  return asModerator(responder, async (_form, { token }, response) => {
    await responder.use(response, ({ comments }) => comments.moderation.signOut(token));
    responder.redirect(response, urls.moderation(), [
      responder.cookie(MODERATOR_COOKIE, '', urls.moderation(), 0, 'Strict'),
    ]);
  });
}

/** Publishes, holds or deletes comments, or takes such a decision back. */
export function judge(responder: Responder): FormAction {
  const { onComment } = responder.options;
  return asModerator(responder, async (form, { moderator: by, token }, response) => {
    // A button beside a comment names it; a button above the list is for the ticked comments.
    const [word = '', one] = (form.get('act') ?? '').split(' ');
    const verdict = VERDICTS[word];
    const ids = one === undefined ? form.getAll('id') : [one];
    const seen = seenIn(form.getAll('seen'));
    const written = form.get('back') ?? '';
    const isQuery = written.length <= MAX_QUERY_LENGTH && /^\?[\w=&%+.-]*$/.test(written);
    const back = isQuery ? written : '';
    if (!verdict) return responder.redirect(response, urls.moderation() + back);
    const done = await responder.use(response, async ({ comments: { moderation } }) => {
      const judged =
        verdict === 'undo'
          ? await moderation.undo(ids, { by, seen })
          : await moderation.judge(ids, verdict, { by, why: form.get('why') ?? '', seen });
      // What was judged is as it was seen, but for one verdict more: that one an undo takes back.
      const of = judged.map((id) => {
        const { changes, verdict: number } = seen?.get(id) ?? { changes: 0, verdict: 0 };
        return `${id} ${changes} ${number + 1}`;
      });
      return { of, mark: moderation.doneMark(token, [word, ...of]) };
    });
    await onComment();
    const addressOf = (from: string) => {
      const query = new URLSearchParams(from);
      query.set('did', word);
      for (const each of done.of) query.append('of', each);
      query.set('mark', done.mark);
      return `${urls.moderation()}?${query}`;
    };
    // The notice and its undo are worth more than the place in a list with a long question.
    const whole = addressOf(back);
    responder.redirect(response, whole.length <= MAX_TARGET_LENGTH ? whole : addressOf(''));
  });
}

/** @param words an id and the numbers of its changes and of its verdict each, as the desk's page has them */
function seenIn(words: string[]): SeenComments | undefined {
  if (words.length === 0) return undefined;
  return new Map(
    words.map((word) => {
      const [id = '', changes = '', verdict = ''] = word.split(' ');
      return [id, { changes: Number(changes), verdict: Number(verdict) }];
    }),
  );
}

type Session = { moderator: string; token: string };

/** Restricts an action to a signed-in moderator and to the pages of their session. */
function asModerator(
  responder: Responder,
  act: (form: URLSearchParams, session: Session, response: ServerResponse) => Promise<void>,
): FormAction {
  return async (form, request, response) => {
    const token = await responder.sessionToken(request, response);
    if (!token) return responder.redirect(response, urls.moderation());
    const csrf = form.get('csrf') ?? '';
    const { session, isOurs } = await responder.use(response, async ({ comments: { moderation } }) => ({
      session: await moderation.session(token),
      isOurs: moderation.isCsrfToken(token, csrf),
    }));
    if (!session) return responder.redirect(response, urls.moderation());
    if (!isOurs) return responder.sendText(response, 403);
    return act(form, { moderator: session.moderator, token }, response);
  };
}
