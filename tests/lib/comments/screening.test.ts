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
    'ᴄᴀꜱɪɴᴏ',
    'ꮯꭺꮪꭵno',
    'ᏟᎪᏚᎥno',
    '🅲🅰🆂🅸🅽🅾',
    '🅒🅐🅢🅘🅝🅞',
    '🄲🄰🅂🄸🄽🄾',
    '🇨🇦🇸🇮🇳🇴',
    '⒞⒜⒮⒤⒩⒪',
    'ca🄢ino',
    'caꞩıɴø',
    '¢asino',
    '$¢asino$ now',
    '¢asin0!',
    'c4sino',
    'casi·no',
    'casiʼno',
    'casi’no',
    'casi.no',
    'ca-si-no',
    'casino777',
    '777casino',
    'cas\nino',
    'cas-\nino',
    'c asino',
    'cas i no',
    'c-a-s i n o',
    'onlinecasino777.example',
    'see https://my-cas1no.example/?a=b',
    'my.online-casi-no。example',
    'viagra\npills',
    'viagrapills.example',
  ])('is found in %j', (text) => expect(reasons(text)).toHaveLength(1));

  it.each([
    'Occasions',
    'casinova',
    'A b c',
    'Viagra, and pills of another kind',
    'I saw a man',
    // Words of Spanish, which together look like one.
    'Es casi no creíble',
    'Es casi\n\nNo lo creo',
    'the occasional.',
  ])('is not found in %j', (text) => expect(reasons(text)).toEqual([]));

  it('is not found in pieces that are words of their own', () => {
    const found = (text: string) =>
      holdReasons({ name: 'Ada', text }, ['escort', 'therapist', 'penis', 'anal']);
    for (const text of [
      'an es cort',
      'the rapist',
      'the pen is here',
      'an al fresco meal',
      'analysis.example',
    ])
      expect(found(text)).toEqual([]);
    expect(found('an escort')).toHaveLength(1);
  });

  it('is looked for in time that grows with the text', () =>
    expectLinear((text) => holdReasons({ name: '', text }, WORDS)));
});
