import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readDrawing } from './drawing.ts';
import { MAX_PIXELS } from './measure.ts';

/** Makes pictures from pictures, with a native library that is loaded when it is first needed. */

export type Format = 'jpg' | 'webp' | 'avif';

/** Pixels of the longest side of a WebP. A taller picture comes out narrower than asked for. */
const MAX_SIDE = 16_383;
/** A picture that takes longer is given up: pages wait meanwhile. A drawing of any use takes a tenth of a second. */
const TIMEOUT_SECONDS = 20;
const DRAWING_TIMEOUT_MS = 5000;
const MAX_DRAWN_BYTES = 20_000_000;

let last: Promise<unknown> = Promise.resolve();

/** One picture at a time: a large one takes much memory, and the library uses all cores for it. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

/** @param failOn what of a damaged picture is an error: `none` shows what can be read of it */
async function open(file: string, failOn: 'none' | 'error') {
  const { default: sharp } = await import('sharp');
  // A picture may change under its name; sharp would go on showing what it read first.
  sharp.cache(false);
  return sharp(file, { failOn, limitInputPixels: MAX_PIXELS, sequentialRead: true }).timeout({
    seconds: TIMEOUT_SECONDS,
  });
}

/** The library knows a drawing by its first characters, and one prefix of its elements. */
async function drawingIn(file: string): Promise<Uint8Array> {
  const drawing = readDrawing(await readFile(/* turbopackIgnore: true */ file));
  if (typeof drawing === 'string') throw new Error(`The drawing ${drawing}.`);
  const [, prefix] = /^<([\w.-]+):svg/.exec(drawing.text) ?? [];
  const text =
    prefix === undefined
      ? drawing.text
      : drawing.text
          .replaceAll(`<${prefix}:`, '<')
          .replaceAll(`</${prefix}:`, '</')
          .replaceAll(`xmlns:${prefix}=`, 'xmlns=');
  return Buffer.from(text);
}

/** @throws Error when the drawing cannot be drawn in time */
function draw(drawing: Uint8Array, width: string, height: string, format: Format): Promise<Uint8Array> {
  // Pages are bundled: only the working folder, which is the project's, says where the program is.
  const program = path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/media/draw-process.ts');
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [program, width, height, format],
      { encoding: 'buffer', maxBuffer: MAX_DRAWN_BYTES, timeout: DRAWING_TIMEOUT_MS, killSignal: 'SIGKILL' },
      (error, made) =>
        error || made.length === 0 ? reject(error ?? new Error('Nothing was drawn.')) : resolve(made),
    );
    // It may end before it has read all.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(drawing);
  });
}

/** @throws Error when nothing of the picture can be read */
export function cutPicture(file: string, type: string, shape: string, format: Format): Promise<Uint8Array> {
  return inTurn(async () => {
    const [width, height] = shape.replace('w', '').split('x').map(Number);
    if (type === 'image/svg+xml')
      return draw(await drawingIn(file), String(width), String(height ?? ''), format);
    const cut = (await open(file, 'none')).autoOrient().resize(width, height ?? MAX_SIDE, {
      fit: height === undefined ? 'inside' : 'cover',
      withoutEnlargement: height === undefined,
    });
    if (format === 'avif') return cut.avif({ quality: 55, effort: 3 }).toBuffer();
    if (format === 'webp') return cut.webp({ quality: 78 }).toBuffer();
    return cut.flatten({ background: '#ffffff' }).jpeg({ quality: 82, mozjpeg: true }).toBuffer();
  });
}

/** How much of a photograph can be read: it is decoded to its end. */
export function examine(file: string): Promise<'whole' | 'part' | 'nothing'> {
  const decode = async (failOn: 'none' | 'error') => {
    const opened = await open(file, failOn);
    return opened.resize(32, 32, { fit: 'inside' }).raw().toBuffer();
  };
  // Where nothing could be read the library shows one colour.
  const isEmpty = (pixels: Uint8Array) => pixels.every((value) => value === pixels[0]);
  return inTurn(async () => {
    try {
      await decode('error');
      return 'whole';
    } catch {
      return decode('none').then(
        (pixels) => (isEmpty(pixels) ? 'nothing' : 'part'),
        () => 'nothing',
      );
    }
  });
}

/**
 * Whether a failure to cut a picture will come again: not one of a busy machine, on which the time or the memory ended, or
 * no process could be started.
 */
export function isOfPicture(error: unknown): boolean {
  if (!(error instanceof Error) || /timeout/i.test(error.message)) return false;
  const isKilled = 'signal' in error && typeof error.signal === 'string';
  const isOfSystem = 'code' in error && typeof error.code === 'string';
  return !isKilled && !isOfSystem;
}
