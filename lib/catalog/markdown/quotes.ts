import type { Nodes, Root, Text } from 'mdast';
import { visit } from 'unist-util-visit';
import { typographic } from '../../typography.ts';

/** Sets the quotes of the text as a printer would; code stays as it is. */
export function quotes() {
  return (tree: Root) => {
    visit(tree, (node) => {
      if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') setQuotes(node);
    });
  };
}

/** What is not words, but decides about the quote beside it. */
const STANDS_FOR: Record<string, string> = { inlineCode: 'x', break: ' ' };

/**
 * A quote may stand right before or after a mark, as in "*Nature*", so the words of a whole block are set at once and
 * then given back to the texts that they came from. Every sign keeps its place: one is put for one.
 */
function setQuotes(block: Nodes): void {
  const texts: { node?: Text; length: number }[] = [];
  let words = '';
  visit(block, (node) => {
    const value = node.type === 'text' ? node.value : (STANDS_FOR[node.type] ?? '');
    if (!value) return;
    texts.push({ ...(node.type === 'text' && { node }), length: value.length });
    words += value;
  });
  const set = typographic(words);
  let place = 0;
  for (const { node, length } of texts) {
    if (node) node.value = set.slice(place, place + length);
    place += length;
  }
}
