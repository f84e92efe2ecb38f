import { commentsHealth, getCatalog } from '../_shared/data.ts';

/**
 * For the machines that watch the site: 200 with the state of the content as long as the catalog answers. Articles are
 * whole without comments, so that `"comments": "away"` is no reason to take this machine out of service.
 */
export async function GET(): Promise<Response> {
  const { catalog } = await getCatalog();
  const comments = await commentsHealth();
  const body = {
    status: 'ok',
    articles: catalog.statusCounts(),
    problems: catalog.problems().length,
    comments,
  };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
