import {
  type Accepted,
  type Circumstances,
  type CommentedArticle,
  openComments,
  type Refused,
  type Rules,
} from '../../../lib/comments.ts';
import type { Store } from '../../../lib/store.ts';
import { type Dialect, emptyStore } from '../../support/stores.ts';

/** Comments over an empty store, with a clock that the test may move and readers from as many places as it likes. */

export const START = Date.parse('2026-03-10T18:30:00Z');
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const ARTICLE: CommentedArticle = { slug: 'a-story', date: new Date(START - DAY), comments: true };
export const RULES: Rules = { requireEmail: false, closeAfterDays: 30, wordList: ['casino', 'Viagra pills'] };

export const RESERVED = ['The Daily Test', 'Medicine Desk'];

export type Given = Partial<Record<string, unknown>> & Partial<Circumstances>;

export async function openDesk(store: Store, rules: Partial<Rules> = {}, password?: string) {
  let now = START;
  let jumped = 0;
  let readers = 0;
  const options = {
    ...{ store, rules: { ...RULES, ...rules }, password },
    clock: () => new Date(now),
    steadyClock: () => now - jumped,
    reservedNames: () => RESERVED,
  };
  const comments = await openComments(options);
  const desk = {
    store,
    comments,
    options,
    pass(ms: number) {
      now += ms;
    },
    /** Somebody sets the clock. */
    jump(ms: number) {
      now += ms;
      jumped += ms;
    },
    /** Sends a comment from an address of its own, with a form that is old enough, unless told otherwise. */
    async send({ article = ARTICLE, address, reader, ...fields }: Given = {}): Promise<Accepted | Refused> {
      readers++;
      const token = comments.formToken(article.slug);
      if (fields.token === undefined) now += 4000;
      const form = { name: 'Ada', email: '', text: `What I say, number ${readers}`, token, ...fields };
      return comments.submit(form, {
        article,
        address: address ?? `10.1.${readers >> 8}.${readers & 255}`,
        reader,
      });
    },
    /** Sends a comment that must be taken. */
    async sent(given: Given = {}): Promise<Accepted> {
      const result = await desk.send(given);
      if (!result.accepted) throw new Error(`The comment was refused: ${result.reason}`);
      return result;
    },
    /** Sends a comment and publishes it. */
    async published(given: Given = {}): Promise<Accepted> {
      const accepted = await desk.sent(given);
      await comments.moderation.judge([accepted.id], 'published', { by: 'Mo', why: '' });
      return accepted;
    },
  };
  return desk;
}

/** A desk over an empty store of that dialect. */
export const deskOn = async (dialect: Dialect, rules?: Partial<Rules>, password?: string) =>
  openDesk(await emptyStore(dialect), rules, password);
