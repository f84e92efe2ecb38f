import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readWords } from '../command-words.ts';
import { openContent } from '../content.ts';
import { counted } from '../counted.ts';
import { checkContent } from '../preflight.ts';
import { formatProblem } from '../problem.ts';
import { environment, site } from '../site.ts';

/** Reads the whole content again, prints every problem, and fails when there is one. */
export async function check(words: string[]): Promise<number> {
  readWords(words, 'npm run check:content', {});
  checkContent(environment);
  const cacheDir = mkdtempSync(path.join(tmpdir(), 'newsroom-check-'));
  try {
    const { contentDir, url } = environment;
    const content = openContent({ contentDir, cacheDir, site, url, clock: () => new Date() });
    const { files } = content.sync();
    await content.proofread();
    const problems = content.catalog.problems();
    content.close();
    for (const problem of problems) console.log(formatProblem(problem));
    console.log(`${counted(files, 'file')} read, ${counted(problems.length, 'problem')}`);
    return problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(cacheDir, { recursive: true });
  }
}
