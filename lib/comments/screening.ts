import { messages } from '../messages.ts';
import { cleanLine, cleanText, countLinks } from './text.ts';
import { type ListedWord, listedWord, saidIn } from './words.ts';

/** What may be said, and what a person should look at first. Pure. */

export type Rules = {
  /** Whether a reader must give an email address. */
  requireEmail: boolean;
  /** Days after its publication that an article takes comments; undefined for ever. */
  closeAfterDays?: number | undefined;
  /** A comment with one of these words waits for a person. */
  wordList: readonly string[];
};

/** In characters, after cleaning. */
const MAX_NAME_LENGTH = 60;
const MAX_EMAIL_LENGTH = 254;
const MAX_TEXT_LENGTH = 5000;
const MAX_LINES = 200;
/**
 * What is longer before cleaning is not looked at: a text with decomposed letters and two characters at each line's end
 * is no more than four times as long as what is kept of it.
 */
const RAW_FACTOR = 4;
/** From so many links on a comment waits. */
const MANY_LINKS = 2;

/** Why a comment was not taken. */
export type Reason = keyof typeof messages.refusals;
export type Refused = { accepted: false; reason: Reason; field?: Field | undefined; message: string };
export type Field = 'name' | 'email' | 'text';

const FIELDS: Partial<Record<Reason, Field>> = {
  'name-missing': 'name',
  'name-long': 'name',
  'email-missing': 'email',
  'email-wrong': 'email',
  'text-missing': 'text',
  'text-long': 'text',
  twice: 'text',
};

export function refused(reason: Reason): Refused {
  return { accepted: false, reason, field: FIELDS[reason], message: messageOf(reason) };
}

function messageOf(reason: Reason): string {
  const { refusals } = messages;
  if (reason === 'name-long') return refusals[reason](MAX_NAME_LENGTH);
  if (reason === 'text-long') return refusals[reason](MAX_TEXT_LENGTH, MAX_LINES);
  return refusals[reason];
}

/** What a reader says, cleaned. */
export type Draft = { name: string; email: string | undefined; text: string };

/** @returns the fields cleaned, or what is wrong with the first wrong one */
export function readDraft(
  raw: { name: string; email: string; text: string },
  { requireEmail }: Rules,
): Draft | Refused {
  if (raw.name.length > RAW_FACTOR * MAX_NAME_LENGTH) return refused('name-long');
  if (raw.email.length > RAW_FACTOR * MAX_EMAIL_LENGTH) return refused('email-wrong');
  const name = cleanLine(raw.name);
  const email = cleanLine(raw.email);
  if (!/[\p{L}\p{N}]/u.test(name)) return refused('name-missing');
  if (name.length > MAX_NAME_LENGTH) return refused('name-long');
  if (email === '' && requireEmail) return refused('email-missing');
  if (email !== '' && !isEmail(email)) return refused('email-wrong');
  const text = readText(raw.text);
  if (typeof text !== 'string') return text;
  return { name, email: email === '' ? undefined : email, text };
}

export function readText(raw: string): string | Refused {
  if (raw.length > RAW_FACTOR * MAX_TEXT_LENGTH) return refused('text-long');
  const text = cleanText(raw);
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text)) return refused('text-missing');
  if (text.length > MAX_TEXT_LENGTH || text.split('\n').length > MAX_LINES) return refused('text-long');
  return text;
}

/** Near enough: one @ between something and a host with a dot. Only its hash is kept, and no letter is sent to it. */
function isEmail(email: string): boolean {
  return email.length <= MAX_EMAIL_LENGTH && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email);
}

/** @returns why a moderator should look at a comment first; empty when there is no reason */
export function holdReasons(
  { name, text }: Pick<Draft, 'name' | 'text'>,
  wordList: readonly string[],
): string[] {
  const listed = saidIn(`${name}\n\n${text}`, wordsOf(wordList));
  const links = countLinks(`${name} ${text}`);
  return [
    ...(links >= MANY_LINKS ? [messages.doubts.links(links)] : []),
    ...(countLinks(name) > 0 ? [messages.doubts.linkForName] : []),
    ...listed.map(({ entry }) => messages.doubts.says(entry)),
  ];
}

/** The words of each list, ready to be looked for. */
const prepared = new WeakMap<readonly string[], ListedWord[]>();

function wordsOf(list: readonly string[]): ListedWord[] {
  const known = prepared.get(list) ?? list.flatMap((entry) => listedWord(entry) ?? []);
  prepared.set(list, known);
  return known;
}

/** How often one sender may write: at most that many in so many milliseconds. */
const LIMITS = [
  { within: 15_000, most: 1, reason: 'too-soon' },
  { within: 60_000, most: 2, reason: 'too-many-a-minute' },
  { within: 86_400_000, most: 20, reason: 'too-many-a-day' },
] as const satisfies { within: number; most: number; reason: Reason }[];
export const LONGEST_LIMIT = 86_400_000;

/** How often one network of IPv6 may write, which is 65,536 senders: one must not use up what all senders together may. */
const NETWORK_LIMITS = [
  { within: 60_000, most: 6, reason: 'too-many-nearby' },
  { within: 3_600_000, most: 60, reason: 'too-many-nearby' },
] as const satisfies { within: number; most: number; reason: Reason }[];
export const LONGEST_NETWORK_LIMIT = 3_600_000;

/**
 * @param times when the sender's comments of the last day came, in milliseconds since 1970. Those that are still to come
 * are of a clock that was wrong.
 */
export function limitOf(times: readonly number[], now: number): Reason | undefined {
  return exceeded(LIMITS, times, now);
}

/** The same of the comments that came from a network in the last hour. */
export function networkLimitOf(times: readonly number[], now: number): Reason | undefined {
  return exceeded(NETWORK_LIMITS, times, now);
}

type Limit = { within: number; most: number; reason: Reason };

function exceeded(limits: readonly Limit[], times: readonly number[], now: number): Reason | undefined {
  const past = times.filter((at) => at <= now);
  return limits.find(({ within, most }) => past.filter((at) => now - at < within).length >= most)?.reason;
}

/** How many comments of all senders may come before those that would wait are refused. */
export const MAX_A_MINUTE = 200;
export const MAX_AN_HOUR = 2000;

/** Whether more comments come than any newsroom can read. */
export function isCrowded({ minute, hour }: { minute: number; hour: number }): boolean {
  return minute >= MAX_A_MINUTE || hour >= MAX_AN_HOUR;
}

/** What submit needs to know of an article. */
export type CommentedArticle = { slug: string; date: Date; comments: boolean };

/** Whether the article takes comments at that moment. */
export function isOpen({ date, comments }: CommentedArticle, { closeAfterDays }: Rules, now: Date): boolean {
  if (!comments) return false;
  return closeAfterDays === undefined || now.getTime() - date.getTime() < closeAfterDays * 86_400_000;
}
