import type { Root as HtmlRoot } from 'hast';
import type { Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { VFile } from 'vfile';
import { blocksIn } from './blocks.ts';
import { withoutCitations } from './citation.ts';
import { elementsOf, quotes, textOf } from './elements.ts';

const MAX_CHARACTERS = 200;
/** Where a paragraph is looked for, and what of it the parser gets: readers wait meanwhile. */
const MAX_LOOK_LENGTH = 32_000;
const MAX_PARSED_LENGTH = 6000;
const MAX_BLOCK_LENGTH = 2000;
/** A shorter block takes no less time. */
const MIN_BLOCK_LENGTH = 100;
/** A line with so many is a row of a table, in which there is no paragraph; the parser takes long for many. */
const MAX_PIPES = 8;
/** A line of a list or a quote. */
const WITHIN = /^ {0,3}(?:>|(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$))/;
const HEADING = /^ {0,3}#{1,6}[ \t][^\n]*$/;

const pipeline = remark().use(remarkGfm, { singleTilde: false }).freeze();

/**
 * The first paragraph without its marks, for an article that has no excerpt of its own.
 * @param sources how many numbered sources the article has
 * @returns at most 200 characters, cut at a word; empty when the text has no paragraph
 */
export function firstParagraph(markdown: string, sources = 0): string {
  let labels: ReadonlySet<string> | undefined;
  let left = MAX_PARSED_LENGTH;
  for (const block of blocksIn(markdown.slice(0, MAX_LOOK_LENGTH))) {
    if (left <= 0) break;
    if (hasNoParagraph(block)) continue;
    const beginning = withoutRows(beginningOf(block));
    left -= Math.max(beginning.length, MIN_BLOCK_LENGTH);
    if (beginning.includes('[')) labels ??= labelsIn(markdown);
    const found = paragraphIn(beginning + definitionsFor(beginning, labels), sources);
    if (found) return found;
  }
  return '';
}

/** Whether it can be seen without the parser. */
function hasNoParagraph(block: string): boolean {
  return HEADING.test(block) || block.split('\n').every((line) => WITHIN.test(line));
}

/** Ends with a line or a word where it is cut. */
function beginningOf(block: string): string {
  if (block.length <= MAX_BLOCK_LENGTH) return block;
  const beginning = block.slice(0, MAX_BLOCK_LENGTH);
  const lineEnd = beginning.lastIndexOf('\n');
  const end = lineEnd > MAX_BLOCK_LENGTH / 2 ? lineEnd : beginning.lastIndexOf(' ');
  return end > 0 ? beginning.slice(0, end) : beginning;
}

function withoutRows(markdown: string): string {
  if (!markdown.includes('|')) return markdown;
  const isRow = (line: string) => /^ {0,3}\|/.test(line) || line.split('|', MAX_PIPES + 1).length > MAX_PIPES;
  return markdown.replace(/[^\n]+/g, (line) => (isRow(line) ? '' : line));
}

/** What the text defines for its links by reference and its notes, anywhere. */
function labelsIn(markdown: string): ReadonlySet<string> {
  const found = markdown.matchAll(/^ {0,3}\[([^\]\n]{1,200})\]:/gm);
  return new Set(Array.from(found, ([, label = '']) => folded(label)));
}

/** Definitions of what a block refers to. No word comes from an address or a note. */
function definitionsFor(block: string, labels: ReadonlySet<string> | undefined): string {
  if (!labels || labels.size === 0) return '';
  const referred = Array.from(block.matchAll(/\[([^[\]]{1,200})\]/g), ([, label = '']) => folded(label));
  const defined = [...new Set(referred)].filter((label) => labels.has(label));
  return defined.map((label) => `\n\n[${label}]: /`).join('');
}

function folded(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

function paragraphIn(markdown: string, sources: number): string {
  const tree: Root = pipeline.parse(markdown);
  pipeline.runSync(tree);
  const elements = elementsOf(tree, new VFile(markdown));
  quotes(elements);
  return firstIn(elements.children, sources);
}

function firstIn(children: HtmlRoot['children'], sources: number): string {
  for (const child of children) {
    if (child.type !== 'element') continue;
    if (child.tagName === 'div') {
      const found = firstIn(child.children, sources);
      if (found) return found;
    }
    if (child.tagName !== 'p') continue;
    const words = withoutCitations(textOf(child, { withoutStruck: true }), sources);
    if (words) return shorten(words);
  }
  return '';
}

function shorten(text: string): string {
  const characters = [...text];
  if (characters.length <= MAX_CHARACTERS) return text;
  const cut = characters.slice(0, MAX_CHARACTERS).join('');
  const space = cut.search(/\s\S*$/);
  return `${space > 0 ? cut.slice(0, space).trimEnd() : cut}…`;
}
