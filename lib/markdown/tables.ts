import type { Element, Root } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import { messages } from '../messages.ts';
import { textOf } from './elements.ts';

/** How a column is set, which HTML leaves to the style sheet. */
const ALIGNED = new Set(['right', 'center']);

/** Puts each table into a box that scrolls sideways on a narrow screen, also by keyboard. */
export function tables(tree: Root): void {
  visit(tree, 'element', (node, index, parent) => {
    if (node.tagName !== 'table' || !parent || index === undefined) return;
    visit(node, 'element', align);
    parent.children[index] = {
      type: 'element',
      tagName: 'div',
      properties: { className: ['table-scroll'], role: 'group', tabIndex: 0, ariaLabel: labelOf(node) },
      children: [{ type: 'text', value: '\n' }, node, { type: 'text', value: '\n' }],
    };
    return SKIP;
  });
}

function align(cell: Element): void {
  const { align: side, ...others } = cell.properties;
  if (side === undefined) return;
  cell.properties = others;
  if (ALIGNED.has(String(side))) cell.properties.className = [`align-${side}`];
}

function labelOf(table: Element): string {
  const [row] = rowsOf(table);
  const cells = row?.children.filter((cell) => cell.type === 'element') ?? [];
  const columns = cells.map((cell) => textOf(cell)).filter(Boolean);
  const { table: label, tableOf } = messages.text;
  return columns.length > 0 ? tableOf(columns.join(', ')) : label;
}

function rowsOf(table: Element): Element[] {
  return table.children.flatMap((child) => {
    if (child.type !== 'element') return [];
    return child.tagName === 'tr' ? [child] : /^t(?:head|body)$/.test(child.tagName) ? rowsOf(child) : [];
  });
}
