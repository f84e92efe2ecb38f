import { describe, expect, it } from 'vitest';
import { tooComplex } from '../../../lib/markdown.ts';
import { html, reasons } from '../../support/rendering.ts';

const TOO_LARGE = 'The text becomes more than 20 times its size as HTML, so it is shown as it is typed.';

describe('a note that is pointed to many times', () => {
  const pointing = (many: number) => `${'Text.[^1]\n\n'.repeat(many)}[^1]: The note.`;
  const links = (text: string, to: RegExp) => text.match(to)?.length;

  it('has a hundred ways back and a way to it from everywhere', async () => {
    const text = await html(pointing(150));
    expect(links(text, /href="#user-content-fn-1"/g)).toBe(150);
    expect(links(text, /href="#user-content-fnref-1/g)).toBe(100);
    expect(links(text, /id="user-content-fnref-1/g)).toBe(100);
    expect(text).toContain('id="user-content-fnref-1-100"');
  });

  it('keeps the numbers of the notes behind it', async () => {
    const text = await html(`${pointing(150)}\n\nMore.[^2]\n\n[^2]: Another.`);
    expect(text).toContain('<a href="#user-content-fn-2" id="user-content-fnref-2"');
    expect(text).toContain('<li id="user-content-fn-2">');
  });
});

describe('the HTML of a text that is let through', () => {
  const label = '\u6cd5'.repeat(70);
  const texts = {
    'a note 9,900 times': `${'[^1]\n\n'.repeat(9900)}[^1]: x`,
    'a note with a long name': `${`[^${label}]\n\n`.repeat(5000)}[^${label}]: x`,
    'a long address many times': `${'[a]\n\n'.repeat(9000)}[a]: http://a.test/${'x'.repeat(2000)}`,
    'a long title many times': `${'[a]\n\n'.repeat(9000)}[a]: / "${'x'.repeat(2000)}"`,
    'a long address in a short text': `${'[a]\n\n'.repeat(1500)}[a]: http://a.test/${'x'.repeat(8000)}`,
    'a picture many times': `${'![a][b]\n\n'.repeat(3000)}[b]: /media/${'x'.repeat(900)}.jpg`,
    'many headings': '# a\n\n'.repeat(4900),
    'a wide table of short rows': `|${'a|'.repeat(40)}\n|${'-|'.repeat(40)}\n${'x\n'.repeat(200)}`,
  };
  it.each(Object.entries(texts))('is a megabyte or 20 times the text at most: %s', async (_, text) => {
    expect(tooComplex(text)).toBeUndefined();
    expect((await html(text)).length).toBeLessThanOrEqual(Math.max(1_000_000, 20 * text.length));
  });

  it('is that of the text as it is typed, and the file is named, when it would be larger', async () => {
    const text = texts['a long address many times'];
    expect(await html(text)).toContain('<p>[a]</p>');
    expect(await reasons(text)).toEqual([TOO_LARGE]);
  });

  it('may be many times that of a short text', async () => {
    expect(await reasons(`${'[a]\n\n'.repeat(50)}[a]: http://a.test/${'x'.repeat(2000)}`)).toEqual([]);
  });
});
