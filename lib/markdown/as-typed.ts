import type { Problem } from '../problem.ts';

/** A text that cannot be rendered: its words are shown without their marks, and the file is named. */

/** Why it is shown so. */
const REASONS = {
  deep: {
    reason: 'The text is nested too deeply to be read, so it is shown as it is typed.',
    fix: 'Close the brackets and emphases that are opened, or divide its paragraphs.',
  },
  large: {
    reason: 'The text becomes more than 20 times its size as HTML, so it is shown as it is typed.',
    fix: 'Shorten the addresses and the notes that it refers to many times, or make several articles of it.',
  },
  slow: {
    reason: 'The text takes too long to be read, so it is shown as it is typed.',
    fix: 'Divide its longest paragraphs, lists and tables, or make several articles of it.',
  },
};

/** @returns it as what rendering returns */
export function textAsTyped(
  markdown: string,
  path: string,
  why: keyof typeof REASONS,
): { html: string; headings: never[]; problems: Problem[] } {
  const escaped = markdown.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;');
  const blocks = escaped.split(/\n[ \t]*\n/).filter((block) => block.trim());
  const html = blocks.map((block) => `<p>${block.trim()}</p>`).join('\n');
  return { html, headings: [], problems: [{ path, severity: 'error', ...REASONS[why] }] };
}
