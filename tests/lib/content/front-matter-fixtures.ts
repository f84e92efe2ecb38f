import { parseFrontMatter } from '../../../lib/content/front-matter.ts';
import { articleSchema } from '../../../lib/content/schema.ts';

const schema = articleSchema('America/Denver', ['medicine', 'policy']);
export const PATH = 'articles/2026/a.md';
export const SOUND = 'title: T\ndate: 2026-03-01\ntopic: policy\n';

export const read = (content: string | Uint8Array) =>
  parseFrontMatter(PATH, typeof content === 'string' ? Buffer.from(content) : content, schema);
export const problemsOf = (content: string | Uint8Array) => {
  const parsed = read(content);
  return parsed.ok ? [] : parsed.problems;
};
/** The sound fields stand on lines 2 to 4, so `more` begins on line 5. */
export const withMore = (more: string) => `---\n${SOUND}${more}\n---\nText.\n`;

/** What is wrong with a file, and the problem that says so. */
export type Case = [
  what: string,
  content: string | Uint8Array,
  line: number | undefined,
  reason: string,
  fix: string,
];
