import path from 'node:path';
import { build } from 'rolldown';
import { ownSite } from '../own-site-plugin.ts';

/**
 * Puts a program and all that it imports into one file of a folder. Most of what the start of a process takes is the
 * loading of hundreds of modules; one that is started many times, to be killed, starts in half the time from this file.
 */
export async function inOneFile(program: string, folder: string): Promise<string> {
  const file = path.join(folder, `${path.basename(program, '.ts')}.mjs`);
  await build({
    input: program,
    platform: 'node',
    plugins: [ownSite],
    logLevel: 'silent',
    output: { file, codeSplitting: false },
  });
  return file;
}
