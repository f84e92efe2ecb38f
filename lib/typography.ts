/**
 * Sets straight quotes and apostrophes as a printer would: "it's" becomes “it’s”. A quote opens when a word follows it
 * and none comes before it; every other one closes, or is an apostrophe.
 */
export function typographic(text: string): string {
  return text
    .replace(/(^|[\s([{–—“‘])"(?=[\p{L}\p{N}$‘'[(…])/gu, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[\s([{–—“])'(?=[\p{L}\p{N}$[(…])(?!\d\ds\b)/gu, '$1‘')
    .replaceAll("'", '’');
}
