/**
 * Why a command cannot do its work, for who runs it: a sentence that names the setting or the file, what is wrong with
 * it, and what to do. The command prints it, without a stack, and exits with 1.
 */
export class Refusal extends Error {
  override name = 'Refusal';
}

/** Prints why nothing can be done, and ends the process. @throws what is no refusal, which is a fault of the program */
export function refuse(error: unknown): never {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}

/**
 * An error of the system, such as of a file that cannot be written, is no fault of the program: its message names the
 * file.
 * @param command such as `npm run backup`
 * @returns such an error as a refusal, and any other error as it is
 */
export function asRefusal(error: unknown, command: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('path' in error)) return error;
  return new Refusal(`${command} cannot go on: ${error.message}.`);
}
