import next from 'next';
import config from '../../../next.config.ts';
import { type PageNote, pageNotes } from '../../page-notes.ts';
import { environment } from '../../site.ts';
import { serveRenders } from './answering.ts';
import type { Handler, RenderResponse } from './capture.ts';
import { finished } from './strip-runtime.ts';
import { styleSheetsOf } from './style-sheets.ts';

/** Next, in the thread that makes the pages. `lib/server/rendering.ts` starts it. */

const { host, port } = environment;
// Node itself reads next.config.ts, as `next start --experimental-next-config-strip-types` has it. Next would load its
// compiler for it: 60 ms of a start, and memory as long as the site runs.
Object.assign(process.env, { __NEXT_NODE_NATIVE_TS_LOADER_ENABLED: 'true' });
const app = next({ dev: false, hostname: host, port });
await app.prepare();
const styles = styleSheetsOf(config.distDir ?? '.next');
const handle = app.getRequestHandler();

/** How notes get from the page to `finish`. They do not leave this thread. */
const AWAY = 'x-newsroom-away';
const GONE = 'x-newsroom-gone';
/** When a page may be there that is away now. */
const RETRY_AFTER_SECONDS = '5';

const handler: Handler = (request, response) => {
  const note: PageNote = { path: request.url };
  response.once('finish', () => {
    if (note.away) response.setHeader(AWAY, note.away);
    if (note.isGone) response.setHeader(GONE, '1');
  });
  return pageNotes.run(note, () => handle(request, response));
};

/** A page without what it should show is for the reader who asked, and no cache keeps it. */
function finish(answer: RenderResponse): RenderResponse {
  const made = finished(answer, styles);
  const { [AWAY]: away, [GONE]: gone, ...headers } = made.headers;
  if (gone !== undefined) return { ...made, status: 410, headers };
  if (away === undefined) return made;
  headers['cache-control'] = 'private, no-store';
  if (away !== 'whole' || made.status !== 200) return { ...made, headers };
  return { ...made, status: 503, headers: { ...headers, 'retry-after': RETRY_AFTER_SECONDS } };
}

serveRenders(handler, finish);
