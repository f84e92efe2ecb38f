import type { Root } from 'mdast';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

const SHORTCODE = new RegExp(
  [
    // Hugo, Jekyll and Eleventy.
    /\{\{[<%]\s{0,9}\/?\s{0,9}([\w.-]{1,40})/,
    /\{%-?\s{0,9}([\w.-]{1,40})/,
    // WordPress: those that it brings, and any with an attribute.
    /\[\/?(caption|gallery|embed|audio|video|playlist)(?=[\s\]])/,
    /\[([a-z][\w-]{0,40})\s[a-z][\w-]{0,40}=["'“”]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** Names the shortcodes of other programs once. They are shown as they are typed, so that nothing is lost unseen. */
export function shortcodes() {
  return (tree: Root, file: VFile) => {
    const names = new Map<string, number>();
    let first: { line: number; column: number } | undefined;
    visit(tree, (node, index, parent) => {
      if (node.type === 'code' || node.type === 'inlineCode') return SKIP;
      if (node.type === 'html' && parent && index !== undefined) {
        // `{{<figure>}}` reads like a tag between braces.
        const before = parent.children[index - 1];
        const after = parent.children[index + 1];
        const isWithin = before?.type === 'text' && before.value.endsWith('{{') && after?.type === 'text';
        if (!isWithin || !after.value.startsWith('}}')) return;
        parent.children.splice(index - 1, 3, {
          type: 'text',
          value: before.value + node.value + after.value,
          position: before.position,
        });
        return index - 1;
      }
      if (node.type !== 'text') return;
      for (const match of node.value.matchAll(SHORTCODE)) {
        const name = match.slice(1).find(Boolean) ?? '';
        names.set(name, (names.get(name) ?? 0) + 1);
        first ??= node.position?.start;
      }
    });
    if (names.size === 0) return;
    const listed = [...names].slice(0, 12).map(([name, count]) => `${name} (${count})`);
    const message = file.message(
      `Shortcodes of another program are shown as they are: ${listed.join(', ')}`,
      first,
    );
    message.note = 'Write in Markdown what they stood for, or remove them.';
  };
}
