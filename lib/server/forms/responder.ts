import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Audience } from '../../audience.ts';
import type { Article } from '../../catalog.ts';
import type { Comments } from '../../comments.ts';
import { FORM_STATE, type FormState, writeState } from '../../form-state.ts';
import { messages } from '../../messages.ts';
import { senderOf } from '../../sender.ts';
import { type KeptStore, StoreAway } from '../../store.ts';
import { urls } from '../../urls.ts';
import { type Handler, Overloaded, type RenderResponse, type Turn } from '../renderer.ts';
import { addressOf, cookiesOf } from '../request.ts';
import { FormWork } from './form-work.ts';

type Opened = { audience: Audience; comments: Comments };

export type FormsOptions = {
  store: Pick<KeptStore<Opened>, 'use'>;
  /** The live article of a slug. */
  article(slug: string): Article | undefined;
  /** Renders a page with these request headers and no others. */
  render(path: string, headers: Record<string, string>, turn: Turn): Promise<RenderResponse>;
  /** Answers with the page for what is not there. */
  missing: Handler;
  /** Headers of every response. */
  headers: Record<string, string>;
  /** Origin of the site. */
  origin: string;
  clock: () => Date;
  trustProxy: boolean;
  contentSecret: string | undefined;
  /** Called when comments may have changed; the form is answered when no page shows what was there before. */
  onComment(): Promise<void>;
  /** Called by the content hook; the hook answers when the change has been read. */
  onContent(): Promise<void>;
};

export const MODERATOR_COOKIE = 'moderator';
/** Cookies of that name that are tried. */
const MAX_SESSION_COOKIES = 3;

/** When the store may be back. */
const RETRY_AFTER_SECONDS = '60';
/** When a queue that is full now may have room. */
const RETRY_WHEN_BUSY_SECONDS = '5';

/** How the routes of `forms/` answer: a private page, a line of text, a redirect. No cache stores any of them. */
export class Responder {
  readonly options: FormsOptions;
  readonly #work = new FormWork();

  constructor(options: FormsOptions) {
    this.options = options;
  }

  /** The sender's network address. */
  addressOf(request: IncomingMessage): string {
    return addressOf(request, this.options.trustProxy);
  }

  /** Renders a page for this reader alone. */
  async showPage(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    path: string,
    state?: FormState,
  ): Promise<void> {
    const { render, missing, headers } = this.options;
    const session = await this.sessionToken(request, response);
    const own = {
      ...(session && path.startsWith(urls.moderation()) && { cookie: `${MODERATOR_COOKIE}=${session}` }),
      ...(state && { [FORM_STATE]: writeState(state) }),
    };
    const rendered = await render(path, own, this.#turnOf(response));
    // Next answers some names with its own payload instead of a page.
    const isPage = String(rendered.headers['content-type'] ?? 'text/html').startsWith('text/html');
    if (rendered.status === 404 || !isPage) return missing(request, response);
    const { body, headers: renderedHeaders } = rendered;
    response.writeHead(rendered.status === 200 ? status : rendered.status, {
      ...headers,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': body.length,
      'Cache-Control': 'no-store',
      // No other site learns the address. With `no-referrer` a browser would post the page's own forms without an origin.
      'Referrer-Policy': 'same-origin',
      // A page that opened this one has no handle to the moderator's window. On a public page, which is the same for
      // all, it would only make the browser switch processes, which takes a phone as long as the layout.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'X-Robots-Tag': 'noindex',
      ...(renderedHeaders.location !== undefined && { Location: renderedHeaders.location }),
      ...((status === 503 || rendered.status === 503) && { 'Retry-After': RETRY_AFTER_SECONDS }),
    });
    response.end(body);
  }

  /** @returns the token of a moderator's session, the first that is one when there are several; it may have ended */
  async sessionToken(request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
    const [first, ...others] = cookiesOf(request, MODERATOR_COOKIE).slice(0, MAX_SESSION_COOKIES);
    if (first === undefined || others.length === 0) return first;
    try {
      return await this.use(response, async ({ comments }) => {
        for (const token of [first, ...others]) if (await comments.moderation.session(token)) return token;
        return first;
      });
    } catch (error) {
      if (!(error instanceof StoreAway)) throw error;
      return first;
    }
  }

  /** Answers with a line of text, by default the status. */
  sendText(
    response: ServerResponse,
    status: number,
    headers: Record<string, string | string[]> = {},
    text = String(status),
  ): void {
    const body = status === 204 ? '' : `${text}\n`;
    response.writeHead(status, {
      ...this.options.headers,
      'Cache-Control': 'no-store',
      ...(body && { 'Content-Type': 'text/plain; charset=utf-8' }),
      ...headers,
    });
    response.end(body);
  }

  /** For a form whose text the reader finds again with the browser's back button, and for a script. */
  sendAway(response: ServerResponse, { isOutcomeUnknown }: StoreAway): void {
    const text = isOutcomeUnknown ? messages.away.mayBeDone : messages.away.goBack;
    this.sendText(response, 503, { 'Retry-After': RETRY_AFTER_SECONDS }, text);
  }

  /** The same while too many forms come at once. */
  sendBusy(response: ServerResponse): void {
    this.sendText(response, 503, { 'Retry-After': RETRY_WHEN_BUSY_SECONDS }, messages.away.busy);
  }

  redirect(response: ServerResponse, path: string, cookies: string[] = []): void {
    this.sendText(response, 303, {
      Location: path,
      ...(cookies.length > 0 && { 'Set-Cookie': cookies }),
    });
  }

  cookie(name: string, value: string, path: string, seconds: number, sameSite: 'Lax' | 'Strict'): string {
    const parts = [
      `${name}=${value}`,
      `Path=${path}`,
      `Max-Age=${seconds}`,
      'HttpOnly',
      `SameSite=${sameSite}`,
    ];
    return [...parts, ...(this.options.origin.startsWith('https:') ? ['Secure'] : [])].join('; ');
  }

  /**
   * Uses the store when it is the sender's turn.
   * @throws StoreAway when it cannot be used
   * @throws Overloaded when the turn does not come
   */
  use<Result>(response: ServerResponse, work: (opened: Opened) => Result | Promise<Result>): Promise<Result> {
    return this.#work.run(this.#turnOf(response), () => this.options.store.use(work));
  }

  /**
   * The same.
   * @param whenAway answers when the store cannot be used, with a page that shows the reader's text again; it is given
   *   what to say
   */
  async tryStore<Result>(
    response: ServerResponse,
    work: (opened: Opened) => Result | Promise<Result>,
    whenAway: (message: string, isBusy: boolean) => Promise<void>,
  ): Promise<Result | undefined> {
    try {
      return await this.use(response, work);
    } catch (error) {
      if (error instanceof Overloaded) {
        await whenAway(messages.away.busy, true);
        return undefined;
      }
      if (!(error instanceof StoreAway)) throw error;
      await whenAway(error.isOutcomeUnknown ? messages.away.mayBeSaved : messages.away.textKept, false);
      return undefined;
    }
  }

  /** The turn of a sender, which ends when the sender leaves. */
  #turnOf(response: ServerResponse): Turn {
    const leaving = new AbortController();
    if (response.destroyed) leaving.abort();
    else response.once('close', () => leaving.abort());
    return { sender: senderOf(this.addressOf(response.req)), signal: leaving.signal };
  }
}
