import { misused, readWords } from '../command-words.ts';
import { openComments } from '../comments.ts';
import { counted } from '../counted.ts';
import { site } from '../site.ts';
import { withStore } from './with-store.ts';

const USAGE = 'npm run comments -- export|erase --email ADDRESS';

/** `npm run comments -- export|erase --email ADDRESS`: answers a reader who asks for their data, or to be forgotten. */
export async function comments(words: string[]): Promise<number> {
  const { values, positionals } = readWords(words, USAGE, { email: { type: 'string' } }, 1);
  const [task] = positionals;
  const { email } = values;
  if (task !== 'export' && task !== 'erase') throw misused('It is to be said what to do', USAGE);
  if (!email) throw misused('The address of the reader is missing', USAGE);
  return withStore(async (store) => {
    const opened = await openComments({ store, clock: () => new Date(), rules: site.comments });
    if (task === 'export') console.log(JSON.stringify(await opened.exportByEmail(email), undefined, 2));
    else console.log(`${counted(await opened.eraseByEmail(email), 'comment')} erased`);
    return 0;
  });
}
