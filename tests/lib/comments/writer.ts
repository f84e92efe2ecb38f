import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { openStore } from '../../../lib/store.ts';
import { ARTICLE, openDesk } from './desk.ts';

/** Sends comments without end and prints the id of each that was taken, until it is killed. See durability.test.ts. */

// One that is killed would keep for the next ones nothing of what it has compiled.
flushCompileCache();
const [dataDir = '', databaseUrl, round = ''] = process.argv.slice(2);
const store = await openStore({ dataDir, databaseUrl: databaseUrl || undefined });
// The hours below are more than the days after which an article closes.
const desk = await openDesk(store, { closeAfterDays: undefined });
// Each at an hour of its own: more comments in one than anybody can read would be refused.
desk.pass(Number(round) * 2 * 3_600_000);

async function sendOn(worker: number): Promise<never> {
  for (let number = 0; ; number++) {
    // What is sent to the kernel is out; what a killed process still held is not acknowledged.
    const address = `10.${worker}.${number >> 8}.${number & 255}`;
    const result = await desk.send({
      address,
      article: { ...ARTICLE, slug: `story-${round}` },
      text: `${worker} ${number}`,
    });
    if (result.accepted) writeSync(1, `${result.id} ${worker} ${number}\n`);
    await setImmediate();
  }
}

await Promise.all([0, 1, 2, 3].map(sendOn));
