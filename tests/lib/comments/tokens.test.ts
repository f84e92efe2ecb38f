import { describe, expect, it } from 'vitest';
import { commentKey, formFault, formToken, idOfKey, makeSign, newId } from '../../../lib/comments/tokens.ts';

const sign = makeSign(new Uint8Array(32).fill(7));
const NOW = 1_800_000_000_000;

describe('a form’s token', () => {
  const token = formToken(sign, 'a-story', NOW);

  it.each([
    [2999, 'token-early'],
    [3000, undefined],
    [48 * 3_600_000, undefined],
    [48 * 3_600_000 + 1, 'token-late'],
    // The clock was set back since.
    [-60_000, undefined],
    [-86_400_000, undefined],
  ])('after %i ms: %s', (age, fault) => {
    expect(formFault(sign, token, 'a-story', NOW + age)).toBe(fault);
  });

  it.each([
    '',
    '.',
    token.slice(1),
    `${token}.`,
    `${token}x`,
    token.toUpperCase(),
    `-1.${token.split('.')[1]}`,
    'NaN.x',
  ])('is not %j', (forged) => {
    expect(formFault(sign, forged, 'a-story', NOW + 5000)).toBe('token-forged');
  });

  it('is for one article, and from one site', () => {
    expect(formFault(sign, token, 'other', NOW + 5000)).toBe('token-forged');
    expect(formFault(makeSign(new Uint8Array(32)), token, 'a-story', NOW + 5000)).toBe('token-forged');
  });
});

describe('a comment’s key', () => {
  it('is for one purpose and one comment', () => {
    const id = newId(NOW);
    const key = commentKey(sign, 'own', id);
    expect(idOfKey(sign, 'own', key)).toBe(id);
    expect(idOfKey(sign, 'reader', key)).toBeUndefined();
    expect(idOfKey(sign, 'own', key.replace(id, newId(NOW)))).toBeUndefined();
    for (const forged of ['', '.', id, `${id}.`, `${key}.x`])
      expect(idOfKey(sign, 'own', forged)).toBeUndefined();
  });

  it('has an id that sorts by time', () => {
    const ids = [NOW, NOW + 1, NOW + 36, NOW + 1e9].map(newId);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(Array.from({ length: 10_000 }, () => newId(NOW))).size).toBe(10_000);
  });
});
