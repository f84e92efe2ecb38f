import { backup } from './cli/backup.ts';
import { build } from './cli/build.ts';
import { check } from './cli/check.ts';
import { comments } from './cli/comments.ts';
import { reference } from './cli/reference.ts';
import { restore } from './cli/restore.ts';
import { asRefusal, Refusal, refuse } from './refusal.ts';

/** The newsroom's command line: `node lib/cli.ts <command>`. Each command returns the exit code. */
const commands: Record<string, (words: string[]) => Promise<number> | number> = {
  backup,
  build,
  check,
  comments,
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
  refuse(asRefusal(error, `npm run ${name}`));
}
