import { describe, expect, it } from 'vitest';
import { countWords } from '../../../lib/markdown/word-count.ts';

/** What is counted, said in the shortest way. */
function matches(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

describe('the words of a text', () => {
  it('of Chinese and Japanese are counted by the minutes that they take', () => {
    expect(countWords('这是一个很长的句子。'.repeat(220))).toBe(Math.round((1980 * 230) / 300));
    expect(countWords('カタカナとひらがな')).toBe(7);
    expect(countWords('The word 法律 means law.')).toBe(6);
  });

  it('are not the tags and addresses of HTML', () => {
    expect(countWords('<a href="https://example.org/a-b" class="c">one</a> <b>two</b><br>three')).toBe(3);
    expect(countWords('1 < 2 and 3 > 2')).toBe(5);
  });

  it.each([
    ['', 0],
    ['word', 1],
    ['two words', 2],
    [" - ’tis well-known: don’t, don't -", 4],
    ['## A heading\n\n- and *one* [link](/news/a-b)\n', 7],
    ['10 mg/kg on 2026-11-27', 5],
    ['Entwürfe — été naïve', 3],
    ['a\u00a0b\u2014c', 3],
    ['𝒜𝒷-c 😀 d😀e', 3],
    ['e\u0301te', 2],
  ])('of %j are %i', (text, words) => {
    expect(countWords(text)).toBe(words);
    expect(matches(text)).toBe(words);
  });

  it('are the same whatever signs stand beside one another', () => {
    const signs = [..."ab9é𝒜😀\u0301 .,-'’“—\u00a0\n#*"];
    for (const first of signs)
      for (const second of signs)
        for (const third of signs) {
          const text = `${first}${second}${third}`;
          expect(countWords(text), JSON.stringify(text)).toBe(matches(text));
        }
  });
});
