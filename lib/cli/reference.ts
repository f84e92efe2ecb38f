import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readWords } from '../command-words.ts';
import { fieldReference } from '../content.ts';
import { checkContent } from '../preflight.ts';
import { environment } from '../site.ts';

const MARK = '<!-- The HTML and the fields, written by `npm run reference`: change lib/content instead. -->';

/** Writes the reference of the front matter into content/README.md, from its mark to the end. */
export function reference(words: string[]): number {
  readWords(words, 'npm run reference', {});
  checkContent(environment);
  const file = path.join(environment.contentDir, 'README.md');
  const [before = ''] = readFileSync(file, 'utf8').split(MARK);
  writeFileSync(file, `${before}${MARK}\n\n${fieldReference()}`);
  return 0;
}
