import { describe, expect, it } from 'vitest';
import { typographic } from '../../lib/typography.ts';

it.each([
  ['"One"', '“One”'],
  ['He said "one two".', 'He said “one two”.'],
  ["It's", 'It’s'],
  ["the trials' ends", 'the trials’ ends'],
  ["'one'", '‘one’'],
  [`"'One' two"`, '“‘One’ two”'],
  [`"One 'two'"`, '“One ‘two’”'],
  ['("one")', '(“one”)'],
  ['one—"two"', 'one—“two”'],
  ["the '90s", 'the ’90s'],
  [`5'10"`, '5’10”'],
  ['"$5"', '“$5”'],
  ['"…and so on"', '“…and so on”'],
  ['“already”', '“already”'],
  ['no quotes', 'no quotes'],
  ['', ''],
  // What opens before something that is no letter.
  ['"...and then he left," she said.', '“...and then he left,” she said.'],
  ['The "#MeToo" year, "@handle" wrote', 'The “#MeToo” year, “@handle” wrote'],
  ['"€5" or "£5" or "¥5"', '“€5” or “£5” or “¥5”'],
  ['"¿Qué?" and "¡No!"', '“¿Qué?” and “¡No!”'],
  ['".50 caliber"', '“.50 caliber”'],
  ['"-5 degrees" and "–5"', '“-5 degrees” and “–5”'],
  ['"§ 12" and "& so on"', '“§ 12” and “& so on”'],
  ['"—and so."', '“—and so.”'],
  ['"?" was all', '“?” was all'],
  ['"(one)" and ("two")', '“(one)” and (“two”)'],
  ['"[sic]" ["two"]', '“[sic]” [“two”]'],
  ['"🙂" she wrote', '“🙂” she wrote'],
  // What opens or closes beside a dash, a hyphen, a slash or an equals sign.
  ['He said--"stop"--and left', 'He said--“stop”--and left'],
  ['a non-"smart" one', 'a non-“smart” one'],
  ['either/"or"', 'either/“or”'],
  ['a="b"', 'a=“b”'],
  ['"yes"—"no"—"perhaps"', '“yes”—“no”—“perhaps”'],
  ['"I thought—" she began.', '“I thought—” she began.'],
  ['"I thought—", she began.', '“I thought—”, she began.'],
  ['one – "two" – three', 'one – “two” – three'],
  // What closes.
  ['"One," "two," "three."', '“One,” “two,” “three.”'],
  ['"One"; "two": "three"!', '“One”; “two”: “three”!'],
  ['"One"s', '“One”s'],
  ['He said:"Stop".', 'He said:“Stop”.'],
  ['6" wide and 5\' tall', '6” wide and 5’ tall'],
  ['"Wait…" he said', '“Wait…” he said'],
  // Apostrophes before a word or a number.
  ["The class of '24, in '08, an '07 Camry.", 'The class of ’24, in ’08, an ’07 Camry.'],
  ["'Tis the season, 'twas so", '’Tis the season, ’twas so'],
  ["Go get 'em.", 'Go get ’em.'],
  ["rock 'n' roll, rock-'n'-roll", 'rock ’n’ roll, rock-’n’-roll'],
  ["not 'til May", 'not ’til May'],
  ["('90s) and '80s music", '(’90s) and ’80s music'],
  [`"'Tis so," he said`, '“’Tis so,” he said'],
  [`"'90s music"`, '“’90s music”'],
  ["the word 'til' and the year '24'", 'the word ‘til’ and the year ‘24’'],
  ["a 'ouse in London", 'a ’ouse in London'],
  // Apostrophes within and after a word.
  ["O'Neil's, d'Artagnan, l'été, don't", 'O’Neil’s, d’Artagnan, l’été, don’t'],
  ["James' and the 1990s' end", 'James’ and the 1990s’ end'],
  // Quotes within quotes.
  [`'"Yes," he said.'`, '‘“Yes,” he said.’'],
  [`"'Yes,' he said."`, '“‘Yes,’ he said.”'],
  [`"He said 'she said "no"'."`, '“He said ‘she said “no”’.”'],
  [`"'One' and 'two'"`, '“‘One’ and ‘two’”'],
  [`'One' 'two'`, '‘One’ ‘two’'],
  ["'First of many paragraphs.", '‘First of many paragraphs.'],
  ["'$5' and '#a'", '‘$5’ and ‘#a’'],
  ['他说"你好"吗', '他说“你好”吗'],
])('%s is set as %s', (plain, set) => {
  expect(typographic(plain)).toBe(set);
});

it('changes nothing that is set already', () => {
  const once = typographic(`"It's 'one'," she said of the '90s.`);
  expect(typographic(once)).toBe(once);
});

it('leaves no straight quote', () => {
  expect(typographic(`"'"' a'b"c '"`)).not.toMatch(/["']/);
});

describe('in another language', () => {
  it.each([
    ['de', `"Eins"`, '„Eins“'],
    ['de', `"Eins 'zwei'", sagte sie.`, '„Eins ‚zwei‘“, sagte sie.'],
    ['de', `("so")`, '(„so“)'],
    [
      'de',
      `Wie geht's? 'ne Menge, Hans' Hut, '68 und die '68er`,
      'Wie geht’s? ’ne Menge, Hans’ Hut, ’68 und die ’68er',
    ],
    ['de', `'Hans' und 'Eva'`, '‚Hans‘ und ‚Eva‘'],
    ['de', `5'10" und 6"`, '5′10″ und 6″'],
    // What is set already is as German reads it: the second mark closes.
    ['de', `„schon“-"neu"`, '„schon“-„neu“'],
    ['de', `er sagte: „schon“ "und" dann`, 'er sagte: „schon“ „und“ dann'],
    // No word of English begins with an apostrophe here.
    ['de', `'em' und 'til'`, '‚em‘ und ‚til‘'],
    ['de', `'cause' heißt Grund`, '‚cause‘ heißt Grund'],
    ['de-CH', `"Eins"`, '„Eins“'],
    ['es', `"Uno"`, '«Uno»'],
    ['es', `"Uno 'dos'", dijo.`, '«Uno “dos”», dijo.'],
    ['es', `"¿Qué?" y d'Artagnan, la generación del '98`, '«¿Qué?» y d’Artagnan, la generación del ’98'],
    ['es', `una pantalla de 6"`, 'una pantalla de 6″'],
    ['fr', `"un 'deux'" l'été`, '“un ‘deux’” l’été'],
    ['en-GB', `6" wide, 5' tall`, '6” wide, 5’ tall'],
  ])('%s: %s is set as %s', (language, plain, set) => {
    expect(typographic(plain, language)).toBe(set);
  });

  it.each(['de', 'es', 'fr'])(
    'leaves no straight quote, and every character in its place: %s',
    (language) => {
      const plain = `"'"' a'b"c '" 6" 5' '90s „x“ «y»`;
      const set = typographic(plain, language);
      expect(set).not.toMatch(/["']/);
      expect(set).toHaveLength(plain.length);
      expect(typographic(set, language)).toBe(set);
    },
  );
});
