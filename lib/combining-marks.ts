/** To order a row of combining marks, a Unicode normal form takes the square of their number. */
const MAX_MARKS = 30;
const HEAP = new RegExp(`(\\p{M}{${MAX_MARKS}})\\p{M}+`, 'gu');

/** @returns the text with at most 30 combining marks on a letter, as in the Stream-Safe Text Format (UAX #15, section 13) */
export function withoutHeapsOfMarks(text: string): string {
  return text.replace(HEAP, '$1');
}
