import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The pictures of `content/media`: found by their path on the site (`/media/…`), measured, and cut to shape. */

const TYPES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};

/**
 * The only shapes that are made, so that addresses cannot fill the disk: width by height in pixels, cut around the
 * middle, or a width alone (`960w`), with the height that keeps the proportions.
 */
const SHAPES = new Set(['1600x900', '1200x900', '1200x1200', '1200x630', '240w', '480w', '960w', '1600w']);

/** Characters of a drawing that may be held by a page: a page should fit into one round trip. */
const LARGEST_HELD = 4000;

export type Format = 'jpg' | 'webp' | 'avif';

export type Picture = { file: string; type: string; width: number; height: number; modified: Date };

export type Media = {
  /** @returns the picture at that path (`/media/…`), or undefined when there is none. */
  find(src: string): Promise<Picture | undefined>;
  /**
   * Makes a picture in one of the site's shapes.
   * @param shape such as `1200x900` or `960w`
   * @returns its bytes, kept in the cache folder; undefined for an unknown picture or shape.
   */
  cut(src: string, shape: string, format: Format): Promise<Uint8Array | undefined>;
  /**
   * A small drawing as an address that holds all of it, for the one picture of a page that nobody should wait for.
   * @returns a `data:` address of at most some 5,000 characters; undefined for every other picture
   */
  held(src: string): Promise<string | undefined>;
};

/** Opens the media folder of the content, with a folder for what is made from it. */
export function openMedia(contentDir: string, cacheDir: string): Media {
  const root = path.join(/* turbopackIgnore: true */ contentDir, 'media');
  const measured = new Map<string, Picture>();

  async function find(src: string): Promise<Picture | undefined> {
    const file = fileOf(root, src);
    const type = file && TYPES[path.extname(file).toLowerCase()];
    if (!file || !type) return undefined;
    const found = await stat(/* turbopackIgnore: true */ file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const known = measured.get(file);
    if (known && known.modified.getTime() === found.mtime.getTime()) return known;
    const size = await (type === TYPES['.svg'] ? sizeOfDrawing(file) : sizeOfPhotograph(file)).catch(
      () => undefined,
    );
    if (!size) return undefined;
    const picture = { file, type, ...size, modified: found.mtime };
    if (measured.size > 5000) measured.clear();
    measured.set(file, picture);
    return picture;
  }

  async function cut(src: string, shape: string, format: Format): Promise<Uint8Array | undefined> {
    const picture = SHAPES.has(shape) ? await find(src) : undefined;
    if (!picture) return undefined;
    const key = `${picture.file} ${picture.modified.getTime()} ${shape} ${format}`;
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const kept = path.join(/* turbopackIgnore: true */ cacheDir, 'images', `${name}.${format}`);
    const ready = await readFile(kept).catch(() => undefined);
    if (ready) return ready;
    const made = await resize(picture.file, shape, format);
    await mkdir(path.dirname(kept), { recursive: true });
    // Written aside and then named, so that a reader never finds half a picture.
    const aside = `${kept}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    await writeFile(aside, made);
    await rename(aside, kept);
    return made;
  }

  async function held(src: string): Promise<string | undefined> {
    const picture = await find(src);
    if (!picture || picture.type !== TYPES['.svg']) return undefined;
    const drawing = await readFile(/* turbopackIgnore: true */ picture.file, 'utf8');
    if (drawing.length > LARGEST_HELD) return undefined;
    // Line breaks are dropped from addresses, and these signs would end one or its attribute.
    return `data:${picture.type},${drawing
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/[%#"&<>]/g, encodeURIComponent)}`;
  }

  return { find, cut, held };
}

type Size = { width: number; height: number };

/** Without the native library, which takes as much memory as all pages that are kept. */
async function sizeOfDrawing(file: string): Promise<Size | undefined> {
  const { imageSize } = await import('image-size');
  const { width, height } = imageSize(await readFile(/* turbopackIgnore: true */ file));
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** As a browser shows it: turned the way the camera was held. */
async function sizeOfPhotograph(file: string): Promise<Size> {
  const sharp = await loadSharp();
  const { autoOrient } = await sharp(file).metadata();
  return { width: autoOrient.width, height: autoOrient.height };
}

/** Loaded when it is first needed: it brings a large native library, and the thread that answers needs it rarely. */
async function loadSharp() {
  const { default: sharp } = await import('sharp');
  // A picture may change under its name; sharp would go on showing what it read first.
  sharp.cache(false);
  return sharp;
}

async function resize(file: string, shape: string, format: Format): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const [width, height] = shape.replace('w', '').split('x').map(Number);
  const cut = sharp(file)
    .autoOrient()
    .resize(width, height, { fit: 'cover', withoutEnlargement: height === undefined });
  if (format === 'avif') return cut.avif({ quality: 55, effort: 3 }).toBuffer();
  if (format === 'webp') return cut.webp({ quality: 78 }).toBuffer();
  return cut.flatten({ background: '#ffffff' }).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
}

/** The file behind `/media/…`, or undefined for a path that would leave the folder. */
function fileOf(root: string, src: string): string | undefined {
  if (!src.startsWith('/media/') || src.includes('\0') || src.includes('\\')) return undefined;
  const file = path.join(/* turbopackIgnore: true */ root, src.slice('/media/'.length));
  return file.startsWith(root + path.sep) ? file : undefined;
}
