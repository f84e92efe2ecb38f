import type { ElementContent, Root as HtmlRoot } from 'hast';
import type { Root } from 'mdast';
import type { VFile } from 'vfile';
import { elementsOf } from './elements.ts';

/** Elements as a node of the Markdown tree, on their way to remark-html. */
export type Elements = { type: 'elements'; blocks: ElementContent[] };

declare module 'mdast' {
  interface RootContentMap {
    elements: Elements;
  }
}

type Step = (tree: HtmlRoot, file: VFile) => void | Promise<void>;

/** Makes elements of the text and takes them through the steps. */
export function takeSteps(steps: readonly Step[]) {
  return async (tree: Root, file: VFile): Promise<Root> => {
    const made = elementsOf(tree, file);
    for (const step of steps) await step(made, file);
    return { type: 'root', children: [{ type: 'elements', blocks: blocksOf(made) }] };
  };
}

/** Without the lines' ends between them, which remark-html puts there. */
function blocksOf(tree: HtmlRoot): ElementContent[] {
  return tree.children.flatMap((child) =>
    child.type === 'doctype' || (child.type === 'text' && child.value.trim() === '') ? [] : [child],
  );
}
