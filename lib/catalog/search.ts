/** The fewest letters that an unfinished word is shortened to, and by how many at most. */
const SHORTEST = 4;
const MOST_OFF = 4;

/**
 * Makes FTS5 expressions out of what a reader typed, to be tried in turn until one finds something: every word must
 * occur, the last one may be unfinished, and words between double quotes stand together. Every term is quoted, so that
 * no sign of the query language gets through.
 *
 * The index holds stems ("medic" for "medication"), so an unfinished "medicat" is longer than what it should find; the
 * later expressions leave letters of it off.
 * @returns none when there is no word in it
 */
export function matchExpressions(query: string): string[] {
  const found = query
    .normalize('NFC')
    .slice(0, 200)
    .matchAll(/"([^"]*)"|([^\s"]+)/g);
  const terms = [...found].flatMap(([, phrase, word]) => {
    const words = (phrase ?? word ?? '').match(/[\p{L}\p{N}\p{M}]+/gu);
    return words ? [{ text: words.join(' '), isPhrase: phrase !== undefined }] : [];
  });
  const kept = terms.slice(0, 12);
  const last = kept.pop();
  if (!last) return [];
  const expression = (end: string) => [...kept.map(({ text }) => `"${text}"`), end].join(' ');
  if (last.isPhrase) return [expression(`"${last.text}"`)];
  const [, before = '', word = ''] = /^(.* )?(\S*)$/.exec(last.text) ?? [];
  const signs = [...word];
  const off = Math.min(MOST_OFF, Math.max(0, signs.length - SHORTEST));
  return Array.from({ length: off + 1 }, (_, less) =>
    expression(`"${before}${signs.slice(0, signs.length - less).join('')}"*`),
  );
}
