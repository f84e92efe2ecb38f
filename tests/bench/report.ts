import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts a table into its section of docs/benchmarks.md, under what it was measured on. Sentences below the table stay: they
 * explain it, and a person has to read whether they still hold. A part without a section gets one at the end.
 * @param table Markdown, of rows that begin with a bar
 */
export function writeSection(file: string, heading: string, measuredOn: string, table: string): void {
  const text = readFileSync(file, 'utf8');
  const section = `## ${heading}\n\n${measuredOn}\n\n${table}\n`;
  const start = text.indexOf(`\n## ${heading}\n`) + 1;
  if (start === 0) {
    writeFileSync(file, `${text.trimEnd()}\n\n${section}`);
    return;
  }
  const next = text.indexOf('\n## ', start);
  const old = text.slice(start, next < 0 ? text.length : next + 1);
  const rest = old.slice(endOfTable(old)).trim();
  const after = next < 0 ? '' : `\n${text.slice(next + 1)}`;
  writeFileSync(file, `${text.slice(0, start)}${section}${rest && `\n${rest}\n`}${after}`);
}

/** Where the first table of a section ends. */
function endOfTable(section: string): number {
  const start = section.indexOf('\n|');
  if (start < 0) return section.indexOf('\n') + 1;
  const end = section.slice(start).search(/\n(?!\|)/);
  return end < 0 ? section.length : start + end;
}
