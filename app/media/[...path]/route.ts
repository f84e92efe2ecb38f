import { readFile } from 'node:fs/promises';
import { missing, picture } from '../../documents.ts';
import { newsroom } from '../../newsroom.ts';

export async function GET(
  _: Request,
  { params }: { params: Promise<{ path: string[] }> },
): Promise<Response> {
  const { catalog } = await newsroom();
  const { path } = await params;
  const found = await catalog.media.find(`/media/${path.map(decodeURIComponent).join('/')}`);
  return found ? picture(new Uint8Array(await readFile(found.file)), found.type) : missing();
}
