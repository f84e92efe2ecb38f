import { describe, expect, it } from 'vitest';
import { isDeceptive, isSameName, reservedName } from '../../../lib/comments/names.ts';
import { cleanLine } from '../../../lib/comments/text.ts';
import { expectLinear } from '../../support/growing.ts';

const RESERVED = ['Medicine Desk', 'Ada Example', 'Mo'];

describe('a name of the newsroom', () => {
  it.each([
    'Medicine Desk',
    'medicine  DESK',
    'MedicineDesk',
    'Médicine Désk',
    'Ｍｅｄｉｃｉｎｅ Ｄｅｓｋ',
    'Mеdiсinе Dеsk',
    'Med\u200bicine\u2060 Desk',
    'Medicine\u00a0Desk',
    'M.e.d.i.c.i.n.e. Desk',
    'Medic1ne Desk',
    'Mediclne Desk',
    'Medicine_Desk',
    'The Medicine Desk (official)',
    'rnedicine desk',
    'Ada Example',
    'mo',
    'MODERATOR',
    'Admin',
    'ΜEDICINE DESK',
    'МЕDІСІΝЕ DЕЅК',
    'Medi¢ine De$k',
    'The Editor',
    'Site editor',
    'M0derator of the site',
  ])('is %s too', (name) => {
    expect(reservedName(name, RESERVED)).toBeDefined();
    expect(reservedName(cleanLine(name), RESERVED)).toBeDefined();
  });

  it.each(['Ada', 'Moritz', 'Desk', 'Medicine', 'Eva Example', '李明', 'Мария', '…'])('is not %s', (name) => {
    expect(reservedName(name, RESERVED)).toBeUndefined();
  });

  it.each(['ꓟꓰꓓꓲꓚꓲꓠꓰ ꓓꓰꓢꓗ', 'Ediꓔor', 'Ꮇedicine', 'Dɛsk', 'ᴍᴇᴅɪᴄɪɴᴇ', 'Mеdiсinе', 'Αda', 'De$k', 'p@ul'])(
    'in look-alike letters is deceptive: %s',
    (name) => expect(isDeceptive(name)).toBe(true),
  );

  it.each([
    'Ada',
    'Łukasz Żak',
    'Nguyễn Thị Minh',
    '李明',
    '山田 Taro',
    'Мария',
    'Αθηνά',
    'O’Neill-Smith',
    'Ann 🌿',
    'J. P. $',
  ])('that is only written in another way is not: %s', (name) => expect(isDeceptive(name)).toBe(false));

  it('is found in time that grows with the name', () =>
    expectLinear((name) => reservedName(name, RESERVED), 5000));
});

describe('two names', () => {
  it('are the same when they look the same', () => {
    expect(isSameName('Zoë', 'ZOE')).toBe(true);
    expect(isSameName('Ann', 'Anna')).toBe(false);
    expect(isSameName('Ann', 'Ann.')).toBe(true);
    for (const badge of ['✅', '★', '☑️', '🛡️', '™']) expect(isSameName('Ann', `Ann ${badge}`)).toBe(false);
    expect(isSameName('Ann ★', 'ANN ★')).toBe(true);
    expect(isSameName('', '')).toBe(false);
    expect(isSameName('…', '!?')).toBe(false);
  });
});
