import { describe, expect, it } from 'vitest';
import { mapAttributes } from '../../lib/html.ts';

const marked = (html: string) => mapAttributes(html, (name, value) => `${name}:${value}`);

describe('the attributes of a document', () => {
  it.each([
    ['<a href="/b">c</a>', '<a href="href:/b">c</a>'],
    ['<a href="/b" rel="d">c</a>', '<a href="href:/b" rel="rel:d">c</a>'],
    ['<img src="/a" alt="">', '<img src="src:/a" alt="alt:">'],
    ['<a data-b="c" aria-d="e">', '<a data-b="data-b:c" aria-d="aria-d:e">'],
    ['<a title="b > c" href="/d">e</a>', '<a title="title:b > c" href="href:/d">e</a>'],
    ['<p>a</p><input checked disabled>', '<p>a</p><input checked disabled>'],
  ])('are changed in tags: %s', (html, expected) => {
    expect(marked(html)).toBe(expected);
  });

  it.each(['a href="/b" c', '&#x3C;a href="/b">', 'a < b and c="d"', '<!-- href="/a" -->', '</a href="/b">'])(
    'are left where a text only reads like one: %s',
    (text) => {
      expect(marked(text)).toBe(text);
    },
  );

  it('may hold what a replacement would take for a command', () => {
    expect(mapAttributes('<a href="b">', () => "$& $1 $'")).toBe(`<a href="$& $1 $'">`);
  });

  it('are found soon also where there are many', () => {
    const started = performance.now();
    expect(marked(`<a${' b="c"'.repeat(20_000)}>`)).toBe(`<a${' b="b:c"'.repeat(20_000)}>`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
