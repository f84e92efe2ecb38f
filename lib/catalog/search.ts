/**
 * Makes an FTS5 expression out of what a reader typed: every word must occur, the last one may be unfinished, and
 * words between double quotes stand together. Every term is quoted, so that no sign of the query language gets through.
 * @returns undefined when there is no word in it
 */
export function matchExpression(query: string): string | undefined {
  const terms = [...query.slice(0, 200).matchAll(/"([^"]*)"|([^\s"]+)/g)].flatMap(([, phrase, word]) => {
    const words = (phrase ?? word ?? '').match(/[\p{L}\p{N}]+/gu);
    return words ? [{ text: words.join(' '), isPhrase: phrase !== undefined }] : [];
  });
  if (terms.length === 0) return undefined;
  const last = terms.length - 1;
  return terms
    .slice(0, 12)
    .map(({ text, isPhrase }, place) => `"${text}"${place === last && !isPhrase ? '*' : ''}`)
    .join(' ');
}
