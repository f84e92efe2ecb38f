import { missing, picture } from '../../../documents.ts';
import { newsroom } from '../../../newsroom.ts';

type Params = { params: Promise<{ size: string; path: string[] }> };

/** `/images/1200x900/media/covers/x.svg.jpg` is `/media/covers/x.svg` cut to that shape. */
export async function GET(_: Request, { params }: Params): Promise<Response> {
  const { catalog } = await newsroom();
  const { size, path } = await params;
  const src = `/${path.map(decodeURIComponent).join('/')}`;
  const made = src.endsWith('.jpg') ? await catalog.media.cut(src.slice(0, -'.jpg'.length), size) : undefined;
  return made ? picture(new Uint8Array(made), 'image/jpeg') : missing();
}
