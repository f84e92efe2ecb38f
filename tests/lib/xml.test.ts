import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { xml } from '../../lib/xml.ts';

describe('text in XML', () => {
  it('has its five signs escaped', () => {
    expect(xml.text(`<a href="b" title='c'>&amp;</a>`)).toBe(
      '&lt;a href=&quot;b&quot; title=&apos;c&apos;&gt;&amp;amp;&lt;/a&gt;',
    );
  });

  it.each([
    ['NUL and other control characters', 'a\0\u0001\u0008\u000b\u000c\u001fb', 'ab'],
    ['what is no character', 'a\ufffe\uffffb', 'ab'],
    ['halves of a character', 'a\ud800b\udfffc', 'abc'],
  ])('does not have %s', (_, text, expected) => {
    expect(xml.text(text)).toBe(expected);
  });

  it.each(['a\tb\nc\rd', 'é日本', '😀', '\u{10ffff}', '\u0085\u2028\ufffd'])('keeps %j', (text) => {
    expect(xml.text(text)).toBe(text);
  });

  it('cannot end a section of characters', () => {
    expect(xml.text(']]>')).toBe(']]&gt;');
  });

  it('reads as what it was', () => {
    const text = `<&>"' ]]> &lt; &#60;`;
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(
      `<a b="${xml.text(text)}">${xml.text(text)}</a>`,
    );
    expect(parsed).toEqual({ a: { '#text': text, '@_b': text } });
  });
});

describe('an element', () => {
  it('holds escaped text', () => {
    expect(xml.element('dc:creator', 'A & B')).toBe('<dc:creator>A &amp; B</dc:creator>');
  });

  it('is there when its text is empty, and not when there is none', () => {
    expect(xml.element('a', '')).toBe('<a></a>');
    expect(xml.element('a', undefined)).toBe('');
  });
});

describe('a document', () => {
  it('says that it is XML in UTF-8', () => {
    const text = xml.document('<a/>');
    expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a/>\n');
    expect(XMLValidator.validate(text)).toBe(true);
  });
});
