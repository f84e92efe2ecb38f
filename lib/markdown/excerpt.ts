import type { Root as HtmlRoot } from 'hast';
import type { Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { VFile } from 'vfile';
import { withoutCitations } from './citation.ts';
import { elementsOf, quotes, textOf } from './elements.ts';

const MAX_CHARACTERS = 200;
/** Where most texts have had their first paragraph. More is read of one that has not, but not all: readers wait meanwhile. */
const FIRST_LOOK_LENGTH = 4000;
const MAX_LOOK_LENGTH = 16_000;
const MAX_DEFINITIONS = 200;
/** A line with so many is a row of a table, in which there is no paragraph; the parser takes long for many. */
const MAX_PIPES = 8;

const pipeline = remark().use(remarkGfm, { singleTilde: false }).freeze();

/**
 * The first paragraph without its marks, for an article that has no excerpt of its own.
 * @param sources how many numbered sources the article has
 * @returns at most 200 characters, cut at a word; empty when the text has no paragraph
 */
export function firstParagraph(markdown: string, sources = 0): string {
  for (const size of [FIRST_LOOK_LENGTH, MAX_LOOK_LENGTH]) {
    const end =
      size < markdown.length ? Math.min(blankLine(markdown, size), 2 * MAX_LOOK_LENGTH) : markdown.length;
    const found = paragraphIn(withoutRows(markdown.slice(0, end)) + definitionsIn(markdown, end), sources);
    if (found || end === markdown.length) return found;
  }
  return '';
}

function withoutRows(markdown: string): string {
  if (!markdown.includes('|')) return markdown;
  const isRow = (line: string) => /^ {0,3}\|/.test(line) || line.split('|', MAX_PIPES + 1).length > MAX_PIPES;
  return markdown.replace(/[^\n]+/g, (line) => (isRow(line) ? '' : line));
}

/** The end of the block that a place is in. */
function blankLine(markdown: string, place: number): number {
  const found = /\n[ \t]*\n/g;
  found.lastIndex = place;
  return found.exec(markdown)?.index ?? markdown.length;
}

/** The addresses and notes that the beginning of a text may refer to. */
function definitionsIn(markdown: string, from: number): string {
  if (from === markdown.length) return '';
  const lines = markdown.slice(from).match(/^ {0,3}\[[^\]\n]{1,200}\]:[^\n]{0,2000}$/gm) ?? [];
  return lines
    .slice(0, MAX_DEFINITIONS)
    .map((line) => `\n\n${line}`)
    .join('');
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
