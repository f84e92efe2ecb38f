import type { Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

/** Puts a prefix before all ids of a text that shares its page with another, and before what points to them. */
export function ownIds(tree: Root, file: VFile): void {
  const prefix = file.data.surroundings?.idPrefix;
  if (prefix === undefined) return;
  const ids = new Set<string>();
  visit(tree, 'element', ({ properties }) => {
    if (typeof properties.id === 'string') ids.add(properties.id);
  });
  visit(tree, 'element', ({ properties }) => {
    const { id, href, ariaDescribedBy } = properties;
    if (typeof id === 'string') properties.id = prefix + id;
    if (typeof href === 'string' && href.startsWith('#') && ids.has(href.slice(1))) {
      properties.href = `#${prefix}${href.slice(1)}`;
    }
    if (Array.isArray(ariaDescribedBy))
      properties.ariaDescribedBy = ariaDescribedBy.map((name) => prefix + name);
  });
  for (const heading of file.data.headings ?? []) heading.id = prefix + heading.id;
}
