import { openComments } from '../../lib/comments.ts';
import { site as configuration } from '../../lib/site.ts';
import { openStore } from '../../lib/store.ts';
import { type Asked, ask } from './ask.ts';
import type { RunningSite } from './running-site.ts';

/** What a reader's browser does with the forms of a running site, and what its store has of them. */

export const PASSWORD = 'a password for the tests';
export const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** An article's file, published an hour ago: comments close after thirty days. */
export const articleOfToday = (title: string, more = '') =>
  `---\ntitle: ${title}\ndate: ${new Date(Date.now() - 3_600_000).toISOString()}\ntopic: policy\n${more}---\nText of ${title}.\n`;

export type Form = Record<string, string>;
type Headers = Record<string, string>;

export type Behind = Awaited<ReturnType<typeof openBehind>>;

/** Opens the store of a running site as another process on it does. */
export async function openBehind({ dataDir }: RunningSite, databaseUrl?: string) {
  const store = await openStore({ dataDir, databaseUrl });
  const options = { store, clock: () => new Date(), rules: configuration.comments, password: PASSWORD };
  let ago = 0;
  const earlier = await openComments({ ...options, clock: () => new Date(Date.now() - ago) });
  return {
    store,
    comments: await openComments(options),
    /** The token of a form whose page was made so many milliseconds ago. */
    tokenOf(slug: string, age = 60_000): string {
      ago = age;
      return earlier.formToken(slug);
    },
  };
}

let senders = 0;

/** An address without earlier requests. */
export function newAddress(): string {
  senders++;
  return `10.${senders >> 16}.${(senders >> 8) & 255}.${senders & 255}`;
}

/** Sends a form as a browser does from a page of the site, from an address of its own unless the headers name one. */
export function post(
  url: string,
  target: string,
  form: Form | string,
  headers: Headers = {},
): Promise<Asked> {
  return ask(url, target, {
    method: 'POST',
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': AGENT,
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': newAddress(),
      origin: url,
      ...headers,
    },
  });
}

/** Signs in. @returns the cookie of the session, and what its forms carry */
export async function signIn(url: string): Promise<{ cookie: string; csrf: string }> {
  const answer = await post(url, '/moderation/sign-in', { moderator: 'Desk', password: PASSWORD });
  const [cookie = ''] = answer.headers['set-cookie']?.[0]?.split(';') ?? [];
  const desk = await ask(url, '/moderation', { headers: { cookie } });
  const csrf = /name="csrf" value="([^"]+)"/.exec(desk.body.toString())?.[1];
  if (csrf === undefined) throw new Error(`No moderator is signed in: ${answer.status} ${desk.status}`);
  return { cookie, csrf };
}
