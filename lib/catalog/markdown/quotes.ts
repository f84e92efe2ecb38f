import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { typographic } from '../../typography.ts';

/** Sets the quotes of the text as a printer would; code stays as it is. */
export function quotes() {
  return (tree: Root) => {
    visit(tree, 'text', (node) => {
      node.value = typographic(node.value);
    });
  };
}
