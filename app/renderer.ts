import next from 'next';
import { finished, styleSheetsOf } from '../lib/press.ts';
import { answerAsks } from '../lib/renderer.ts';
import { environment } from '../lib/site.ts';
import config from '../next.config.ts';

/** Next, in the thread that makes the pages. `app/rendering.ts` starts it. */

const { host, port } = environment;
// Node itself reads next.config.ts, as `next start --experimental-next-config-strip-types` has it. Next would load its
// compiler for it: 60 ms of a start, and memory as long as the site runs.
Object.assign(process.env, { __NEXT_NODE_NATIVE_TS_LOADER_ENABLED: 'true' });
const app = next({ dev: false, hostname: host, port });
await app.prepare();
const styles = styleSheetsOf(config.distDir ?? '.next');
answerAsks(app.getRequestHandler(), (answer) => finished(answer, styles));
