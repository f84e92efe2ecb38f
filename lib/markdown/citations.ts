import type { ElementContent, Root, Text } from 'hast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { counted } from '../counted.ts';
import { messages } from '../messages.ts';
import { CITATION } from './citation.ts';

/**
 * Turns `[1]` and `[1, 3]` into links to the numbered sources under the article. The first link to each has an id, to which
 * the source leads back.
 */
export function citations(tree: Root, file: VFile): void {
  const count = file.data.surroundings?.sources ?? 0;
  const cited = new Set<number>();
  const linked = new Set<number>();
  visit(tree, (node, index, parent) => {
    // A link cannot stand within a link, and code is as it is.
    if (node.type === 'element' && /^(?:a|code|pre|kbd)$/.test(node.tagName)) return SKIP;
    if (node.type !== 'text' || !parent || index === undefined) return;
    const pieces = split(node, linked, (number) => {
      cited.add(number);
      if (number >= 1 && number <= count) return true;
      // Without sources a number in brackets may be anything.
      if (count === 0) return false;
      const message = file.message(`[${number}] points to a source that is not listed`, node);
      message.note = `The front matter lists ${counted(count, 'source')}; add it or correct the number.`;
      return false;
    });
    if (!pieces) return;
    parent.children.splice(index, 1, ...pieces);
    return [SKIP, index + pieces.length];
  });
  for (let number = 1; number <= count; number++) {
    if (cited.has(number)) continue;
    const message = file.message(`Source ${number} is not cited in the text`);
    message.note = `Put [${number}] where the text rests on it, or remove the source.`;
  }
}

function linkTo(number: number, linked: Set<number>): ElementContent {
  const id = linked.has(number) ? undefined : `cite-${number}`;
  linked.add(number);
  return {
    type: 'element',
    tagName: 'a',
    properties: { id, href: `#source-${number}`, ariaLabel: messages.text.source(number) },
    children: [{ type: 'text', value: String(number) }],
  };
}

/** @returns the text with its citations as links, or undefined when it has none. */
function split(
  node: Text,
  linked: Set<number>,
  isListed: (number: number) => boolean,
): ElementContent[] | undefined {
  const pieces: ElementContent[] = [];
  let end = 0;
  for (const match of node.value.matchAll(CITATION)) {
    const numbers = (match[1] ?? '').split(',').map(Number);
    if (!numbers.map(isListed).every(Boolean)) continue;
    pieces.push({ type: 'text', value: node.value.slice(end, match.index) });
    pieces.push({
      type: 'element',
      tagName: 'sup',
      properties: { className: ['cite'] },
      children: numbers.flatMap((number, place): ElementContent[] => [
        ...(place > 0 ? [{ type: 'text' as const, value: ', ' }] : []),
        linkTo(number, linked),
      ]),
    });
    end = match.index + match[0].length;
  }
  if (pieces.length === 0) return undefined;
  pieces.push({ type: 'text', value: node.value.slice(end) });
  return pieces;
}
