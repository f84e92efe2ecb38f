import type { Element, ElementContent, Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { sourceSet } from '../picture-sizes.ts';
import { quoted } from '../problem.ts';
import { typographic } from '../typography.ts';
import { urls } from '../urls.ts';

/** The text's column, as the style sheet sets it. */
const SIZES = '(min-width: 44rem) 41rem, 100vw';

/**
 * Gives each picture its size and turns a paragraph that is one picture into a figure, with the picture's title as
 * the caption, and one of several pictures into a gallery of figures. A picture that is not in content/media is left out: nothing is loaded from elsewhere.
 */
export async function figures(tree: Root, file: VFile): Promise<void> {
  const images: Element[] = [];
  visit(tree, 'element', (node) => {
    if (node.tagName === 'img') images.push(node);
  });
  for (const image of images) await settle(image, file);
  if (images.length === 0) return;
  visit(tree, 'element', (node) => {
    if (node.tagName !== 'p') return;
    const [figure, ...more] = picturesAlone(node).map(figureOf);
    if (!figure) return;
    if (more.length === 0) Object.assign(node, figure);
    else {
      Object.assign(node, { tagName: 'div', properties: { className: ['gallery'] } });
      node.children = [figure, ...more];
    }
  });
  for (const image of images) delete image.properties.title;
}

async function settle(image: Element, file: VFile): Promise<void> {
  const written = String(image.properties.src ?? '');
  const alt = String(image.properties.alt ?? '');
  image.properties.alt = alt;
  if (!alt.trim()) {
    const message = file.message(
      `The picture ${quoted(written)} has no words for those who cannot see it`,
      image,
    );
    message.note = 'Say between the brackets what it shows: ![A nurse at a desk](/media/…).';
  }
  const { problem, found } = await find(written, file);
  if (problem && !problem.isAbsent) file.message(problem.reason.replace(/\.$/, ''), image).note = problem.fix;
  if (!found) {
    if (!problem || problem.isAbsent) {
      const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(written);
      const reason = isElsewhere
        ? `The picture ${quoted(written)} is not shown: it is not a file of content/media`
        : `There is no picture ${quoted(written)}`;
      const message = file.message(reason, image);
      message.note = 'Put the file into content/media and write its path as /media/….';
    }
    image.tagName = 'em';
    image.properties = {};
    image.children = [{ type: 'text', value: alt }];
    return;
  }
  const { src, moves, width, height } = found;
  const srcSet = moves ? undefined : sourceSet(src, 'webp');
  image.properties.src = urls.file(src);
  Object.assign(image.properties, { width, height }, srcSet && { srcSet, sizes: SIZES });
  Object.assign(image.properties, { loading: 'lazy', decoding: 'async' });
}

/** The parser has encoded what an address cannot hold, and an editor may have as well: a file has the plain name. */
async function find(written: string, file: VFile) {
  const { surroundings } = file.data;
  const plain = decoded(written);
  for (const src of new Set([plain, written])) {
    const found = await surroundings?.imageSize(src);
    if (found) return { problem: await surroundings?.pictureProblem?.(src), found: { src, ...found } };
  }
  return { problem: await surroundings?.pictureProblem?.(plain), found: undefined };
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** @returns the pictures of a paragraph that holds nothing else; none of another */
function picturesAlone(paragraph: Element): Element[] {
  const pictures: Element[] = [];
  for (const child of paragraph.children) {
    const isBlank = child.type === 'text' ? child.value.trim() === '' : isElement(child, 'br');
    if (isBlank) continue;
    if (!isElement(child, 'img')) return [];
    pictures.push(child);
  }
  return pictures;
}

function isElement(node: ElementContent, name: string): node is Element {
  return node.type === 'element' && node.tagName === name;
}

function figureOf(image: Element): Element {
  const figure: Element = { type: 'element', tagName: 'figure', properties: {}, children: [image] };
  const caption = image.properties.title;
  if (typeof caption !== 'string' || caption === '') return figure;
  figure.children.push({
    type: 'element',
    tagName: 'figcaption',
    properties: {},
    children: [{ type: 'text', value: typographic(caption) }],
  });
  return figure;
}
