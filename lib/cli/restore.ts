import { existsSync } from 'node:fs';
import { misused, readWords } from '../command-words.ts';
import { counted } from '../counted.ts';
import { Refusal } from '../refusal.ts';
import { restore as restoreFrom } from '../store.ts';
import { withStore } from './with-store.ts';

const USAGE = 'npm run restore -- FILE [--replace]';

/** `npm run restore -- FILE [--replace]`: brings a backup back. The site must not run: it knows the old keys. */
export async function restore(words: string[]): Promise<number> {
  const options = { replace: { type: 'boolean', default: false } } as const;
  const { values, positionals } = readWords(words, USAGE, options, 1);
  const [file] = positionals;
  if (file === undefined) throw misused('The file of the backup is missing', USAGE);
  if (!existsSync(file))
    throw new Refusal(`${file} is not there: name the file that npm run backup has made.`);
  return withStore(async ({ db }) => {
    const { rows } = await restoreFrom(db, file, { replace: values.replace });
    console.log(`${counted(rows, 'row')} from ${file}. Start the site again if it runs.`);
    return 0;
  });
}
