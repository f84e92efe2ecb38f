import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { imageSize } from 'image-size';
import { readDrawing } from './drawing.ts';
import { isOtherPicture, pictureType } from './kinds.ts';

/** Reads from a picture's first bytes how large it is, without the native library that cuts pictures. */

export type Measured = {
  type: string;
  width: number;
  height: number;
  /** It is an animation: a picture made from it would stand still. */
  moves: boolean;
};
/** A picture that cannot be shown, and what its editor should know. */
export type Unshown = { reason: string; fix: string; isAbsent?: true };

/** To decode a larger picture takes more memory than all of the site. */
export const MAX_PIXELS = 64_000_000;
const MAX_DRAWING_BYTES = 4_000_000;
/** The size is at the beginning, behind a preview and colours that may take much room. */
const HEAD_BYTES = 256_000;
const LONG_HEAD_BYTES = 8_000_000;

/** @throws Error when the file cannot be read */
export function measure(file: string, bytes: number): Measured | Unshown {
  const type = pictureType(file);
  if (type === undefined)
    return { reason: otherKind(file), fix: 'Save it as JPEG, PNG, WebP, AVIF, GIF or SVG.' };
  if (bytes === 0) return { reason: 'is an empty file', fix: 'Put the picture into its place once more.' };
  if (type === 'image/svg+xml') return measureDrawing(file, bytes, type);
  const head = headOf(file, HEAD_BYTES);
  const size = sizeIn(head) ?? (bytes > HEAD_BYTES ? sizeIn(headOf(file, LONG_HEAD_BYTES)) : undefined);
  if (!size) return { reason: 'is damaged, or is not a picture', fix: 'Put a sound copy into its place.' };
  const { width, height } = size;
  if (width * height > MAX_PIXELS) {
    return {
      reason: `is too large: ${width} by ${height} pixels, where ${MAX_PIXELS / 1e6} million in all are the most`,
      fix: 'Make it smaller: 3,200 pixels of width are enough for every screen.',
    };
  }
  return { type, width, height, moves: isAnimated(type, head) };
}

function measureDrawing(file: string, bytes: number, type: string): Measured | Unshown {
  if (bytes > MAX_DRAWING_BYTES)
    return { reason: 'is a drawing of more than 4 MB', fix: 'Simplify it, or save it as PNG or WebP.' };
  const drawing = readDrawing(readFileSync(file));
  if (typeof drawing === 'string')
    return { reason: `is no whole drawing: it ${drawing}`, fix: 'Save it as SVG once more.' };
  return { type, width: drawing.width, height: drawing.height, moves: false };
}

function otherKind(file: string): string {
  return isOtherPicture(file) ? 'is of a kind that browsers do not show' : 'is of no kind that is a picture';
}

function headOf(file: string, most: number): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(most);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, most, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** As a browser shows it: turned the way the camera was held. */
function sizeIn(head: Uint8Array): { width: number; height: number } | undefined {
  try {
    const { width, height, orientation = 1 } = imageSize(head);
    if (!(width > 0 && height > 0)) return undefined;
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}

function isAnimated(type: string, head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  // The extended header's flag; the chunk before the first frame; the brand of a sequence.
  if (type === 'image/webp')
    return bytes.toString('latin1', 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 2) !== 0;
  if (type === 'image/png') {
    const control = bytes.indexOf('acTL');
    const data = bytes.indexOf('IDAT');
    return control > 0 && (data < 0 || control < data);
  }
  if (type === 'image/avif') return bytes.toString('latin1', 8, 12) === 'avis';
  return type === 'image/gif';
}
