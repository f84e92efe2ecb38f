import type { Root, Table } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { withoutCitations } from '../citation.ts';

/** Puts each table into a box that scrolls sideways on a narrow screen, also by keyboard. */
export function tables() {
  return (tree: Root) => {
    visit(tree, 'table', (node, index, parent) => {
      if (!parent || index === undefined) return;
      parent.children.splice(index, 1, {
        type: 'blockquote',
        data: {
          hName: 'div',
          hProperties: { className: ['table-scroll'], role: 'group', tabIndex: 0, ariaLabel: labelOf(node) },
        },
        children: [node],
      });
      return [SKIP, index + 1];
    });
  };
}

function labelOf(table: Table): string {
  const cells = table.children[0]?.children ?? [];
  const columns = cells.map((cell) => withoutCitations(plainText(cell))).filter(Boolean);
  return columns.length > 0 ? `Table: ${columns.join(', ')}` : 'Table';
}
