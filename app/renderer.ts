import next from 'next';
import { finished, styleSheetsOf } from '../lib/press.ts';
import { answerAsks } from '../lib/renderer.ts';
import { environment } from '../lib/site.ts';

/** Next, in the thread that makes the pages. `app/rendering.ts` starts it. */

const { host, port } = environment;
const app = next({ dev: false, hostname: host, port });
await app.prepare();
const styles = styleSheetsOf('.next');
answerAsks(app.getRequestHandler(), (answer) => finished(answer, styles));
