import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** Lets a block of code, which scrolls sideways on a narrow screen, be scrolled by keyboard. */
export function codeBlocks() {
  return (tree: Root) => {
    visit(tree, 'code', (node) => {
      node.data = { ...node.data, hProperties: { tabIndex: 0 } };
    });
  };
}
