import type { PhrasingContent, Root, Text } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { CITATION } from '../citation.ts';

/** Turns `[1]` and `[1, 3]` into links to the numbered sources under the article. */
export function citations() {
  return (tree: Root, file: VFile) => {
    const count = file.data.surroundings?.sources ?? 0;
    const cited = new Set<number>();
    visit(tree, (node, index, parent) => {
      // A link cannot stand within a link.
      if (node.type === 'link') return SKIP;
      if (node.type !== 'text' || !parent || index === undefined) return;
      const pieces = split(node, (number) => {
        cited.add(number);
        if (number >= 1 && number <= count) return true;
        const message = file.message(`[${number}] points to a source that is not listed`, node);
        message.note = `The front matter lists ${count} ${count === 1 ? 'source' : 'sources'}; add it or correct the number.`;
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
  };
}

/** @returns the text with its citations as links, or undefined when it has none. */
function split(node: Text, isListed: (number: number) => boolean): PhrasingContent[] | undefined {
  const pieces: PhrasingContent[] = [];
  let end = 0;
  for (const match of node.value.matchAll(CITATION)) {
    const numbers = (match[1] ?? '').split(',').map(Number);
    if (!numbers.map(isListed).every(Boolean)) continue;
    pieces.push({ type: 'text', value: node.value.slice(end, match.index) });
    pieces.push({
      type: 'emphasis',
      data: { hName: 'sup', hProperties: { className: ['cite'] } },
      children: numbers.flatMap((number, place): PhrasingContent[] => [
        ...(place > 0 ? [{ type: 'text' as const, value: ', ' }] : []),
        {
          type: 'link',
          url: `#source-${number}`,
          data: { hProperties: { ariaLabel: `Source ${number}` } },
          children: [{ type: 'text', value: String(number) }],
        },
      ]),
    });
    end = match.index + match[0].length;
  }
  if (pieces.length === 0) return undefined;
  pieces.push({ type: 'text', value: node.value.slice(end) });
  return pieces;
}
