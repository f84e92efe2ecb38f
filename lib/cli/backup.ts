import path from 'node:path';
import { misused, readWords } from '../command-words.ts';
import { counted } from '../counted.ts';
import { environment } from '../site.ts';
import { backUp } from '../store.ts';
import { withStore } from './with-store.ts';

const USAGE = 'npm run backup -- [FILE]';

/** `npm run backup [-- FILE]`: copies what readers did into a file, while the site runs. */
export async function backup(words: string[]): Promise<number> {
  const now = new Date();
  const name = `audience-${now.toISOString().replace(/[:.]/g, '-')}.jsonl`;
  const { positionals } = readWords(words, USAGE, {}, 1);
  const [file = path.join(environment.dataDir, 'backups', name)] = positionals;
  if (file === '') throw misused('The name of the file is empty', USAGE);
  return withStore(async ({ db }) => {
    const { rows } = await backUp(db, file, now);
    console.log(`${counted(rows, 'row')} in ${file}`);
    return 0;
  });
}
