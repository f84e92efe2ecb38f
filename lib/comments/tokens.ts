import { createHmac, randomBytes } from 'node:crypto';
import { isSecret } from '../secret.ts';

/** What is signed and hashed. Every hash has a purpose in it, so that one cannot stand for another. */

/** In characters; ours have 49 at most. */
const MAX_LENGTH = 64;

export type Sign = (purpose: string, ...parts: string[]) => string;

/** @param key 32 bytes that the processes on one store share */
export function makeSign(key: Uint8Array): Sign {
  return (...parts) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
}

/** @returns what is kept of an email address; as it is when there is none */
export function emailHash(sign: Sign, email: string | undefined): string | undefined {
  return email && sign('email', email.normalize('NFC').toLowerCase());
}

/** An id that sorts by time: nine signs of it, in milliseconds, and eight by chance. @param at milliseconds since 1970 */
export function newId(at: number): string {
  const chance = [...randomBytes(8)].map((byte) => (byte % 32).toString(32)).join('');
  return at.toString(36).padStart(9, '0') + chance;
}

/** Whether it has the form of an id. What has not is asked of no database: PostgreSQL takes not every text. */
export function isId(given: string): boolean {
  return /^[0-9a-z]{17}$/.test(given);
}

/** A form is good from three seconds after its page was made, because no person types faster, to two days. */
const MIN_AGE_MS = 3000;
export const MAX_FORM_AGE_MS = 48 * 3_600_000;

/**
 * What a form carries. It says when its page was made and for which article; it is the same for all readers, because
 * the page is.
 */
export function formToken(sign: Sign, slug: string, at: number): string {
  const issued = at.toString(36);
  return `${issued}.${sign('form', slug, issued)}`;
}

export type FormFault = 'token-forged' | 'token-early' | 'token-late';

/**
 * @param now milliseconds since 1970
 * @param forwardMs by which the clock was set forward since the form was made
 * @returns what is wrong with a form's token at that moment; undefined for nothing
 */
export function formFault(
  sign: Sign,
  token: string,
  slug: string,
  now: number,
  forwardMs = 0,
): FormFault | undefined {
  if (token.length > MAX_LENGTH) return 'token-forged';
  const [issued = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0 || !/^[0-9a-z]{1,11}$/.test(issued)) return 'token-forged';
  if (!isSecret(mac, sign('form', slug, issued))) return 'token-forged';
  const age = now - Number.parseInt(issued, 36);
  // Only we sign such a token: one that is still to come was made before the clock was set back.
  if (age >= 0 && age < MIN_AGE_MS) return 'token-early';
  return age - forwardMs > MAX_FORM_AGE_MS ? 'token-late' : undefined;
}

/** A comment's id with the proof that who holds it wrote the comment; `purpose` says what it may be used for. */
export function commentKey(sign: Sign, purpose: 'own' | 'reader', id: string): string {
  return `${id}.${sign(purpose, id)}`;
}

/** @returns the comment's id when the key is right */
export function idOfKey(sign: Sign, purpose: 'own' | 'reader', key: string): string | undefined {
  if (key.length > MAX_LENGTH) return undefined;
  const [id = '', mac = '', ...rest] = key.split('.');
  if (rest.length > 0 || !isId(id)) return undefined;
  return isSecret(mac, sign(purpose, id)) ? id : undefined;
}
