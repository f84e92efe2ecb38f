import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import remarkHtml from 'remark-html';
import remarkInlineLinks from 'remark-inline-links';
import { VFile } from 'vfile';
import { citations } from './markdown/citations.ts';
import { codeBlocks } from './markdown/code-blocks.ts';
import { figures } from './markdown/figures.ts';
import { type Heading, headings } from './markdown/headings.ts';
import { links } from './markdown/links.ts';
import { quotes } from './markdown/quotes.ts';
import { rawHtml } from './markdown/raw-html.ts';
import { safeHtml } from './markdown/safe-html.ts';
import { tables } from './markdown/tables.ts';
import type { Problem } from './problem.ts';

export type { Heading } from './markdown/headings.ts';

/** What the text may refer to, asked while it is rendered. */
export type Surroundings = {
  /**
   * Pixels of a picture by its path (`/media/…`), its path as the disk has it, and whether it is an animation; undefined
   * when there is no such picture.
   */
  imageSize(
    src: string,
  ): Promise<{ width: number; height: number; src?: string; moves?: boolean } | undefined>;
  /** What is wrong with a picture; asked when the text is proofread. */
  pictureProblem?(src: string): Promise<{ reason: string; fix: string; isAbsent?: true } | undefined>;
  /** Whether a path of this site (`/news/…`) leads anywhere at this moment. */
  leadsSomewhere(path: string): boolean;
  /** Origin of the site (`https://example.org`); links to it are internal. */
  origin: string;
  /** How many numbered sources the article has: `[1]` to `[n]` are citations. */
  sources: number;
};

export type Text = {
  /** Sanitised: whatever the file holds, no script, handler or unsafe address is in it. */
  html: string;
  headings: Heading[];
  /** What an editor should mend; the text is shown all the same. */
  problems: Problem[];
};

declare module 'vfile' {
  interface DataMap {
    surroundings: Surroundings;
    headings: Heading[];
  }
}

const pipeline = remark()
  .use(remarkGfm)
  .use(remarkInlineLinks)
  .use(rawHtml)
  .use(quotes)
  .use(headings)
  .use(figures)
  .use(links)
  .use(tables)
  .use(codeBlocks)
  .use(citations)
  .use(remarkHtml, { sanitize: safeHtml })
  .freeze();

/**
 * Renders Markdown to HTML.
 * @param path names the file in problems, relative to the content folder.
 * @param bodyLine the line of the file (from 1) on which the text starts.
 */
export async function renderMarkdown(
  markdown: string,
  path: string,
  bodyLine: number,
  surroundings: Surroundings,
): Promise<Text> {
  const file = new VFile({ value: markdown, data: { surroundings, headings: [] } });
  const html = labelTasks(String(await pipeline.process(file)));
  return {
    html,
    headings: file.data.headings ?? [],
    problems: file.messages.map((message) => ({
      path,
      line: message.line === undefined ? undefined : message.line + bodyLine - 1,
      severity: 'warning',
      reason: message.reason,
      fix: message.note ?? '',
    })),
  };
}

/**
 * Says in words what a box of a task list shows. The boxes are the only inputs that the sanitiser lets through, and a
 * text or attribute can hold no such tag: its quotes would be escaped.
 */
function labelTasks(html: string): string {
  return html.replace(
    /<input type="checkbox"( checked)?/g,
    (tag, checked?: string) => `${tag} aria-label="${checked ? 'Done' : 'Not done'}"`,
  );
}
