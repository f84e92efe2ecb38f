import { htmlNesting, MAX_CELLS, MAX_COLUMNS } from './html-nesting.ts';

/**
 * What a text may ask of the Markdown parser. It recurses into each nested construct, and compares the marks of a block
 * with one another: some kilobytes of nothing but marks end a thread or hold it for seconds. This looks at the text
 * once, before any parser does, and takes the time of reading it.
 */

/** Containers, emphasis and brackets within one another. */
export const MAX_DEPTH = 60;
/** The squares of the marks of each block, summed: at most half a second of parsing. */
const MAX_WORK = 40_000_000;
/** Blocks and definitions: the parser goes through all of them again for some. */
const MAX_BLOCKS = 10_000;
/** The marks of all blocks. */
const MAX_MARKS = 100_000;
/** Parsing takes as long as there are words: half a second for so many, whether in one line or in paragraphs. */
const MAX_WORDS = 75_000;

/** `line` counts from 1 in the text. */
export type Refusal = { line: number; reason: string; fix: string };

/** `>` or the marker of a list, at the start of what is left of a line. */
const CONTAINER = /[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)|\[\^[^\]\s]{1,80}\]:)/y;
/** A line of one mark and blanks is a rule, whatever else it looks like, or an underline. */
const RULE = /^[ \t]*([-_*])[ \t]*\1[ \t]*\1(?:[ \t]|\1)*$/;
const UNDERLINE = /^[ \t]*(?:-+|=+)[ \t]*$/;
const FENCE = /^(`{3,}|~{3,})/;
const BLANK = /^[ \t]*$/;
/** A line of a quote without words, which ends the paragraph before it. */
const BLANK_QUOTE = /^ {0,3}(?:> ?)+$/;
/** An item that ends any paragraph before it; another number than 1 does so only after an item of its own list. */
const ITEM = /^ {0,3}(?:[-+*]|1[.)])[ \t]+[^ \t]/;
const NUMBERED_ITEM = /^( {0,3})\d{1,9}[.)][ \t]+[^ \t]/;
/** A block of HTML that is in no other block and ends at a blank line: Markdown reads nothing in it. */
const HTML_BLOCK =
  /^<\/?(?:address|article|aside|blockquote|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|menu|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?:[ \t>]|\/>|$)/i;
/** HTML that goes on over blank lines. */
const LONG_HTML = /<(?:[!?]|script|pre|style|textarea)/i;

/** How much a mark costs the parser, by its code unit; what is not here costs nothing. */
const COSTS = new Map(
  Object.entries({
    '[': 2,
    ']': 3,
    '*': 2,
    _: 2,
    '~': 2,
    '`': 1,
    '<': 1,
    '&': 1,
    '!': 1,
    '>': 4,
    '|': 0.5,
    '@': 8,
    ':': 1,
    '\\': 0.5,
  }).map(([mark, cost]) => [mark.charCodeAt(0), cost]),
);
const COST = new Float32Array(128);
for (const [unit, cost] of COSTS) COST[unit] = cost;
const LINE_COST = 1;
const UNDERLINE_COST = 4;
/** For an underlined heading the parser copies all that is before it: this much for each line, and for each cell. */
const COPIED_LINE_COST = 20;
const COPIED_CELL_COST = 20;
const SPACE = ' '.charCodeAt(0);
const NEWLINE = '\n'.charCodeAt(0);
/** The marks that may be open within one another. */
const NESTS = '[*_~<';
/** What a character costs at most, a line's end as the dearest line, and above it how many may be open: one sum for both. */
const NESTING = 2 ** 32;
const TOGETHER = new Float64Array(128);
for (let unit = 0; unit < 128; unit++) {
  const cost = unit === NEWLINE ? LINE_COST + UNDERLINE_COST : (COST[unit] ?? 0);
  TOGETHER[unit] = cost + (NESTS.includes(String.fromCharCode(unit)) ? NESTING : 0);
}
/** `www.` is the beginning of an address without a scheme, and is looked at like one. */
const ADDRESS = /www\./gi;
const ADDRESS_COST = 8;
/**
 * Where the parser looks for an address: with a bracket open, it goes back to the bracket each time. A word that begins
 * as `http` or `www` is looked at twice.
 */
