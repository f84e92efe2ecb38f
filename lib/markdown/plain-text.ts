import { CITATION } from './citation.ts';

/** Elements within a line: their words stand together with those around them. */
const IN_LINE =
  /^(?:a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u)$/i;
const TAG = /<\/?([a-z][a-z0-9]{0,20})(?:[\s/][^<>]{0,2000})?>/gi;
const HIDDEN = /<!--|<(script|style)\b/gi;

/** Without comments, scripts and styles. What has no end is left; nothing of its kind is looked for behind it. */
function withoutHidden(text: string): string {
  // Other letters may become more than one, and every character must keep its place.
  const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const ends = new Set(['-->', '</script', '</style']);
  let shown = '';
  let done = 0;
  for (const { 1: name, index } of text.matchAll(HIDDEN)) {
    const mark = name === undefined ? '-->' : `</${name.toLowerCase()}`;
    if (index < done || !ends.has(mark)) continue;
    const end = lower.indexOf(mark, index);
    if (end < 0) {
      ends.delete(mark);
      continue;
    }
    shown += `${text.slice(done, index)} `;
    done = end + (name === undefined ? mark.length : 0);
  }
  return shown + text.slice(done);
}

/** A Markdown text without the tags of the HTML in it, which are no words. */
export function withoutTags(markdown: string): string {
  if (!markdown.includes('<')) return markdown;
  return withoutHidden(markdown).replace(TAG, (_, name: string) => (IN_LINE.test(name) ? '' : ' '));
}

/**
 * The words of a Markdown text in one line, near enough for a few of them to be shown under a search result: some
 * hundredths of a millisecond instead of the several that rendering takes. It is text, and to be escaped as such.
 */
export function plainText(markdown: string): string {
  return (
    withoutTags(markdown.replace(/^(```|~~~)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, ' '))
      .replace(/<[!?][^<>]{0,500}>/g, ' ')
      .replace(/^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*$/gm, ' ')
      // The lengths are limited, so that a text of nothing but opening brackets takes no longer than another.
      .replace(/!\[[^\]\n]{0,300}\](?:\([^()\n]{0,600}\)|\[[^\]\n]{0,200}\])/g, ' ')
      .replace(/\[\^[^\]\n]{1,100}\]/g, '')
      .replace(/\[([^[\]\n]{0,300})\](?:\([^()\n]{0,600}\)|\[[^\]\n]{0,200}\])/g, '$1')
      .replace(CITATION, '')
      .replace(/^[ \t]*(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t](?:\[[ xX]\][ \t])?|\d{1,9}[.)][ \t])/gm, ' ')
      .replace(/^[ \t]*(?:\|[ \t]*)?:?--[-|: \t]*$/gm, ' ')
      .replace(/(?<!\\)(?:[*`|]+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}]))/gu, (sign) =>
        sign.startsWith('|') ? ' ' : '',
      )
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
