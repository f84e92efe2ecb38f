import { type Asked, unpacked } from './ask.ts';

/** The whole of a page, as it was before compression. */
export const pageText = (answer: Asked): string => unpacked(answer).toString();

/** What a reader reads: no tags, no data, no style. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>|<(?:"[^"]*"|[^>"])*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('&amp;', '&');
}
