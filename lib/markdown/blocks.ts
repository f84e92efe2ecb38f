import { columnsBefore, isFenceEnd } from './complexity.ts';

/** The blocks of a text without a parser, near enough to look for its first paragraph: what blank lines part. */

const BLANK = /^[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}(?!.*`)|~{3,})/;
/** The mark of an item, with what is before its text. */
const ITEM = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;
const HTML = /^ {0,3}<\/?[a-z]/i;
/** HTML that goes on over blank lines, and what ends it. */
const LONG_HTML: [start: RegExp, end: RegExp][] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
  [/^ {0,3}<![a-z]/i, />/],
];
const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** Elements that must be closed and whose paragraphs are not the text's own, over however many blocks they go. */
const SHUT = new Set(
  'audio blockquote details dl figcaption figure h1 h2 h3 h4 h5 h6 iframe math object ol pre script select style summary svg table template textarea title ul video'.split(
    ' ',
  ),
);

/** @returns the blocks that may hold a paragraph of the text's own: no code, and nothing within a list or a quote */
export function* blocksIn(markdown: string): Generator<string> {
  const scan = new BlockScan();
  for (const [line] of markdown.matchAll(/[^\r\n]+|\r\n|[\r\n]/g)) {
    scan.read(line);
    yield* scan.take();
  }
  scan.endBlock();
  yield* scan.take();
}

class BlockScan {
  #lines: string[] = [];
  #done: string[] = [];
  /** Ends code or HTML that goes on over blank lines. */
  #end: ((line: string) => boolean) | undefined;
  #isCode = false;
  #isHtml = false;
  /** Where the text of the last item begins; what is further in belongs to it. */
  #listColumn: number | undefined;
  #isInItem = false;
  readonly #open = new Map<string, number>();
  #depth = 0;
  /** Whether the line's end that comes next ends a line with text. */
  #isWithin = false;

  /** @param line a line without its end, or an end alone */
  read(line: string): void {
    if (/^[\r\n]/.test(line)) {
      if (!this.#isWithin && !this.#end) this.endBlock();
      this.#isWithin = false;
      return;
    }
    this.#isWithin = true;
    if (this.#end) this.#goOn(line, this.#end);
    else if (BLANK.test(line)) this.endBlock();
    else this.#begin(line);
  }

  /** @returns the blocks that have ended since the last time */
  take(): string[] {
    return this.#done.splice(0);
  }

  endBlock(): void {
    const block = this.#lines.join('\n');
    const isOwn = this.#depth === 0 && !this.#isCode && !this.#isInItem;
    if (this.#isHtml && !this.#isInItem) this.#followElements(block);
    this.#lines = [];
    this.#isHtml = false;
    this.#isInItem = false;
    this.#isCode = false;
    this.#end = undefined;
    if (block && isOwn) this.#done.push(block);
  }

  #goOn(line: string, isEnd: (line: string) => boolean): void {
    this.#lines.push(line);
    if (isEnd(line)) this.endBlock();
  }

  #begin(line: string): void {
    const column = columnsBefore(line);
    const isFirst = this.#lines.length === 0;
    const isFurtherIn = this.#listColumn !== undefined && column >= this.#listColumn;
    if (isFirst && isFurtherIn) this.#isInItem = true;
    if (isFirst && !isFurtherIn) this.#listColumn = undefined;
    if (isFurtherIn || this.#isInItem || this.#isHtml || !this.#beginLong(line)) {
      const item = isFurtherIn ? undefined : ITEM.exec(line)?.[0];
      if (item !== undefined) this.#listColumn = item.length;
      this.#isHtml ||= HTML.test(line);
      this.#lines.push(line);
    }
  }

  /** Code and HTML that go on over blank lines are blocks of their own. @returns whether the line begins such a block */
  #beginLong(line: string): boolean {
    const fence = FENCE.exec(line)?.[1];
    const html = fence ? undefined : LONG_HTML.find(([start]) => start.test(line));
    if (!fence && !html) return false;
    this.endBlock();
    this.#listColumn = undefined;
    this.#isCode = fence !== undefined;
    this.#isHtml = html !== undefined && HTML.test(line);
    this.#lines.push(line);
    if (fence) this.#end = (next) => isFenceEnd(next, fence);
    const ending = html?.[1];
    if (!ending) return true;
    this.#end = (next) => ending.test(next);
    if (ending.test(line)) this.endBlock();
    return true;
  }

  #followElements(block: string): void {
    for (const [, end, written = ''] of block.matchAll(TAG)) {
      const name = written.toLowerCase();
      if (!SHUT.has(name)) continue;
      const before = this.#open.get(name) ?? 0;
      if (end && before === 0) continue;
      this.#open.set(name, before + (end ? -1 : 1));
      this.#depth += end ? -1 : 1;
    }
  }
}
