import { describe, expect, it } from 'vitest';
import { isSecret } from '../../lib/secret.ts';

describe('a secret', () => {
  it('is known by the whole of it alone', () => {
    expect(isSecret('open sesame', 'open sesame')).toBe(true);
    for (const given of ['', 'open', 'open sesame ', 'Open sesame', 'open sesam\u00e9'])
      expect([given, isSecret(given, 'open sesame')]).toEqual([given, false]);
  });
});