const STARTS = /\\[!-~]|[[\]]|(?<![A-Za-z0-9+._/-])[A-Za-z0-9+._-]|(?<![A-Za-z])[hH]|(?<=[\s(*_[\]~])[wW]/g;
/** A character on the way back to a bracket. */
const WAY_COST = 0.4;
/** The mark of an item at the start of a line, by which it belongs to the list before it. */
const LIST_MARK = /^(?:\d{1,9})?([-+*.)])/;
/** A quote, a new list or a list within a list: the parser looks at those before it again. */
const NESTED_COST = 4;

/** A line without a marker that goes on with the paragraph of a list or quote: the parser tries each of them as all else. */
const LAZY_COST = 4;

/** @returns why the text cannot be shown, with the line that is to blame; undefined for all that a newsroom writes */
export function tooComplex(markdown: string): Refusal | undefined {
  const wordy = tooManyWords(markdown);
  if (wordy || isSimple(markdown)) return wordy;
  const scan = new Scan();
  let number = 0;
  for (const line of linesOf(markdown)) {
    const refusal = scan.read(line, ++number);
    if (refusal) return refusal;
  }
  return undefined;
}

/** One at a time: a megabyte of line ends would be as many strings, and is refused after ten thousand of them. */
function* linesOf(markdown: string): Generator<string> {
  let start = 0;
  for (const { 0: end, index } of markdown.matchAll(/\r\n|\n|\r/g)) {
    yield markdown.slice(start, index);
    start = index + end.length;
  }
  yield markdown.slice(start);
}

/** Goes through a text line by line, and sums up what it asks of the parser. */
class Scan {
  /** What the blocks that have ended cost, and the marks of the one that has not. */
  #work = 0;
  #marks = 0;
  /** The marks of all blocks. */
  #sum = 0;
  #blocks = 0;
  #containers = 0;
  #lazyLines = 0;
  #isInContainer = false;
  #cells = 0;
  #columns = 0;
  #isTable = false;
  #open = noneOpen();
  /** Characters before the line. */
  #place = 0;
  #fence = '';
  #canFence = true;
  // What a line is part of; at the start of a line with "<" it may be HTML, in which there is no fence.
  #isHtml = false;
  #mayBeHtml = false;
  readonly #htmlAsks = htmlNesting();
  #listColumn: number | undefined;
  #listMark = '';
  #before = '';

  /** @param number of the line in the text, from 1 */
  read(line: string, number: number): Refusal | undefined {
    const refusal = this.#readLine(line, number);
    this.#place += line.length + 1;
    return refusal;
  }

