import { CITATION } from './citation.ts';

/**
 * The words of a Markdown text in one line, near enough for a few of them to be shown under a search result: some
 * hundredths of a millisecond instead of the several that rendering takes. It is text, and to be escaped as such.
 */
export function plainText(markdown: string): string {
  return (
    markdown
      .replace(/^(```|~~~)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, ' ')
      .replace(/<[a-z/!][^<>]{0,500}>/gi, ' ')
      .replace(/^ {0,3}\[[^\]\n]{1,200}\]:[^\n]*$/gm, ' ')
      // The lengths are limited, so that a text of nothing but opening brackets takes no longer than another.
      .replace(/!\[[^\]\n]{0,300}\](?:\([^()\n]{0,600}\)|\[[^\]\n]{0,200}\])/g, ' ')
      .replace(/\[\^[^\]\n]{1,100}\]/g, '')
      .replace(/\[([^[\]\n]{0,300})\](?:\([^()\n]{0,600}\)|\[[^\]\n]{0,200}\])/g, '$1')
      .replace(CITATION, '')
      .replace(/^[ \t]*(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t](?:\[[ xX]\][ \t])?|\d{1,9}[.)][ \t])/gm, ' ')
      .replace(/^[ \t]*\|?[ \t]*:?-{2,}[-|: \t]*$/gm, ' ')
      .replace(/(?<!\\)(?:[*`|]+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}]))/gu, (sign) =>
        sign.startsWith('|') ? ' ' : '',
      )
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  );
}
