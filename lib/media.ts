import { createHash } from 'node:crypto';
import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isHidden } from './hidden.ts';
import { cutPicture, examine, type Format, isOfPicture } from './media/cutting.ts';
import { keepPictures } from './media/kept-pictures.ts';
import { fileType, pictureType } from './media/kinds.ts';
import { type Measured, measure, type Unshown } from './media/measure.ts';

export type { Format } from './media/cutting.ts';
export type { Unshown } from './media/measure.ts';

/** The files of `content/media`: found by their path on the site (`/media/…`), and pictures measured and cut to shape. */

/**
 * The only shapes that are made, so that addresses cannot fill the disk: width by height in pixels, cut around the
 * middle, or a width alone (`960w`), with the height that keeps the proportions.
 */
const SHAPES = new Set(['1600x900', '1200x900', '1200x1200', '1200x630', '240w', '480w', '960w', '1600w']);

/** Characters of a drawing that may be part of a page: a page should fit into one round trip. */
const MAX_INLINE_LENGTH = 4000;
/** Pictures whose measures are kept in memory. */
const MAX_MEASURED = 5000;
/** By file, for all catalogs of the thread: a file is measured once for all pages, whatever comes of it. */
const measured = new Map<string, { stamp: string; found: Measured | Unshown }>();
/** What is made of pictures and kept on disk. */
const MAX_KEPT_BYTES = 1_000_000_000;

export type Picture = Measured & {
  /** Its path on the site, decoded: `/media/my photo.jpg`. */
  src: string;
  file: string;
  modified: Date;
  /** No shape of it can be made; browsers may show it all the same. */
  isUncut: boolean;
};

/** A file that is sent as it is. */
export type MediaFile = { file: string; type: string; isDownload: boolean };

/**
 * Opens the media folder of the content, with a folder for what is made from it. A path may be percent-encoded where no
 * file has the name as it is written.
 */
export function openMedia(
  contentDir: string,
  cacheDir: string,
  { maxKeptBytes = MAX_KEPT_BYTES } = {},
): Media {
  return new Media(
    path.join(/* turbopackIgnore: true */ contentDir, 'media'),
    path.join(/* turbopackIgnore: true */ cacheDir, 'images'),
    maxKeptBytes,
  );
}

export class Media {
  readonly #root: string;
  readonly #folder: string;
  readonly #kept: ReturnType<typeof keepPictures>;
  readonly #making = new Map<string, Promise<Uint8Array | undefined>>();
  /** Pictures that browsers show and of which the library cannot make a shape; that is not tried again. */
  readonly #uncut = new Set<string>();

  /**
   * @param root the folder of the files
   * @param folder where pictures that are made from them are kept, up to so many bytes
   */
  constructor(root: string, folder: string, maxKeptBytes: number) {
    this.#root = root;
    this.#folder = folder;
    this.#kept = keepPictures(folder, maxKeptBytes);
  }

  /** @returns the picture at that path (`/media/…`), or undefined when there is none that can be shown */
  async find(src: string): Promise<Picture | undefined> {
    return this.findNow(src);
  }

  /** The same at once, for lists of articles with covers. */
  findNow(src: string): Picture | undefined {
    const found = this.#look(src);
    return found && 'file' in found ? found : undefined;
  }

  /**
   * What is wrong with the picture at that path. A photograph is decoded to its end. A drawing is said to be one of which no
   * shape can be made when one was asked for: to draw each would take 0.4 s a file.
   */
  async problem(src: string): Promise<Unshown | undefined> {
    const found = this.#look(src);
    if (!found) {
      return {
        reason: `There is no picture ${src}.`,
        fix: 'Put the file into content/media, or correct its path.',
        isAbsent: true,
      };
    }
    if ('reason' in found) return { reason: `The picture ${src} ${found.reason}.`, fix: found.fix };
    if (!isPhotograph(found.type)) {
      if (!found.isUncut) return undefined;
      return {
        reason: `The drawing ${src} cannot be drawn for search engines and social cards.`,
        fix: 'Save it as SVG once more, or as PNG.',
      };
    }
    const read = await examine(found.file);
    if (read === 'whole') return undefined;
    if (read === 'nothing') await this.#mark(found, 'unshown');
    const shown = read === 'part' ? 'a part of it is shown' : 'it is left out';
    return {
      reason: `The picture ${src} is cut off or damaged: ${shown}.`,
      fix: 'Put a sound copy into its place.',
    };
  }

