import type { Image, Paragraph, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { sourceSet } from '../../picture-sizes.ts';
import { urls } from '../../urls.ts';

/** The text's column, as the style sheet sets it. */
const SIZES = '(min-width: 44rem) 41rem, 100vw';

/**
 * Gives each picture its size and turns a paragraph that is one picture into a figure, with the picture's title as
 * the caption. A picture that is not in content/media is left out: nothing is loaded from elsewhere.
 */
export function figures() {
  return async (tree: Root, file: VFile) => {
    const images: Image[] = [];
    visit(tree, 'image', (node) => void images.push(node));
    for (const image of images) await settle(image, file);
    visit(tree, 'paragraph', (node) => {
      const [only, ...others] = node.children;
      if (only?.type === 'image' && others.length === 0 && only.url) makeFigure(node, only);
    });
  };
}

async function settle(image: Image, file: VFile): Promise<void> {
  if (!image.alt?.trim()) {
    const message = file.message(`The picture ${image.url} has no words for those who cannot see it`, image);
    message.note = 'Say between the brackets what it shows: ![A nurse at a desk](/media/…).';
  }
  const { surroundings } = file.data;
  const problem = await surroundings?.pictureProblem?.(image.url);
  if (problem && !problem.isAbsent) file.message(problem.reason.replace(/\.$/, ''), image).note = problem.fix;
  const found = await surroundings?.imageSize(image.url);
  if (!found) {
    if (!problem || problem.isAbsent) {
      const message = file.message(`There is no picture ${image.url}`, image);
      message.note = 'Put the file into content/media and write its path as /media/….';
    }
    image.data = { hName: 'em', hChildren: [{ type: 'text', value: image.alt ?? '' }] };
    image.url = '';
    return;
  }
  const { src = image.url, moves, width, height } = found;
  const srcSet = moves ? undefined : sourceSet(src, 'webp');
  image.url = urls.file(src);
  image.data = {
    hProperties: { width, height, srcSet, sizes: srcSet && SIZES, loading: 'lazy', decoding: 'async' },
  };
}

function makeFigure(paragraph: Paragraph, image: Image): void {
  paragraph.data = { hName: 'figure' };
  if (!image.title) return;
  const caption = image.title;
  image.title = null;
  paragraph.children.push({
    type: 'emphasis',
    data: { hName: 'figcaption' },
    children: [{ type: 'text', value: caption }],
  });
}
