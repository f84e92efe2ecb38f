import { parseArgs } from 'node:util';
import { build } from './cli/build.ts';
import { check } from './cli/check.ts';
import { reference } from './cli/reference.ts';

/** The newsroom's command line: `npm run newsroom -- <command>`. Each command returns the exit code. */
const commands: Record<string, (rest: string[]) => Promise<number> | number> = { build, check, reference };

const { positionals } = parseArgs({ allowPositionals: true, strict: false });
const command = commands[positionals[0] ?? ''];
if (command) {
  process.exitCode = await command(positionals.slice(1));
} else {
  console.error(`Commands: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
}
