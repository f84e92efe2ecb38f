import { expect, it } from 'vitest';
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
