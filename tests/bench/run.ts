import { mkdirSync, writeFileSync } from 'node:fs';
import { measureArchive } from './archive.ts';
import { measureAttacks } from './attacks.ts';
import { measureAudience } from './audience.ts';
import { measureKills } from './kills.ts';
import { measureLighthouse } from './lighthouse.ts';
import { has } from './load.ts';
import { measureMutations } from './mutated.ts';
import { measureNewPages, measurePress } from './press.ts';
import { machine, table } from './table.ts';

/** `npm run bench [-- part …]`: measures, prints a table and writes it to .cache/bench.md. Never part of the tests. */

const parts = {
  press: ['Pages and the press', measurePress],
  pages: ['Ten thousand pages', measureNewPages],
  archive: ['Ten years of hourly news', measureArchive],
  audience: ['The audience', measureAudience],
  mutations: ['Content with mistakes', measureMutations],
  attacks: ['Under attack', measureAttacks],
  kills: ['Killed', measureKills],
  lighthouse: ['On a phone', measureLighthouse],
} as const;
const chosen = process.argv.slice(2);
const unknown = chosen.find((part) => !Object.hasOwn(parts, part));
if (unknown !== undefined) {
  console.error(
    `"${unknown}" is no part of the bench: use ${Object.keys(parts).join(', ')}, or none for all.`,
  );
  process.exit(1);
}
const isChosen = (part: string) => chosen.length === 0 || chosen.includes(part);
const loads = Object.keys(parts).some((part) => part !== 'mutations' && isChosen(part));
const programs = [...(loads ? ['wrk', 'nginx', 'taskset'] : []), ...(isChosen('archive') ? ['hugo'] : [])];
const missing = programs.filter((program) => !has(program));
if (missing.length > 0) {
  console.error(`The bench needs ${missing.join(', ')}: install it and run again.`);
  process.exit(1);
}
const tables: string[] = [];
for (const [name, [heading, measure]] of Object.entries(parts)) {
  if (!isChosen(name)) continue;
  tables.push(table(heading, await measure()));
}
const report = `Measured on ${machine()}.\n\n${tables.join('\n')}`;
mkdirSync('.cache', { recursive: true });
writeFileSync('.cache/bench.md', report);
console.log(report);
