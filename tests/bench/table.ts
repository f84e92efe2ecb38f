import { cpus, totalmem } from 'node:os';

/** One measured figure beside the bar that it should reach. */
export type Row = { what: string; measured: string; bar: string; reached: boolean };

/** @returns the rows as a Markdown table */
export function table(rows: Row[]): string {
  const lines = rows.map(
    ({ what, measured, bar, reached }) => `| ${what} | ${measured} | ${bar} | ${reached ? 'yes' : 'no'} |`,
  );
  return ['| What | Measured | Bar | Reached |', '| --- | ---: | ---: | --- |', ...lines].join('\n');
}

export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor';
  return `${cpus().length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
}

/** @param share from 0 to 1 */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Resident memory of a process, in megabytes of 10^6 bytes. */
export async function residentMemory(pid: number): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
}
