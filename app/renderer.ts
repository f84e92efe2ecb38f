import { enableCompileCache } from 'node:module';
import { answerAsks } from '../lib/renderer.ts';
import { environment } from '../lib/site.ts';

/** Next, in the thread that makes the pages. `app/server.ts` starts it. */

enableCompileCache('.next/cache/compiled');
const { default: next } = await import('next');
const { host, port } = environment;
const app = next({ dev: false, hostname: host, port });
await app.prepare();
answerAsks(app.getRequestHandler());
