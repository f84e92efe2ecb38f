import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { quoted } from '../problem.ts';

/** Names a footnote without its note, which stays as it is typed, and a note that nothing points to, which vanishes. */
export function notes() {
  return (tree: Root, file: VFile) => {
    const used = new Set<string>();
    visit(tree, 'footnoteReference', ({ identifier }) => void used.add(identifier));
    visit(tree, (node) => {
      if (node.type === 'code' || node.type === 'inlineCode') return SKIP;
      if (node.type === 'footnoteDefinition' && !used.has(node.identifier)) {
        const message = file.message(`No text points to the note ${quoted(`[^${node.label}]`)}`, node);
        message.note = 'Put its mark where it belongs, or remove it.';
      }
      if (node.type !== 'text') return;
      for (const [mark] of node.value.matchAll(/\[\^[^\][\s]{1,80}\]/g)) {
        const message = file.message(`The footnote ${quoted(mark)} has no note`, node);
        message.note = `Write it on a line of its own: ${quoted(mark)}: The note.`;
      }
    });
  };
}
