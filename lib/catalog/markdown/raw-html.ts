import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

/** Takes raw HTML out of the text. Comments go silently; anything else is named to the editor. */
export function rawHtml() {
  return (tree: Root, file: VFile) => {
    visit(tree, 'html', (node, index, parent) => {
      if (!/^(?:<!--(?:(?!-->).)*-->\s*)+$/s.test(node.value.trim())) {
        const message = file.message('HTML in the text is not shown', node);
        message.note = 'Write it in Markdown, or remove it.';
      }
      if (!parent || index === undefined) return;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}
