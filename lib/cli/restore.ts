import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { restore as restoreFrom } from '../store.ts';
import { withStore } from './with-store.ts';

/** `npm run restore -- FILE [--replace]`: brings a backup back. The site must not run: it knows the old keys. */
export async function restore(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { replace: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    console.error('npm run restore -- FILE [--replace]');
    return 2;
  }
  if (!existsSync(file)) {
    console.error(`${file} does not exist.`);
    return 1;
  }
  return withStore(async ({ db }) => {
    const { rows } = await restoreFrom(db, file, { replace: values.replace });
    console.log(`${rows} rows from ${file}. Start the site again if it runs.`);
    return 0;
  });
}
