import type { IncomingMessage } from 'node:http';
import { parsePath, urls } from '../urls.ts';
import { changeComment, sendComment } from './forms/comments.ts';
import { contentHook } from './forms/content-hook.ts';
import { makeGuard } from './forms/guard.ts';
import { type FormsOptions, Responder } from './forms/responder.ts';
import { judge, signIn, signOut } from './forms/staff.ts';
import { recordView } from './forms/views.ts';
import type { Handler } from './renderer.ts';

/**
 * The routes that concern one reader alone: comments and views that are sent, private links, the moderators' desk. The
 * server acts on the request; no cache stores the page that answers it (decision 5).
 */
export class Forms {
  readonly #responder: Responder;
  /** What a POST to an exact path does. */
  readonly #posts: ReadonlyMap<string, Handler>;
  readonly #guarded: ReturnType<typeof makeGuard>;

  constructor(options: FormsOptions) {
    const responder = new Responder(options);
    const guarded = makeGuard(responder);
    this.#responder = responder;
    this.#guarded = guarded;
    this.#posts = new Map([
      [urls.views(), recordView(responder)],
      [urls.content(), contentHook(responder)],
      [urls.moderate('sign-in'), guarded(signIn(responder))],
      [urls.moderate('sign-out'), guarded(signOut(responder))],
      [urls.moderate('judge'), guarded(judge(responder))],
    ]);
  }

  /** @returns the route of a private request; undefined for a public one */
  route(method: string, path: string): Handler | undefined {
    const post = method === 'POST' ? this.#posts.get(path) : undefined;
    if (post) return post;
    if (method !== 'POST' && (path === urls.moderation() || path === urls.moderationLog()))
      return this.#page((request) => path + queryOf(request));
    const address = parsePath(path);
    if (address?.kind === 'sendComment') {
      return method === 'POST' ? this.#guarded(sendComment(this.#responder, address.slug)) : undefined;
    }
    if (address?.kind !== 'ownComment') return undefined;
    const { slug, key } = address;
    if (method !== 'POST') return this.#page(() => path);
    return this.#guarded(changeComment(this.#responder, slug, key));
  }

  #page(pathOf: (request: IncomingMessage) => string): Handler {
    return (request, response) => this.#responder.showPage(request, response, 200, pathOf(request));
  }
}

/** @returns the query with its question mark; a proxy may have put the whole address before it */
function queryOf({ url = '' }: IncomingMessage): string {
  return /\?.*$/s.exec(url)?.[0] ?? '';
}
