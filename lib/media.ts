import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

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

/** The only shapes that are made, so that addresses cannot fill the disk. Pixels, width by height. */
const SHAPES = new Set(['1600x900', '1200x900', '1200x1200', '1200x630']);

export type Picture = { file: string; type: string; width: number; height: number; modified: Date };

export type Media = {
  /** @returns the picture at that path (`/media/…`), or undefined when there is none. */
  find(src: string): Promise<Picture | undefined>;
  /**
   * Cuts a picture to a shape around its middle.
   * @param shape width by height in pixels, such as `1200x900`
   * @returns JPEG bytes, kept in the cache folder; undefined for an unknown picture or shape.
   */
  cut(src: string, shape: string): Promise<Uint8Array | undefined>;
};

/** Opens the media folder of the content, with a folder for what is made from it. */
export function openMedia(contentDir: string, cacheDir: string): Media {
  const root = path.join(/* turbopackIgnore: true */ contentDir, 'media');
  const measured = new Map<string, Picture>();

  async function find(src: string): Promise<Picture | undefined> {
    const file = fileOf(root, src);
    const type = file && TYPES[path.extname(file).toLowerCase()];
    if (!file || !type) return undefined;
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const known = measured.get(file);
    if (known && known.modified.getTime() === found.mtime.getTime()) return known;
    const size = await sharp(file)
      .metadata()
      .catch(() => undefined);
    if (!size) return undefined;
    const picture = { file, type, width: size.width, height: size.height, modified: found.mtime };
    if (measured.size > 5000) measured.clear();
    measured.set(file, picture);
    return picture;
  }

  async function cut(src: string, shape: string): Promise<Uint8Array | undefined> {
    const [width, height] = shape.split('x').map(Number);
    const picture = SHAPES.has(shape) ? await find(src) : undefined;
    if (!picture) return undefined;
    const name = createHash('sha256')
      .update(`${picture.file} ${picture.modified.getTime()} ${shape}`)
      .digest('hex');
    const kept = path.join(/* turbopackIgnore: true */ cacheDir, 'images', `${name.slice(0, 32)}.jpg`);
    const ready = await readFile(kept).catch(() => undefined);
    if (ready) return ready;
    const made = await sharp(picture.file)
      .resize(width, height, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: true })
      .toBuffer();
    await mkdir(path.dirname(kept), { recursive: true });
    // Written aside and then named, so that a reader never finds half a picture.
    const aside = `${kept}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    await writeFile(aside, made);
    await rename(aside, kept);
    return made;
  }

  return { find, cut };
}

/** The file behind `/media/…`, or undefined for a path that would leave the folder. */
function fileOf(root: string, src: string): string | undefined {
  if (!src.startsWith('/media/') || src.includes('\0') || src.includes('\\')) return undefined;
  const file = path.join(/* turbopackIgnore: true */ root, src.slice('/media/'.length));
  return file.startsWith(root + path.sep) ? file : undefined;
}
