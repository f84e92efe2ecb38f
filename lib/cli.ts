import { backup } from './cli/backup.ts';
import { build } from './cli/build.ts';
import { check } from './cli/check.ts';
import { comments } from './cli/comments.ts';
import { corpus } from './cli/corpus.ts';
import { reference } from './cli/reference.ts';
import { restore } from './cli/restore.ts';
import { Refusal, refuse } from './refusal.ts';

/** The newsroom's command line: `node lib/cli.ts <command>`. Each command returns the exit code. */
const commands: Record<string, (words: string[]) => Promise<number> | number> = {
  backup,
  build,
  check,
  comments,
  corpus,
  reference,
  restore,
};

const [name = '', ...words] = process.argv.slice(2);
const command = commands[name];
try {
  if (!command || !Object.hasOwn(commands, name))
    throw new Refusal(`"${name}" is no command: use one of ${Object.keys(commands).join(', ')}.`);
  process.exitCode = await command(words);
} catch (error) {
  refuse(asRefusal(error));
}

/** What the system refuses, such as to write a file, names the file: that is no fault of the program. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('path' in error)) return error;
  return new Refusal(`npm run ${name} cannot go on: ${error.message}.`);
}
