import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isOfPicture } from '../../../lib/media/cutting.ts';

const run = promisify(execFile);
const failureOf = (script: string, timeout = 0, program = process.execPath): Promise<unknown> =>
  run(program, ['-e', script], { timeout, killSignal: 'SIGKILL' }).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a failure to cut a picture', () => {
  it('is of the picture when the drawing process refuses it', async () => {
    expect(isOfPicture(await failureOf('process.exit(1)'))).toBe(true);
    expect(isOfPicture(new Error('Input buffer contains unsupported image format'))).toBe(true);
  });

  it('is of the moment when time or memory ended, or no process could be started', async () => {
    expect(isOfPicture(await failureOf('setInterval(() => {}, 1000)', 300))).toBe(false);
    expect(isOfPicture(await failureOf('process.kill(process.pid, "SIGKILL")'))).toBe(false);
    expect(isOfPicture(await failureOf('', 0, '/no/such/program'))).toBe(false);
    expect(isOfPicture(new Error('timeout: 50% complete'))).toBe(false);
  });
});