  /** @returns a file that is no picture, to be sent as it is; undefined when there is none of a kind that is sent */
  file(src: string): MediaFile | undefined {
    const kind = fileType(src);
    const file = kind && fileOf(this.#root, src);
    if (!file || !statsOf(file)?.isFile() || !isWithin(this.#root, file)) return undefined;
    return { file, type: kind.type, isDownload: kind.isDownload ?? false };
  }

  /** Whether a link to that path leads to anything. */
  has(src: string): boolean {
    const at = this.#fileAt(src);
    return at !== undefined && (pictureType(at.src) ?? fileType(at.src)) !== undefined;
  }

  /**
   * Makes a picture in one of the site's shapes.
   * @param shape such as `1200x900` or `960w`
   * @returns its bytes, kept in the cache folder; undefined for an unknown picture or shape.
   */
  async cut(src: string, shape: string, format: Format): Promise<Uint8Array | undefined> {
    const picture = SHAPES.has(shape) ? this.findNow(src) : undefined;
    if (!picture) return undefined;
    const key = [picture.file, picture.modified.getTime(), shape, format].join('\n');
    const made =
      this.#making.get(key) ?? this.#make(picture, shape, format).finally(() => this.#making.delete(key));
    this.#making.set(key, made);
    return made;
  }

  /**
   * A small drawing as an address that holds all of it, for the one picture of a page that must not wait.
   * @returns a `data:` address of at most some 5,000 characters; undefined for every other picture
   */
  async inlineSrc(src: string): Promise<string | undefined> {
    const picture = this.findNow(src);
    if (!picture || isPhotograph(picture.type)) return undefined;
    const drawing = await readFile(/* turbopackIgnore: true */ picture.file, 'utf8');
    // One in another charset would not be what it was.
    if (drawing.length > MAX_INLINE_LENGTH || /[\0\ufffd]/.test(drawing)) return undefined;
    // Between elements a blank shows only where there are words.
    const between = /<text/i.test(drawing) ? '> <' : '><';
    // Line breaks are dropped from addresses, and these characters would end one or its attribute.
    return `data:${picture.type},${drawing
      .trim()
      .replace(/\s+/g, ' ')
      .replaceAll('> <', between)
      .replace(/[%#"&<> ]/g, encodeURIComponent)}`;
  }

  /** The file at a path, by its name as it is written or decoded; undefined when there is none. */
  #fileAt(src: string): { src: string; file: string; stats: Stats } | undefined {
    for (const name of new Set([src, decoded(src)])) {
      const file = fileOf(this.#root, name);
      const stats = file === undefined ? undefined : statsOf(file);
      if (file && stats?.isFile() && isWithin(this.#root, file)) return { src: name, file, stats };
    }
    return undefined;
  }

  /** @returns the picture at that path, or why it is not shown; undefined when there is no such file */
  #look(src: string): Picture | Unshown | undefined {
    const at = this.#fileAt(src);
    if (!at) return undefined;
    const { file, stats } = at;
    const found = measureOnce(file, stats);
    if ('reason' in found) return found;
    const isMarked = (mark: Mark) =>
      existsSync(/* turbopackIgnore: true */ path.join(this.#folder, markOf(file, stats, mark)));
    if (isPhotograph(found.type) && isMarked('unshown')) return DAMAGED;
    return { ...found, src: at.src, file, modified: stats.mtime, isUncut: isMarked('uncut') };
  }

  async #make(picture: Picture, shape: string, format: Format): Promise<Uint8Array | undefined> {
    const name = `${nameOf(picture.file, String(picture.modified.getTime()), shape, format)}.${format}`;
    const ready = await this.#kept.read(name);
    if (ready) return ready;
    const key = `${picture.modified.getTime()} ${picture.file}${isPhotograph(picture.type) ? ` ${shape} ${format}` : ''}`;
    if (picture.isUncut || this.#uncut.has(key)) return undefined;
    let made: Uint8Array;
    try {
      made = await cutPicture(picture.file, picture.type, shape, format);
    } catch (error) {
      // A picture that is sound may still be one of which a format cannot be made.
      const isUnshown = isPhotograph(picture.type) && (await examine(picture.file)) === 'nothing';
      if (isUnshown) await this.#mark(picture, 'unshown');
      else {
        if (format === 'jpg' && isOfPicture(error)) await this.#mark(picture, 'uncut');
        if (this.#uncut.size > MAX_MEASURED) this.#uncut.clear();
        this.#uncut.add(key);
      }
      return undefined;
    }
    await this.#kept.keep(name, made);
    return made;
  }

  /** Notes for all threads and processes what cannot be done with a picture. */
  async #mark({ file }: Picture, mark: Mark): Promise<void> {
    const stats = statsOf(file);
    if (stats) await this.#kept.keep(markOf(file, stats, mark), new Uint8Array());
  }
}

/** Nothing of a picture can be shown; no JPEG can be made of it. */
type Mark = 'unshown' | 'uncut';

function markOf(file: string, stats: Stats, mark: Mark): string {
  return `${nameOf(file, stampOf(stats))}.${mark}`;
}

function nameOf(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

const DAMAGED: Unshown = { reason: 'is cut off or damaged', fix: 'Put a sound copy into its place.' };

const isPhotograph = (type: string) => type !== 'image/svg+xml';

function measureOnce(file: string, stats: Stats): Measured | Unshown {
  const stamp = stampOf(stats);
  const known = measured.get(file);
  if (known?.stamp === stamp) return known.found;
  const found = measuredOr(file, stats);
  if (measured.size > MAX_MEASURED) measured.clear();
  measured.set(file, { stamp, found });
  return found;
}

/** A file that is written just now, or that we may not read, is no picture yet. */
function measuredOr(file: string, stats: Stats): Measured | Unshown {
  try {
    return measure(file, stats.size);
  } catch {
    return { reason: 'cannot be read', fix: 'Give the user that runs the site the right to read it.' };
  }
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(' ');
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(/* turbopackIgnore: true */ file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** A link that an editor commits may lead to any file of the machine: only what is in the folder itself is for readers. */
function isWithin(root: string, file: string): boolean {
  try {
    const folder = realpathSync.native(/* turbopackIgnore: true */ root);
    return realpathSync.native(/* turbopackIgnore: true */ file).startsWith(folder + path.sep);
  } catch {
    return false;
  }
}

function decoded(src: string): string {
  try {
    return decodeURIComponent(src);
  } catch {
    return src;
  }
}

/** The file behind `/media/…`, or undefined for a path that would leave the folder or lead to what is hidden in it. */
function fileOf(root: string, src: string): string | undefined {
  if (!src.startsWith('/media/') || src.includes('\0') || src.includes('\\')) return undefined;
  const file = path.join(/* turbopackIgnore: true */ root, src.slice('/media/'.length));
  if (!file.startsWith(root + path.sep)) return undefined;
  return isHidden(`media/${path.relative(root, file).split(path.sep).join('/')}`) ? undefined : file;
}
