/** What HTML within a text may ask of its parser, which opens and copies more than is written. */

/** Cells of all tables: the parser gives each row as many as the head has, however short the row is. */
export const MAX_CELLS = 10_000;
export const MAX_COLUMNS = 200;

/** The HTML parser opens what is not closed again in each paragraph that follows. */
const MAX_UNCLOSED = 40;
/** As many as a table of `MAX_CELLS` has. */
const MAX_TAGS = 2.5 * MAX_CELLS;
/** A tag and its attributes, whose values may hold what looks like an end. Nothing follows that could make it go back. */
const TAG = /<(\/?)([a-z][^\t\n\f\r />]*)((?:[^>"'=]+|=[\t\n\f\r ]*(?:"[^"]*"|'[^']*')?|["'])*)/gi;
const START = /<([a-z][^\t\n\f\r />]*)/gi;
const CELL = /^t[dh]$/;
/** Elements that have no end, or that another of their kind ends. */
const ENDLESS =
  /^(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/;

/** @returns what is given the HTML of a text piece by piece, and says of what it asks more than can be parsed */
export function htmlNesting(): (html: string) => 'depth' | 'count' | undefined {
  const open = new Map<string, number>();
  let depth = 0;
  let tags = 0;
  let cells = 0;
  let columns = 0;

  function count(written: string, isEnd: boolean): 'depth' | 'count' | undefined {
    tags++;
    // As the parser, which takes no other letters for the same.
    const name = written.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    if (name === 'tr' || name === 'table') columns = 0;
    if (!isEnd && CELL.test(name)) {
      cells++;
      columns++;
    }
    if (tags > MAX_TAGS || cells > MAX_CELLS || columns > MAX_COLUMNS) return 'count';
    const before = open.get(name) ?? 0;
    if (ENDLESS.test(name) || (isEnd && before === 0)) return undefined;
    open.set(name, before + (isEnd ? -1 : 1));
    depth += isEnd ? -1 : 1;
    return depth > MAX_UNCLOSED ? 'depth' : undefined;
  }

  return (html) => {
    for (const [, end, name = '', attributes = ''] of html.matchAll(TAG)) {
      let asked = count(name, end !== '');
      if (attributes.includes('<')) {
        for (const [, within = ''] of attributes.matchAll(START)) asked ??= count(within, false);
      }
      if (asked) return asked;
    }
    return undefined;
  };
}
