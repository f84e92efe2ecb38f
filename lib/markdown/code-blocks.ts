import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/** Lets a block of code, which scrolls sideways on a narrow screen, be scrolled by keyboard. */
export function codeBlocks(tree: Root): void {
  visit(tree, 'element', (node, _, parent) => {
    if (node.tagName !== 'code' || parent?.type !== 'element' || parent.tagName !== 'pre') return;
    node.properties.tabIndex = 0;
  });
}
