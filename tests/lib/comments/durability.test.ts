import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inOneFile } from '../../support/in-one-file.ts';
import { DIALECTS, emptyPlace, openAt } from '../../support/stores.ts';

/** An acknowledged comment is on disk: processes that send comments are killed, and each that they named must be there. */

/** On each database; it is the starting of so many processes that takes the time. The bench asks for more. */
const KILLS = Number(process.env.KILLS ?? 50);

/** A writer that acknowledges nothing for so long is in error. */
const MAX_SILENCE_MS = 30_000;

const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-durability-'));
let writer: string;

beforeAll(async () => {
  writer = await inOneFile(path.join(import.meta.dirname, 'writer.ts'), folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets a writer write and kills it in the midst. @returns what it acknowledged */
function killedWriter(dataDir: string, databaseUrl: string, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, dataDir, databaseUrl, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  });
  let printed = '';
  const silence = setTimeout(() => child.kill('SIGTERM'), MAX_SILENCE_MS);
  child.stdout.on('data', (chunk) => {
    // Not at the first word: at some other moment of its work in each round.
    clearTimeout(silence);
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), 5 + ((round * 7) % 30));
    printed += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(printed.split('\n').filter((line) => / \d+ \d+$/.test(line)));
      else reject(new Error(`The writer ended by itself:\n${printed}`));
    });
  });
}

it.each(DIALECTS)(
  `${KILLS} kills lose no acknowledged comment on %s`,
  async (dialect) => {
    const place = await emptyPlace(dialect);
    const store = await openAt(place);
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round += 5) {
      const some = [0, 1, 2, 3, 4].map((number) =>
        killedWriter(place.dataDir, place.databaseUrl ?? '', round + number),
      );
      acknowledged.push(...(await Promise.all(some)).flat());
    }
    const rows = await store.db
      .selectFrom('comments')
      .innerJoin('verdicts', 'verdicts.comment', 'comments.id')
      .select(['comments.id', 'comments.text', 'comments.slug'])
      .execute();
    const found = new Map(rows.map(({ id, text }) => [id, text]));
    const lost = acknowledged.filter((line) => {
      const [id = '', ...text] = line.split(' ');
      return found.get(id) !== text.join(' ');
    });
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(lost).toEqual([]);
    expect(new Set(rows.map(({ slug, text }) => `${slug} ${text}`)).size).toBe(rows.length);
    const whole = await store.db.selectFrom('comments').select('id').execute();
    expect(whole).toHaveLength(rows.length);
  },
  Math.max(120_000, 3000 * KILLS),
);
