import { getCatalog } from '../../../_shared/data.ts';
import { missing, picture, readPath } from '../../../_shared/responses.ts';

const FORMATS = { jpg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' } as const;

/** `/images/1200x900/media/covers/x.svg.jpg` is `/media/covers/x.svg` in that shape, as a JPEG. */
export async function GET(request: Request): Promise<Response> {
  const { catalog } = await getCatalog();
  const [, shape = '', src, ending] =
    /^\/images\/([^/]+)(\/.+)\.(jpg|webp|avif)$/.exec(readPath(request)) ?? [];
  const format = ending === 'jpg' || ending === 'webp' || ending === 'avif' ? ending : undefined;
  if (!src || !format) return missing();
  const made = await catalog.media.cut(src, shape, format);
  return made ? picture(new Uint8Array(made), FORMATS[format]) : missing();
}
