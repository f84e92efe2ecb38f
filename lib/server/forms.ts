import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Audience } from '../audience.ts';
import type { Article } from '../catalog.ts';
import type { Comments, Verdict } from '../comments.ts';
import { FORM_STATE, type FormState, writeState } from '../form-state.ts';
import { isSecret } from '../secret.ts';
import { senderOf } from '../sender.ts';
import { type KeptStore, StoreAway } from '../store.ts';
import { urls } from '../urls.ts';
import { type Handler, Overloaded, type RenderResponse, type Turn } from './renderer.ts';
import { addressOf, cookieOf, fieldsOf, isOwnPost, readBody } from './request.ts';

/**
 * What concerns one reader alone: views that are reported, replies that are sent, the moderators' desk. Such a request
 * is acted on here; a page that answers it is made for it alone and kept by nobody.
 */

export type PersonalOptions = {
  readers: Pick<KeptStore<{ audience: Audience; comments: Comments }>, 'use'>;
  /** The live article of a slug. */
  article(slug: string): Article | undefined;
  /** Makes a page with these headers and no others. */
  render(path: string, headers: Record<string, string>, turn: Turn): Promise<RenderResponse>;
  /** Answers with the page of what is not there. */
  missing: Handler;
  /** Headers that every answer carries. */
  headers: Record<string, string>;
  /** Origin of the site. */
  origin: string;
  clock: () => Date;
  trustProxy: boolean;
  contentSecret: string | undefined;
  /** Told that comments may have changed. */
  onReply(): void;
  /** Told by the web hook that the content has changed; it is answered when the change has been read. */
  onContent(): Promise<void>;
};

const READER = 'reader';
const MODERATOR = 'moderator';
/** Of a browser that has signed in before. */
const BROWSER = 'moderator-browser';
/** Of a name that was refused. In characters. */
const MAX_NAME_SHOWN = 200;
/** Seconds. */
const REMEMBERED = 365 * 86_400;
/** When the readers' store, which is away now, may be there again. */
const RETRY_AFTER_SECONDS = '60';
const NOT_SAVED = 'Comments are away for the moment, and nothing was saved.';
const KEPT_HERE = `${NOT_SAVED} What you typed is still here: please send it again in a few minutes.`;

const VERDICTS: Record<string, Verdict | 'undo'> = {
  publish: 'published',
  hold: 'held',
  spam: 'spam',
  delete: 'deleted',
  undo: 'undo',
};

/** Forms of one sender that are read and acted on at a time; further ones are told to come again. */
const MAX_FORMS_AT_ONCE = 16;

