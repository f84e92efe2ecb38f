/** How a text points to its sources: `[1]`, or `[1, 3]` for two of them. The space before it belongs to it. */
export const CITATION = /\s?\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

/** The words without the numbers of their sources. */
export function withoutCitations(text: string): string {
  return text.replace(CITATION, '').trim();
}
