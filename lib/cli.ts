import { backup } from './cli/backup.ts';
import { build } from './cli/build.ts';
import { check } from './cli/check.ts';
import { comments } from './cli/comments.ts';
import { corpus } from './cli/corpus.ts';
import { reference } from './cli/reference.ts';
import { restore } from './cli/restore.ts';

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
if (command) {
  process.exitCode = await command(words);
} else {
  console.error(`Commands: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
}