export function makePersonal(options: PersonalOptions) {
  const { readers, article, render, missing, headers, origin, trustProxy } = options;
  const { clock, contentSecret, onReply, onContent } = options;
  const isSecure = origin.startsWith('https:');

  /** Answers with a page that nobody keeps. */
  async function show(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    path: string,
    state?: FormState,
  ): Promise<void> {
    const session = cookieOf(request, MODERATOR);
    const own = {
      ...(session && path.startsWith(urls.moderation()) && { cookie: `${MODERATOR}=${session}` }),
      ...(state && { [FORM_STATE]: writeState(state) }),
    };
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const sender = senderOf(addressOf(request, trustProxy));
    const answer = await render(path, own, { sender, signal: leaving.signal });
    // The framework would answer some names with its own payload in place of a page.
    const isPage = String(answer.headers['content-type'] ?? 'text/html').startsWith('text/html');
    if (answer.status === 404 || !isPage) return missing(request, response);
    const location = answer.headers.location;
    const page = answer.body;
    response.writeHead(answer.status === 200 ? status : answer.status, {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': page.length,
      'Cache-Control': 'no-store',
      // No other site learns the address. With `no-referrer` a browser would send the page's own forms without an origin.
      'Referrer-Policy': 'same-origin',
      // Whoever has opened it holds no window that a moderator works in. For a public page, which is the same for all, it
      // would only make the browser change its process, which takes a phone as long as the page's layout.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'X-Robots-Tag': 'noindex',
      ...(location !== undefined && { Location: location }),
      ...((status === 503 || answer.status === 503) && { 'Retry-After': RETRY_AFTER_SECONDS }),
    });
    response.end(page);
  }

  function say(
    response: ServerResponse,
    status: number,
    extra: Record<string, string | string[]> = {},
    words = String(status),
  ): void {
    const body = status === 204 ? '' : `${words}\n`;
    response.writeHead(status, {
      ...headers,
      'Cache-Control': 'no-store',
      ...(body && { 'Content-Type': 'text/plain; charset=utf-8' }),
      ...extra,
    });
    response.end(body);
  }

  function goTo(response: ServerResponse, path: string, cookies: string[] = []): void {
    say(response, 303, { Location: path, ...(cookies.length > 0 && { 'Set-Cookie': cookies }) });
  }

  function cookie(name: string, value: string, path: string, seconds: number, sameSite: 'Lax' | 'Strict') {
    const parts = [
      `${name}=${value}`,
      `Path=${path}`,
      `Max-Age=${seconds}`,
      'HttpOnly',
      `SameSite=${sameSite}`,
    ];
    return [...parts, ...(isSecure ? ['Secure'] : [])].join('; ');
  }

  /** By sender. */
  const formsUnderWay = new Map<string, number>();

  /** Reads a form, and refuses one that another site sent. */
  function withForm(
    act: (form: URLSearchParams, request: IncomingMessage, response: ServerResponse) => Promise<void> | void,
  ): Handler {
    return async (request, response) => {
      if (!isOwnPost(request, origin)) return say(response, 403);
      const sender = senderOf(addressOf(request, trustProxy));
      const before = formsUnderWay.get(sender) ?? 0;
      if (before >= MAX_FORMS_AT_ONCE) throw new Overloaded('One sender sends too many forms at once.');
      formsUnderWay.set(sender, before + 1);
      try {
        const body = await readBody(request);
        if (body === undefined) return say(response, 413, { Connection: 'close' });
        const form = fieldsOf(body);
        if (!form) return say(response, 413);
        return await act(form, request, response);
      } catch (error) {
        if (!(error instanceof StoreAway)) throw error;
        return say(
          response,
          503,
          { 'Retry-After': RETRY_AFTER_SECONDS },
          `${NOT_SAVED} Please go back and try again in a few minutes.`,
        );
      } finally {
        const left = (formsUnderWay.get(sender) ?? 1) - 1;
        if (left > 0) formsUnderWay.set(sender, left);
        else formsUnderWay.delete(sender);
      }
    };
  }

  /**
   * Does something with the readers' store.
   * @param whenAway answers when that is not possible, with a page that holds what was typed
   */
  async function tryWith<Result>(
    work: (opened: { audience: Audience; comments: Comments }) => Result | Promise<Result>,
    whenAway: () => Promise<void>,
  ): Promise<Result | undefined> {
    try {
      return await readers.use(work);
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      await whenAway();
      return undefined;
    }
  }

  const view: Handler = async (request, response) => {
    const slug = await readBody(request);
    if (slug === undefined || slug.length > 200) return say(response, 413, { Connection: 'close' });
    const address = addressOf(request, trustProxy);
    const visit = { slug, address, headers: { get: (name: string) => asText(request.headers[name]) } };
    try {
      await readers.use(({ audience }) => audience.record(visit));
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      return say(response, 503, { 'Retry-After': RETRY_AFTER_SECONDS });
    }
    // Whether it was counted is nobody's business.
    say(response, 204);
  };

  const content: Handler = async (request, response) => {
    const [, given = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!contentSecret || !isSecret(given, contentSecret)) return say(response, 403);
    await onContent();
    say(response, 202);
  };

  const send = (slug: string): Handler =>
    withForm(async (form, request, response) => {
      const found = article(slug);
      if (!found) return missing(request, response);
      const values = typedIn(form);
      const answer = (status: number, more: Partial<Extract<FormState, { form: 'reply' }>>) =>
        show(request, response, status, urls.sendReply(slug), { form: 'reply', values, ...more });
      const whenAway = () => answer(503, { refusal: { message: KEPT_HERE } });
      if (form.get('act') === 'preview') {
        const preview = await tryWith(({ comments }) => comments.preview(values), whenAway);
        if (!preview) return;
        return preview.accepted ? answer(200, { preview }) : answer(422, { refusal: preview });
      }
      const address = addressOf(request, trustProxy);
      const circumstances = { article: found, address, reader: cookieOf(request, READER) };
      const sent = await tryWith(({ comments }) => comments.submit(values, circumstances), whenAway);
      if (!sent) return;
      if (!sent.accepted) return answer(422, { refusal: sent });
      onReply();
      const { readerToken } = sent;
      const remembered = readerToken ? [cookie(READER, readerToken, '/news', REMEMBERED, 'Lax')] : [];
      goTo(response, urls.ownReply(slug, sent.editKey), remembered);
    });

  const own = (slug: string, key: string): Handler =>
    withForm(async (form, request, response) => {
      const path = urls.ownReply(slug, key);
      if (form.get('act') === 'delete') {
        await readers.use(({ comments }) => comments.withdraw(key));
      } else {
        const text = form.get('text') ?? '';
        const answer = (status: number, refusal: string) =>
          show(request, response, status, path, { form: 'own', text, refusal });
        const edited = await tryWith(
          ({ comments }) => comments.edit(key, text),
          () => answer(503, KEPT_HERE),
        );
        if (!edited) return;
        if (!edited.accepted) return answer(422, edited.message);
      }
      onReply();
      goTo(response, path);
    });

  const signIn = withForm(async (form, request, response) => {
    const moderator = form.get('moderator') ?? '';
    const answer = (status: number, refusal: string) =>
      show(request, response, status, urls.moderation(), {
        ...{ form: 'sign-in', refusal },
        moderator: moderator.slice(0, MAX_NAME_SHOWN),
      });
    const given = {
      password: form.get('password') ?? '',
      moderator,
      address: addressOf(request, trustProxy),
      browser: cookieOf(request, BROWSER),
    };
    const signed = await tryWith(
      ({ comments }) => comments.moderation.signIn(given),
      () => answer(503, 'Nobody can sign in while comments are away. Please try again in a few minutes.'),
    );
    if (!signed) return;
    if (!signed.signedIn) {
      return signed.reason === 'too-many'
        ? answer(429, tooManyTries(signed.waitMs))
        : answer(403, SIGN_IN_REFUSALS[signed.reason]);
    }
    const seconds = Math.floor((signed.ends.getTime() - clock().getTime()) / 1000);
    goTo(response, urls.moderation(), [
      cookie(MODERATOR, signed.token, urls.moderation(), seconds, 'Strict'),
      cookie(BROWSER, signed.browser, urls.moderation(), REMEMBERED, 'Strict'),
    ]);
  });

  /** What only a signed-in moderator does, from a page of their session. */
  function asModerator(
    act: (form: URLSearchParams, moderator: string, token: string, response: ServerResponse) => Promise<void>,
  ): Handler {
    return withForm(async (form, request, response) => {
      const token = cookieOf(request, MODERATOR);
      if (!token) return goTo(response, urls.moderation());
      const csrf = form.get('csrf') ?? '';
      const { session, isOurs } = await readers.use(async ({ comments: { moderation } }) => ({
        session: await moderation.session(token),
        isOurs: moderation.isCsrfToken(token, csrf),
      }));
      if (!session) return goTo(response, urls.moderation());
      if (!isOurs) return say(response, 403);
      return act(form, session.moderator, token, response);
    });
  }

  const signOut = asModerator(async (_form, _moderator, token, response) => {
    await readers.use(({ comments }) => comments.moderation.signOut(token));
    goTo(response, urls.moderation(), [cookie(MODERATOR, '', urls.moderation(), 0, 'Strict')]);
  });

  const judge = asModerator(async (form, by, _token, response) => {
    // A button beside a comment is for it alone; one above the list is for those that are ticked.
    const [word = '', one] = (form.get('act') ?? '').split(' ');
    const verdict = VERDICTS[word];
    const ids = one === undefined ? form.getAll('id') : [one];
    const seen = Number(form.get('seen'));
    if (verdict === 'undo') await readers.use(({ comments }) => comments.moderation.undo(ids, { by }));
    else if (verdict) {
      const why = form.get('why') ?? '';
      const judged = { by, why, seen: seen > 0 ? new Date(seen) : undefined };
      await readers.use(({ comments }) => comments.moderation.judge(ids, verdict, judged));
    }
    onReply();
    const back = form.get('back') ?? '';
    goTo(
      response,
      back.length <= 1000 && /^\?[\w=&%+.-]*$/.test(back) ? urls.moderation() + back : urls.moderation(),
    );
  });

  /** @returns what answers such a request; undefined when it is no one reader's */
  return function personal(method: string, path: string): Handler | undefined {
    if (method === 'POST') {
      if (path === urls.views()) return view;
      if (path === urls.content()) return content;
      if (path === urls.moderate('sign-in')) return signIn;
      if (path === urls.moderate('sign-out')) return signOut;
      if (path === urls.moderate('judge')) return judge;
    } else if (path === urls.moderation() || path === urls.moderationLog()) {
      return (request, response) => show(request, response, 200, path + queryOf(request));
    }
    const [, slug = '', key] = /^\/news\/([\w-]+)\/replies\/(?:send|own\/([\w.-]+))$/.exec(path) ?? [];
    if (slug === '') return undefined;
    if (method === 'POST') return key === undefined ? send(slug) : own(slug, key);
    return key === undefined ? undefined : (request, response) => show(request, response, 200, path);
  };
}

/** The fields of the form under an article; what else was sent is shown to no page. */
const REPLY_FIELDS = ['name', 'email', 'text', 'token', 'parent', 'website', 'remember'];

function typedIn(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    REPLY_FIELDS.flatMap((name) => {
      const value = form.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

const SIGN_IN_REFUSALS = {
  closed: 'Moderation is closed: the site has no password for it.',
  wrong: 'That is not the password.',
  'name-missing': 'Please give the name under which the log keeps what you decide.',
};

function tooManyTries(waitMs: number): string {
  const minutes = Math.ceil(waitMs / 60_000);
  return `Too many wrong passwords. Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}

/** @returns the query with its question mark; a proxy may have put the whole address before it */
function queryOf({ url = '' }: IncomingMessage): string {
  return /\?.*$/s.exec(url)?.[0] ?? '';
}

function asText(header: string | string[] | undefined): string | null {
  return header === undefined ? null : String(header);
}
