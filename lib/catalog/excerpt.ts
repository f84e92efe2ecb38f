import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import remarkInlineLinks from 'remark-inline-links';
import { typographic } from '../typography.ts';
import { withoutCitations } from './citation.ts';

const MOST = 200;

const pipeline = remark().use(remarkGfm).use(remarkInlineLinks).freeze();

/**
 * The first paragraph without its marks, for an article that has no excerpt of its own.
 * @returns at most 200 signs, cut at a word; empty when the text has no paragraph
 */
export function firstParagraph(markdown: string): string {
  const tree: Root = pipeline.parse(markdown);
  pipeline.runSync(tree);
  for (const block of tree.children) {
    if (block.type !== 'paragraph') continue;
    const words = plainText(block, { includeImageAlt: false, includeHtml: false });
    const plain = typographic(withoutCitations(words).replace(/\s+/g, ' '));
    if (plain) return shorten(plain);
  }
  return '';
}

function shorten(text: string): string {
  const signs = [...text];
  if (signs.length <= MOST) return text;
  return `${signs
    .slice(0, MOST)
    .join('')
    .replace(/\s+\S*$/, '')}…`;
}
