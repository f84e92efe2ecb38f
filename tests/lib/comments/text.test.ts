import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, countLinks, fold, toHtml } from '../../../lib/comments/text.ts';

describe('a cleaned text', () => {
  it.each([
    ['turned text', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
    ['invisible signs', 'a\u200bb\u00adc\ufeffd\u2060e\u3164f\u{e0041}g\u2800h', 'abcdefgh'],
    ['controls', 'a\0b\u0007c\u001b[31md\u007fe\u009bf', 'abc[31mdef'],
    ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
    ['private signs and what is no character', 'a\ue000b\uffffc', 'abc'],
    ['line ends of all kinds', 'a\r\nb\rc\u2028d\u0085e\n\n\n\nf', 'a\nb\nc\nd\ne\n\nf'],
    ['spaces of all kinds', ' a\u00a0b\tc\u3000d  \n e ', 'a b c d\n e'],
    ['decomposed letters', 'e\u0301', 'é'],
    ['heaps of marks', `a${'\u0336'.repeat(40)}b`, `a${'\u0336'.repeat(4)}b`],
    ['selectors without a sign', 'a\ufe0fb\u{e0100}', 'ab'],
    ['joiners between letters that do not join', 'a\u200db\u200cc', 'abc'],
    ['heaps of joiners', '👩\u200d\u200d\u200d👩', '👩👩'],
  ])('has no %s', (_, given, clean) => {
    expect(cleanText(given)).toBe(clean);
  });

  it.each([
    'Plain words, “quoted” — and so on…',
    '👩‍🔬 ❤️ 👍🏽 1️⃣',
    'می‌خواهم',
    'क्‍ष',
    'Tiếng Việt, ভাষা, 한국어, עִבְרִית, ไทย, 日本語',
    'x < y && y > z',
  ])('keeps what people write: %s', (text) => {
    expect(cleanText(text)).toBe(text.normalize('NFC'));
  });

  it('is on one line for a name', () => {
    expect(cleanLine(' a\n\n b\u202e ')).toBe('a b');
  });

  it('is compared without case, accents and forms', () => {
    expect(fold('ＣＡＳＩＮÓ  ﬁne\nX')).toBe('casino fine x');
  });
});

describe('a text as HTML', () => {
  it.each([
    ['one\ntwo\n\nthree', '<p>one<br>two</p>\n<p>three</p>'],
    ['> said\n>more\nanswer', '<blockquote><p>said<br>more</p></blockquote>\n<p>answer</p>'],
    ['> > deeper', '<blockquote><p>&gt; deeper</p></blockquote>'],
    ['a < b & "c" \'d\'', '<p>a &lt; b &amp; &quot;c&quot; &#39;d&#39;</p>'],
    ['<script>x</script>', '<p>&lt;script&gt;x&lt;/script&gt;</p>'],
    ['javascript:alert(1) ftp://a.test data:x', '<p>javascript:alert(1) ftp://a.test data:x</p>'],
    ['https://bank.test@evil.test/', '<p>https://bank.test@evil.test/</p>'],
    ['http://', '<p>http://</p>'],
  ])('%j', (text, html) => {
    expect(toHtml(text)).toBe(html);
  });

  it.each([
    ['See https://a.test/b.', 'https://a.test/b', '.'],
    ['(https://a.test/b_(c))', 'https://a.test/b_(c)', ')'],
    ['https://a.test/?a=1&b=2, yes', 'https://a.test/?a=1&b=2', ', yes'],
    ['"https://a.test"', 'https://a.test', '"'],
    ['https://a.test"onmouseover="x', 'https://a.test', '"onmouseover="x'],
  ])('links an address and not the sentence around it: %s', (text, address, after) => {
    const escaped = (part: string) => part.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    expect(toHtml(text)).toContain(`>${escaped(address)}</a>${escaped(after)}`);
    expect(toHtml(text)).toContain(`<a href="${escaped(new URL(address).href)}" rel="nofollow ugc">`);
  });

  it('has as many links as a spammer tried to make', () => {
    expect(countLinks('http://a.test HTTPS://b.test www.c.test <a href=x> [url=x]')).toBe(5);
    expect(countLinks('nothing here, awww. no')).toBe(0);
  });
});
