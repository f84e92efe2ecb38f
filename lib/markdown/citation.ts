/**
 * How a text points to its sources: `[1]`, or `[1, 3]` for two of them. The space before it belongs to it, and the
 * blanks between are few: a text of nothing but blanks is gone through once.
 */
export const CITATION = /\s?\[(\d{1,3}(?:\s{0,3},\s{0,3}\d{1,3}){0,20})\]/g;

/** The words without the numbers of their sources. What names a source that is not listed is no citation. */
export function withoutCitations(text: string, sources: number): string {
  return text
    .replace(CITATION, (whole, numbers: string) =>
      numbers.split(',').every((number) => Number(number) >= 1 && Number(number) <= sources) ? '' : whole,
    )
    .trim();
}
