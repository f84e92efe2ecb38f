import { connection } from 'next/server';
import { enhancement } from '../../../lib/enhancement.ts';
import { missing } from '../../_shared/responses.ts';

/** The script under its hash. An older hash answers 404: a page that asks for it is older than the deployment. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  await connection();
  if ((await params).file !== enhancement.file) return missing();
  return new Response(enhancement.script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
}
