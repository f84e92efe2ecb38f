import next from 'next';
import { answerAsks } from '../lib/renderer.ts';
import { environment } from '../lib/site.ts';

/** Next, in the thread that makes the pages. `app/rendering.ts` starts it. */

const { host, port } = environment;
const app = next({ dev: false, hostname: host, port });
await app.prepare();
answerAsks(app.getRequestHandler());
