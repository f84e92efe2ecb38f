import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { slugify } from '../../urls.ts';
import { withoutCitations } from '../citation.ts';

export type Heading = { id: string; text: string; depth: 2 | 3 };

/** Ids that the page around the text uses itself. */
const TAKEN = ['main', 'contents', 'sources', 'corrections', 'comments', 'related', 'recent', 'top']
  .flatMap((id) => [id, `${id}-heading`])
  .concat('footnote-label');
/** What the page numbers itself: the sources, and remark's footnotes. */
const NUMBERED = /^source-\d+$|^user-content-/;

/** Gives each heading an id and lists the second and third level for the table of contents. */
export function headings() {
  return (tree: Root, file: VFile) => {
    const taken = new Set(TAKEN);
    const list: Heading[] = [];
    visit(tree, 'heading', (node) => {
      if (node.depth === 1) {
        const message = file.message(
          'A heading of the first level is the headline, which the page has already',
          node,
        );
        message.note = 'Start it with "##".';
        node.depth = 2;
      }
      const text = withoutCitations(plainText(node));
      const id = free(slugify(text) || 'section', taken);
      node.data = { ...node.data, hProperties: { id } };
      if (node.depth === 2 || node.depth === 3) list.push({ id, text, depth: node.depth });
    });
    file.data.headings = list;
  };
}

/** The id itself, or the first of `id-2`, `id-3` … that is free. */
function free(wanted: string, taken: Set<string>): string {
  const base = NUMBERED.test(wanted) ? `section-${wanted}` : wanted;
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
