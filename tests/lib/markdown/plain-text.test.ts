import { describe, expect, it } from 'vitest';
import { plainText } from '../../../lib/markdown/plain-text.ts';

describe('the plain text of Markdown', () => {
  it.each([
    ['Just words.', 'Just words.'],
    ['## A heading\n\nText\nthat goes on.', 'A heading Text that goes on.'],
    ['**Strong**, *soft*, __strong__, _soft_ and ~~struck~~.', 'Strong, soft, strong, soft and struck.'],
    ['A snake_case word, 2 * 3 and a\\*b.', 'A snake_case word, 2 3 and a*b.'],
    ['[A link](/news/a) and [another][ref].\n\n[ref]: https://a.example/', 'A link and another.'],
    ['Before ![Words](/media/a.svg "Caption") after.', 'Before after.'],
    ['A fact [1], and more [2, 3].[^note]\n\n[^note]: Said below.', 'A fact, and more.'],
    ['- one\n- [x] two\n3. three\n> four', 'one two three four'],
    ['| a | b |\n| --- | ---: |\n| c | 1 |', 'a b c 1'],
    ['Before\n\n```js\ncode()\n```\n\nafter', 'Before after'],
    ['A <b>bold</b> <!-- hidden --> word, 1 < 2 and 3 > 2.', 'A bold word, 1 < 2 and 3 > 2.'],
    ['Use `code`.', 'Use code.'],
    ['  \n\n ', ''],
  ])('of %j is %j', (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it.each([
    '[',
    '![',
    '![[',
    '[[](',
    '<',
    '<a',
    '`',
    '```\n',
    '_',
    '*',
    '|',
    '\\',
    '[^',
    '- ',
    '#',
    '> ',
    '~~',
    '--|',
  ])('takes no long time for a block of nothing but %j', (sign) => {
    const started = performance.now();
    plainText(sign.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
