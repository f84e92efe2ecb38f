import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Refusal } from './refusal.ts';

/**
 * Reads the words behind a command.
 * @param usage how the command is used, which who uses it otherwise is told
 * @throws Refusal for an unknown option, one without its value, or a word too many
 */
export function readWords<Options extends ParseArgsOptionsConfig>(
  words: string[],
  usage: string,
  options: Options,
  maxPositionals = 0,
) {
  const parsed = attempt(() => parseArgs({ args: words, allowPositionals: true, options }), usage);
  const tooMany = parsed.positionals[maxPositionals];
  if (tooMany !== undefined) throw misused(`"${tooMany}" is one word too many`, usage);
  return parsed;
}

/** @param what is wrong, without a full stop */
export function misused(what: string, usage: string): Refusal {
  return new Refusal(`${what}: use ${usage}`);
}

function attempt<Result>(parse: () => Result, usage: string): Result {
  try {
    return parse();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('ERR_PARSE_ARGS') || !(error instanceof Error)) throw error;
    // Node's first sentence says which option; those behind it are of another use of the two dashes.
    const [said = ''] = error.message.split(/\. |\n/);
    throw misused(said.replace(/\.$/, ''), usage);
  }
}
