import { readFile } from 'node:fs/promises';
import { getCatalog } from '../../_shared/data.ts';
import { missing, picture, readPath } from '../../_shared/responses.ts';

/** The pictures; other files of content/media are sent by the server itself. */
export async function GET(request: Request): Promise<Response> {
  const { catalog } = await getCatalog();
  const found = await catalog.media.find(readPath(request));
  // It may have gone since.
  const bytes = found && (await readFile(found.file).catch(() => undefined));
  return found && bytes ? picture(new Uint8Array(bytes), found.type) : missing();
}
