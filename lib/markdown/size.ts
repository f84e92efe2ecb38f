import type { Definition, Root } from 'mdast';
import { visit } from 'unist-util-visit';

/** How much HTML a text may become. A definition or a note is written once and repeated in each place that refers to it. */

/** A short text may become this many characters. */
const MAX_CHARACTERS = 1_000_000;
/** A longer text may become this many times its length. */
const MAX_GROWTH = 20;

export class TooLarge extends Error {}

export function maxHtmlLength(markdown: string): number {
  return Math.max(MAX_CHARACTERS, MAX_GROWTH * markdown.length);
}

/**
 * Counts, before any of it is made, what the references of a text bring into it.
 * @throws TooLarge for more than the text may become
 */
export function referenceSizes() {
  return (tree: Root, { value }: { value: unknown }) => {
    const definitions = new Map<string, Definition>();
    visit(tree, 'definition', (node) => {
      if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
    });
    let left = maxHtmlLength(String(value));
    visit(tree, (node) => {
      left -= 'identifier' in node && node.type !== 'definition' ? sizeOf(node, definitions) : 0;
      if (left < 0) throw new TooLarge();
    });
  };
}

type Reference = { type: string; identifier: string };

function sizeOf({ type, identifier }: Reference, definitions: ReadonlyMap<string, Definition>): number {
  // A note's name is in the id of the reference and in two addresses.
  if (type.startsWith('footnote')) return 3 * encodeURI(identifier.toWellFormed()).length;
  const { url, title } = definitions.get(identifier) ?? { url: '', title: '' };
  return url.length + (title?.length ?? 0);
}
