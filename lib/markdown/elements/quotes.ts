import type { Nodes, Root, Text } from 'hast';
import { typographic } from '../../typography.ts';
import { isInLine } from './text-of.ts';

/** What is not words, but decides about the quote beside it: code and pictures are words, a break is a blank. */
const STANDS_FOR: Readonly<Record<string, string>> = { code: 'x', kbd: 'x', img: 'x', br: ' ', input: ' ' };
/** An address that is its own text is shown as it is typed. */
const ADDRESS = /^(?:(?:https?:\/\/|www\.)\S+|\S+@\S+)$/i;

/**
 * Sets the quotes of the text as a printer would; code and addresses stay as they are. A quote may stand right before or
 * after a mark, as in "*Nature*", so the words of a whole block are set at once and then given back to the texts that
 * they came from. Every character keeps its place: one is put for one.
 */
export function quotes(tree: Root): void {
  let pieces: { node?: Text; value: string }[] = [];

  function endBlock(): void {
    const words = pieces.map(({ value }) => value).join('');
    if (/["']/.test(words)) {
      const set = typographic(words);
      let place = 0;
      for (const { node, value } of pieces) {
        if (node) node.value = set.slice(place, place + value.length);
        place += value.length;
      }
    }
    pieces = [];
  }

  function collect(node: Nodes): void {
    if (node.type === 'text') pieces.push({ node, value: node.value });
    if (!('children' in node)) return;
    const standsFor = node.type === 'element' ? STANDS_FOR[node.tagName] : undefined;
    if (standsFor !== undefined) {
      pieces.push({ value: standsFor });
      return;
    }
    const [only] = node.children;
    if (
      node.type === 'element' &&
      node.tagName === 'a' &&
      only?.type === 'text' &&
      ADDRESS.test(only.value)
    ) {
      pieces.push({ value: only.value.replace(/["']/g, 'x') });
      return;
    }
    const isBlock = !isInLine(node);
    if (isBlock) endBlock();
    if (node.type !== 'element' || node.tagName !== 'pre') for (const child of node.children) collect(child);
    if (isBlock) endBlock();
  }
  collect(tree);
}
