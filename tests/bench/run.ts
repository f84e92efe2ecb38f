import { measureArchive } from './archive.ts';
import { measureAttacks } from './attacks.ts';
import { measureAudience } from './audience.ts';
import { measureKills } from './kills.ts';
import { measureLighthouse } from './lighthouse.ts';
import { has } from './load.ts';
import { measureMutations } from './mutated.ts';
import { measureNewPages, measurePress } from './press.ts';
import { writeSection } from './report.ts';
import { machine, table } from './table.ts';

/** `npm run bench [-- part …]`: measures, prints each table and writes it into docs/benchmarks.md. Never part of the tests. */

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
const date = new Date().toISOString().slice(0, 10);
for (const [name, [heading, measure]] of Object.entries(parts)) {
  if (!isChosen(name)) continue;
  const measured = table(await measure());
  console.log(`## ${heading}\n\n${measured}\n`);
  const measuredOn = `\`npm run bench -- ${name}\` on ${date}, on ${machine()}.`;
  writeSection('docs/benchmarks.md', heading, measuredOn, measured);
}
