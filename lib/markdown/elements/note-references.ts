import type { Element } from 'hast';
import type { FootnoteReference } from 'mdast';
import { defaultHandlers, type State } from 'mdast-util-to-hast';

/** References to one note that it leads back to. Each way back is 150 characters in the note. */
const MAX_WAYS_BACK = 100;

/** A reference to a note. The references behind the hundredth have no way back, and so no id. */
export function footnoteReference(state: State, node: FootnoteReference): Element {
  const made = defaultHandlers.footnoteReference(state, node);
  const id = node.identifier.toUpperCase();
  if ((state.footnoteCounts.get(id) ?? 0) <= MAX_WAYS_BACK) return made;
  state.footnoteCounts.set(id, MAX_WAYS_BACK);
  for (const link of made.children) if (link.type === 'element') delete link.properties.id;
  return made;
}
