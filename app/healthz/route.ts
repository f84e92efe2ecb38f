import { newsroom } from '../newsroom.ts';

/** For the machines that watch the site: 200 with the state of the content as long as the catalog answers. */
export async function GET(): Promise<Response> {
  const { catalog } = await newsroom();
  const body = { status: 'ok', articles: catalog.standing(), problems: catalog.problems().length };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
