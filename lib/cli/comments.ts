import { parseArgs } from 'node:util';
import { openComments } from '../comments.ts';
import { site } from '../site.ts';
import { withStore } from './with-store.ts';

/** `npm run comments -- export|erase --email ADDRESS`: answers a reader who asks for their data, or to be forgotten. */
export async function comments(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { email: { type: 'string' } },
  });
  const [task, ...more] = positionals;
  const { email } = values;
  if ((task !== 'export' && task !== 'erase') || !email || more.length > 0) {
    console.error('npm run comments -- export|erase --email ADDRESS');
    return 2;
  }
  return withStore(async (store) => {
    const opened = await openComments({ store, clock: () => new Date(), rules: site.comments });
    if (task === 'export') console.log(JSON.stringify(await opened.exportByEmail(email), undefined, 2));
    else console.log(`${await opened.eraseByEmail(email)} comments erased`);
    return 0;
  });
}
