import { describe, expect, it } from 'vitest';
import { holdReasons } from '../../../lib/comments/screening.ts';
import { cleanText } from '../../../lib/comments/text.ts';
import { expectLinear } from '../../support/growing.ts';

const WORDS = ['casino', 'Viagra pills'];
const reasons = (text: string) => holdReasons({ name: 'Ada', text: cleanText(text) }, WORDS);

describe('a listed word', () => {
  it.each([
    'To the casino!',
    'CASINO',
    'Casinos here',
    'cas\ufe0f\u200dino',
    'cas\u200d\ufe0f\u200dino',
    'cas\u0338\u200dino',
    'cas\u00adino',
    '\u0441asino',
    'casıno',
    'c\u0430sino',
    '𝒸asino',
    'c@sino',
    'ca$ino',
    'c a s i n o today',
    'c.a.s.i.n.o',
    'cas1n0',
    'viagra  pills',
  ])('is found in %j', (text) => expect(reasons(text)).toHaveLength(1));

  it.each(['Occasions', 'casinova', 'A b c', 'Viagra, and pills of another kind', 'I saw a man'])(
    'is not found in %j',
    (text) => expect(reasons(text)).toEqual([]),
  );

  it('is looked for in time that grows with the text', () =>
    expectLinear((text) => holdReasons({ name: '', text }, WORDS)));
});
