import type { Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { slugify } from '../urls.ts';
import { textOf } from './elements.ts';

export type Heading = { id: string; text: string; depth: 2 | 3 };

/** Ids that the page around the text uses itself. */
const TAKEN = [
  ...[
    'main',
    'contents',
    'sources',
    'corrections',
    'comments',
    'related',
    'recent',
    'top',
    'trending',
    'tags-found',
  ],
  ...['replies', 'reply', 'preview', 'topics', 'newest', 'series', 'today', 'now', 'how', 'find', 'search'],
]
  .flatMap((id) => [id, `${id}-heading`])
  .concat('footnote-label');
/** What the page numbers itself or names after something: sources, comments, years, forms, footnotes, its author's text. */
const NUMBERED = /^(?:source-\d|cite-\d|reply-|year-\d|search-(?:here|missing)|user-content-|author-text-)/;

/** Whether a link within the page leads to a place that the page has whatever its text is. */
export function isPlaceOfPage(id: string, sources: number): boolean {
  const source = /^source-([1-9]\d{0,2})$/.exec(id)?.[1];
  return id === '' || TAKEN.includes(id) || (source !== undefined && Number(source) <= sources);
}

/** Gives each heading an id and lists the second and third level for the table of contents. */
export function headings(tree: Root, file: VFile): void {
  const taken = new Set(TAKEN);
  const counts = new Map<string, number>();
  const list: Heading[] = [];
  visit(tree, 'element', (node) => {
    const depth = Number(/^h([1-6])$/.exec(node.tagName)?.[1]);
    // The heading of the notes is remark's.
    if (!depth || node.properties.id !== undefined) return;
    if (depth === 1) {
      const message = file.message(
        'A heading of the first level is the headline, which the page has already',
        node,
      );
      message.note = 'Start it with "##".';
      node.tagName = 'h2';
    }
    const text = textOf(node);
    const id = free(shortened(slugify(text)) || 'section', taken, counts);
    node.properties.id = id;
    if (depth <= 3) list.push({ id, text, depth: depth === 3 ? 3 : 2 });
  });
  file.data.headings = list;
}

const MAX_ID = 200;

function shortened(id: string): string {
  return id.length > MAX_ID ? id.slice(0, MAX_ID).replace(/(?:[\uD800-\uDBFF]|-)$/, '') : id;
}

/** The id itself, or the first of `id-2`, `id-3` … that is free; where the last one was found is kept. */
function free(wanted: string, taken: Set<string>, counts: Map<string, number>): string {
  const base = NUMBERED.test(wanted) && !TAKEN.includes(wanted) ? `section-${wanted}` : wanted;
  let id = base;
  let count = counts.get(base) ?? 1;
  while (taken.has(id)) id = `${base}-${++count}`;
  counts.set(base, count);
  taken.add(id);
  return id;
}
