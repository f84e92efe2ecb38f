import { spawnSync } from 'node:child_process';
import type { Row } from './table.ts';

/** Processes that send comments are killed, as in tests/lib/comments/durability.test.ts, ten times as often. */

const KILLS = 500;
const TIMEOUT_MS = 30 * 60_000;

export async function measureKills(): Promise<Row[]> {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      'tests/lib/comments/durability.test.ts',
      '--reporter',
      'verbose',
    ],
    { env: { ...process.env, KILLS: String(KILLS) }, encoding: 'utf8', timeout: TIMEOUT_MS },
  );
  if (status !== 0) console.error(stdout, stderr);
  return [
    {
      what: `comments lost or doubled by ${KILLS} kills under load, SQLite and PostgreSQL`,
      measured: status === 0 ? 'none' : 'some',
      bar: 'none',
      reached: status === 0,
    },
  ];
}
