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
