import { spawn, spawnSync } from 'node:child_process';

/** Load from wrk, pinned to the second core while the server has the first. */

export type Load = { perSecond: number; p99: number };

/** @returns requests a second and the 99th percentile of latency in milliseconds */
export async function load(url: string, seconds: number, connections = 32): Promise<Load> {
  const text = await run('taskset', [
    ...['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--latency'],
    ...['-H', 'Accept-Encoding: gzip', url],
  ]);
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  const [, value = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(text) ?? [];
  const failed = /Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1];
  if (failed) throw new Error(`${failed} answers of ${url} were errors.`);
  return {
    perSecond,
    p99: Number(value) * { us: 0.001, ms: 1, s: 1000 }[unit === 'us' || unit === 's' ? unit : 'ms'],
  };
}

/** Runs a command to its end. @returns what it printed */
export function run(
  command: string,
  parameters: string[],
  variables: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { env: { ...process.env, ...variables } });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    child.stderr.on('data', (chunk) => (printed += chunk));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${command} ended with ${code}:\n${printed}`)),
    );
  });
}

/** Whether a program is installed. */
export function has(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}
