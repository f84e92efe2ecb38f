import { CONTENT_STATE, readContentState } from '../../lib/content-state.ts';
import { commentsHealth, getCatalog } from '../_shared/data.ts';

/**
 * For the machines that watch the site: 200 with the state of the content as long as the catalog answers. Articles are
 * whole without comments, and stay what they were while a change cannot be read: neither is a reason to take this machine
 * out of service.
 */
export async function GET(request: Request): Promise<Response> {
  const { catalog } = await getCatalog();
  const comments = await commentsHealth();
  const content = readContentState(request.headers.get(CONTENT_STATE));
  const body = {
    status: content === undefined || content === 'ok' ? 'ok' : 'behind',
    content,
    articles: catalog.statusCounts(),
    problems: catalog.problems().length,
    comments,
  };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
