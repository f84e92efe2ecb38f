import { missing, picture } from '../../../documents.ts';
import { newsroom } from '../../../newsroom.ts';

type Params = { params: Promise<{ size: string; path: string[] }> };

const FORMATS = { jpg: 'image/jpeg', webp: 'image/webp', avif: 'image/avif' } as const;

/** `/images/1200x900/media/covers/x.svg.jpg` is `/media/covers/x.svg` in that shape, as a JPEG. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { catalog } = await newsroom();
  const { size, path } = await params;
  const [, src, ending] = /^(.+)\.(jpg|webp|avif)$/.exec(`/${path.map(decodeURIComponent).join('/')}`) ?? [];
  const format = ending === 'jpg' || ending === 'webp' || ending === 'avif' ? ending : undefined;
  if (!src || !format) return missing();
  const made = await catalog.media.cut(src, size, format);
  return made ? picture(new Uint8Array(made), FORMATS[format]) : missing();
}