  #readLine(line: string, number: number): Refusal | undefined {
    if (this.#fence) {
      if (isFenceEnd(line, this.#fence)) this.#fence = '';
      return undefined;
    }
    this.#followHtmlBlock(line);
    if (this.#isHtml) return this.#readHtml(line, number);
    if (this.#opensFence(line)) return undefined;
    const { depth, start } = containersOf(line);
    if (depth > MAX_DEPTH) return tooDeep(number);
    const isBlank = start === line.length;
    this.#countContainers(line, depth, isBlank);
    this.#endBlocks(line, depth, isBlank);
    this.#followTable(line, isBlank);
    if (this.#before && UNDERLINE.test(line)) {
      this.#work += (number - 1) * COPIED_LINE_COST + this.#cells * COPIED_CELL_COST;
    }
    this.#before = BLANK.test(line) ? '' : line;
    if (this.#asksTooMuch()) return tooMany(number);
    return isBlank && depth === 0 ? undefined : this.#readText(line, number, depth, start);
  }

  #followHtmlBlock(line: string): void {
    if (BLANK.test(line)) {
      this.#isHtml = false;
      this.#mayBeHtml = false;
      this.#listColumn = undefined;
    } else if (!this.#isHtml && this.#canFence && HTML_BLOCK.test(line)) {
      this.#isHtml = true;
      this.#endParagraph();
      this.#isTable = false;
      this.#before = '';
    }
  }

  #readHtml(line: string, number: number): Refusal | undefined {
    if (LONG_HTML.test(line)) this.#canFence = false;
    this.#sum += LINE_COST;
    if (this.#sum > MAX_MARKS || this.#blocks > MAX_BLOCKS) return tooMuchHtml(number);
    return this.#htmlRefusal(line, number);
  }

  #htmlRefusal(line: string, number: number): Refusal | undefined {
    const asked = line.includes('<') ? this.#htmlAsks(line) : undefined;
    if (!asked) return undefined;
    return asked === 'depth' ? tooDeep(number) : tooMuchHtml(number);
  }

  #opensFence(line: string): boolean {
    this.#mayBeHtml ||= /^[ \t>*+.)\d-]*</.test(line);
    if (this.#mayBeHtml && FENCE.test(line)) this.#canFence = false;
    const fence = (this.#canFence && FENCE.exec(line)?.[1]) || '';
    if (fence && !(fence.startsWith('`') && line.includes('`', fence.length))) {
      this.#fence = fence;
      return true;
    }
    if (LONG_HTML.test(line)) this.#canFence = false;
    return false;
  }

  #countContainers(line: string, depth: number, isBlank: boolean): void {
    if (depth > 0) {
      const mark = LIST_MARK.exec(line)?.[1] ?? '';
      this.#containers += depth === 1 && mark !== '' && mark === this.#listMark ? 1 : NESTED_COST;
      this.#listMark = mark;
      this.#isInContainer = true;
    } else if (/^[^ \t]/.test(line)) this.#listMark = '';
    if (depth === 0 && line.startsWith('#')) this.#containers++;
    if (isBlank) {
      this.#isInContainer = false;
      this.#work += LAZY_COST * this.#lazyLines ** 2;
      this.#lazyLines = 0;
    } else if (depth === 0 && this.#isInContainer) this.#lazyLines++;
  }

  /** Counts the blocks that a line ends or begins. */
  #endBlocks(line: string, depth: number, isBlank: boolean): void {
    const column = NUMBERED_ITEM.exec(line)?.[1]?.length;
    const isItem =
      ITEM.test(line) || (column !== undefined && (this.#before === '' || column === this.#listColumn));
    if (isItem) this.#listColumn = column;
    else if (depth > 0) this.#listColumn = undefined;
    if (isBlank || depth > 0) {
      this.#isTable = false;
      this.#blocks++;
    }
    if (isItem || BLANK.test(line) || BLANK_QUOTE.test(line)) this.#endParagraph();
  }

  /** The cells of a table are texts of their own. */
  #followTable(line: string, isBlank: boolean): void {
    if (this.#isTable) {
      this.#cells += this.#columns;
      this.#endParagraph();
      this.#blocks++;
    } else if (!isBlank && this.#marks > 0 && isTableHead(this.#before, line)) {
      this.#isTable = true;
      this.#columns = cellsIn(line);
      this.#cells += this.#columns;
    }
  }

  #endParagraph(): void {
    this.#work += this.#marks ** 2;
    this.#marks = 0;
    this.#open = noneOpen();
  }

  #asksTooMuch(): boolean {
    const work = this.#work + this.#containers ** 2 + LAZY_COST * this.#lazyLines ** 2;
    return (
      work > MAX_WORK || this.#blocks > MAX_BLOCKS || this.#cells > MAX_CELLS || this.#columns > MAX_COLUMNS
    );
  }

  #readText(line: string, number: number, depth: number, start: number): Refusal | undefined {
    const refusal = this.#htmlRefusal(line, number);
    if (refusal) return refusal;
    const isRule = RULE.test(line) || UNDERLINE.test(line);
    const cost = LINE_COST + (isRule ? UNDERLINE_COST : marksIn(line));
    this.#marks += cost;
    this.#sum += cost;
    this.#work += WAY_COST * wayToBrackets(line, this.#place, this.#open.brackets);
    if (follow(line, start, this.#open, this.#place) + depth > MAX_DEPTH) return tooDeep(number);
    return this.#work + this.#marks ** 2 > MAX_WORK || this.#sum > MAX_MARKS ? tooMany(number) : undefined;
  }
}

/** Where a line may lie deeper than allowed: nothing else begins with as many of these. */
const LONG_START = new RegExp(`^[ \\t>+*.)\\d-]{${MAX_DEPTH}}`, 'm');

/** The second line of a table of many columns, or the end of a line of many cells. */
const WIDE_RULE = /(?:[-:] *\| *){50}/;

/** Whether a text has too few marks for any of the limits: what nearly all have, in a fraction of the time. */
function isSimple(markdown: string): boolean {
  let sum = 0;
  for (let at = 0; at < markdown.length; at++) {
    const unit = markdown.charCodeAt(at);
    if (unit < 128) sum += TOGETHER[unit] ?? 0;
  }
  const nesting = Math.floor(sum / NESTING);
  const most = sum % NESTING;
  return (
    nesting <= MAX_DEPTH &&
    most * most + mostInBrackets(markdown) <= MAX_WORK &&
    !WIDE_RULE.test(markdown) &&
    !LONG_START.test(markdown) &&
    !/[wW]{3}\./.test(markdown)
  );
}

/** More than `wayToBrackets` can cost in the blocks that a blank line parts. */
function mostInBrackets(markdown: string): number {
  const costOf = (length: number) => (WAY_COST * length ** 2) / 2;
  if (costOf(markdown.length) <= MAX_WORK / 2) return markdown.includes('[') ? costOf(markdown.length) : 0;
  let cost = 0;
  for (let start = markdown.indexOf('['); start >= 0; ) {
    const end = markdown.indexOf('\n\n', start);
    if (end < 0) return cost + costOf(markdown.length - start);
    cost += costOf(end - start);
    start = markdown.indexOf('[', end);
  }
  return cost;
}

function tooManyWords(markdown: string): Refusal | undefined {
  // A word and a blank are two characters at least.
  if (markdown.length <= 2 * MAX_WORDS) return undefined;
  let words = 0;
  let line = 1;
  let isWord = false;
  for (let at = 0; at < markdown.length; at++) {
    const unit = markdown.charCodeAt(at);
    if (unit === NEWLINE) line++;
    if (unit > SPACE && !isWord && ++words > MAX_WORDS) {
      return {
        line,
        reason: `The text has more than ${MAX_WORDS.toLocaleString('en-US')} words.`,
        fix: 'Make several articles of it, and put data into content/media.',
      };
    }
    isWord = unit > SPACE;
  }
  return undefined;
}

function tooDeep(line: number): Refusal {
  return {
    line,
    reason: `More than ${MAX_DEPTH} quotes, lists, elements, brackets or emphases are open within one another.`,
    fix: 'Close them, put a backslash before a mark that is meant as it is, or put the text into a block of code.',
  };
}

function tooMany(line: number): Refusal {
  return {
    line,
    reason: 'The text holds more marks of Markdown than can be read in a second.',
    fix: 'Divide its paragraphs and lists, or put it into a block of code between two lines of ```.',
  };
}

function tooMuchHtml(line: number): Refusal {
  return {
    line,
    reason: 'The text holds more HTML than can be read in a second.',
    fix: 'Divide its tables and lists, write them in Markdown, or leave elements out that only say how a text looks.',
  };
}

/** A fence ends at a line of the same mark, as long as the first or longer. */
export function isFenceEnd(line: string, fence: string): boolean {
  const text = line.trim();
  return (
    text.length >= fence.length && text === (fence[0] ?? '').repeat(text.length) && !/^ {4}|^\t/.test(line)
  );
}

/** How deep a line lies: each two columns before its first marker may be a level that an earlier line has opened. */
function containersOf(line: string): { depth: number; start: number } {
  if (RULE.test(line)) return { depth: 0, start: 0 };
  let depth = 0;
  let start = 0;
  CONTAINER.lastIndex = 0;
  while (CONTAINER.test(line)) {
    depth++;
    start = CONTAINER.lastIndex;
  }
  if (depth > 0) return { depth: depth + Math.floor(columnsBefore(line) / 2), start };
  return { depth, start: BLANK.test(line) ? line.length : 0 };
}

export function columnsBefore(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === ' ') columns++;
    else if (character === '\t') columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

function marksIn(line: string): number {
  let marks = 0;
  for (let at = 0; at < line.length; at++) {
    const unit = line.charCodeAt(at);
    if (unit < 128) marks += COST[unit] ?? 0;
  }
  if (marks === 0 && line.length < 4) return marks;
  for (const _ of line.matchAll(ADDRESS)) marks += ADDRESS_COST;
  return marks;
}

/** The second line of a table, which has as many cells as its head. */
const TABLE_RULE = /^ {0,3}\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*(?::?-+:?)?[ \t]*$/;

function isTableHead(head: string, rule: string): boolean {
  if (!rule.includes('-') || !TABLE_RULE.test(rule) || !head.includes('|')) return false;
  return columnsBefore(head) < 4 && cellsIn(head) === cellsIn(rule);
}

function cellsIn(row: string): number {
  const text = row.trim();
  let cells = 1;
  for (let at = 1; at < text.length - 1; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '|') cells++;
  }
  return cells;
}

/** The marks that are open. */
type Open = {
  emphases: Record<string, number>;
  /** Where in the text they are opened. */
  brackets: number[];
};

function noneOpen(): Open {
  return { emphases: {}, brackets: [] };
}

const WORD = /[\p{L}\p{N}]/u;
/** A run of one mark, or one bracket; what a backslash is before is neither. */
const RUNS = /\\[!-~]|\*+|_+|~+|[[\]]/g;

/** @returns how far the parser goes back to an open bracket, for all words of a line together */
function wayToBrackets(line: string, place: number, before: readonly number[]): number {
  if (before.length === 0 && !line.includes('[')) return 0;
  const open = [...before];
  let way = 0;
  for (const { 0: start, index } of line.matchAll(STARTS)) {
    if (start === '[') open.push(place + index);
    else if (start === ']') open.pop();
    else if (open.length > 0) way += (place + index - (open.at(-1) ?? 0)) * (/[hw]/i.test(start) ? 2 : 1);
  }
  return way;
}

/** Follows the marks of a line and @returns the most that were open at once. @param place characters before the line */
function follow(line: string, start: number, open: Open, place: number): number {
  let most = 0;
  for (const match of line.slice(start).matchAll(RUNS)) {
    const [run] = match;
    const mark = run[0] ?? '';
    if (mark === '\\') continue;
    if (mark === '[') open.brackets.push(place + start + match.index);
    else if (mark === ']') open.brackets.pop();
    else {
      const from = start + match.index;
      const opens = /\S/.test(line[from + run.length] ?? ' ');
      const closes = /\S/.test(line[from - 1] ?? ' ');
      const count = open.emphases[mark] ?? 0;
      if (closes && count > 0) open.emphases[mark] = Math.max(0, count - run.length);
      else if (opens && !(mark === '_' && WORD.test(line[from - 1] ?? ''))) open.emphases[mark] = count + 1;
    }
    const emphases = Object.values(open.emphases).reduce((sum, count) => sum + count, 0);
    most = Math.max(most, emphases + open.brackets.length);
  }
  return most;
}
