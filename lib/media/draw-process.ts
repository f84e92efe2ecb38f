import { buffer } from 'node:stream/consumers';
import { MAX_PIXELS } from './measure.ts';

/**
 * Draws one drawing and ends: from standard input to standard output. `cutting.ts` runs it as a process, because the
 * library cannot be stopped while it draws, and some drawings take it hours or all memory.
 */

const [width = '', height = '', format = ''] = process.argv.slice(2);
const { default: sharp } = await import('sharp');
const cut = sharp(await buffer(process.stdin), { failOn: 'none', limitInputPixels: MAX_PIXELS }).resize(
  Number(width),
  height === '' ? undefined : Number(height),
  { fit: 'cover', withoutEnlargement: height === '' },
);
if (format === 'avif') cut.avif({ quality: 55, effort: 3 });
else if (format === 'webp') cut.webp({ quality: 78 });
else cut.flatten({ background: '#ffffff' }).jpeg({ quality: 82, mozjpeg: true });
process.stdout.write(await cut.toBuffer());
