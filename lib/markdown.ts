import type { Surroundings, Text } from './markdown/pipeline.ts';

/** A text in Markdown: what it becomes as HTML, and what is known of it without that. */

export { textAsTyped } from './markdown/as-typed.ts';
export { type Refusal, tooComplex } from './markdown/complexity.ts';
export { TYPED } from './markdown/elements.ts';
export { firstParagraph } from './markdown/excerpt.ts';
export type { Heading, Surroundings, Text } from './markdown/pipeline.ts';
export { plainText, withoutTags } from './markdown/plain-text.ts';
export { countWords } from './markdown/word-count.ts';

/**
 * Renders Markdown to HTML.
 * @param path names the file in problems, relative to the content folder
 * @param bodyLine the line of the file (from 1) on which the text starts
 */
export async function renderMarkdown(
  markdown: string,
  path: string,
  bodyLine: number,
  surroundings: Surroundings,
): Promise<Text> {
  // Remark is many modules, and a sync needs none of them.
  const { render } = await import('./markdown/pipeline.ts');
  return render(markdown, path, bodyLine, surroundings);
}
