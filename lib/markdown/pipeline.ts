import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import remarkHtml from 'remark-html';
import { VFile } from 'vfile';
import { messages } from '../messages.ts';
import type { Problem } from '../problem.ts';
import { textAsTyped } from './as-typed.ts';
import { citations } from './citations.ts';
import { codeBlocks } from './code-blocks.ts';
import { quotes, safeHtml } from './elements.ts';
import { figures } from './figures.ts';
import { type Heading, headings } from './headings.ts';
import { links } from './links.ts';
import { notes } from './notes.ts';
import { ownIds } from './own-ids.ts';
import { shortcodes } from './shortcodes.ts';
import { maxHtmlLength, referenceSizes, TooLarge } from './size.ts';
import { type Elements, takeSteps } from './steps.ts';
import { tables } from './tables.ts';

export type { Heading } from './headings.ts';

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
  /** Put before the ids of a text that shares its page with an article's. */
  idPrefix?: string;
};

export type Text = {
  /** Sanitised: whatever the file holds, no script, handler or unsafe address is in it. */
  html: string;
  headings: Heading[];
  /** What an editor should correct; the text is shown all the same. */
  problems: Problem[];
};

declare module 'vfile' {
  interface DataMap {
    surroundings: Surroundings;
    headings: Heading[];
  }
}

/** What Markdown has become passes these whether it was typed as Markdown or as HTML. */
const steps = [quotes, citations, headings, figures, links, tables, codeBlocks, ownIds];

const pipeline = remark()
  // One tilde is a range, as in "5~10 mg".
  .use(remarkGfm, { singleTilde: false })
  .use(referenceSizes)
  .use(notes)
  .use(shortcodes)
  .use(takeSteps, steps)
  .use(remarkHtml, {
    sanitize: safeHtml,
    handlers: { elements: (_: unknown, node: Elements) => node.blocks },
  })
  .freeze();

/** @see renderMarkdown, the door to it */
export async function render(
  markdown: string,
  path: string,
  bodyLine: number,
  surroundings: Surroundings,
): Promise<Text> {
  const file = new VFile({ value: markdown, data: { surroundings, headings: [] } });
  const html = await process(file).catch((error: unknown) => {
    if (error instanceof TooLarge) return error;
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  });
  // It overflows the parser's stack, though it has few enough marks.
  if (html === undefined) return textAsTyped(markdown, path, 'deep');
  if (html instanceof TooLarge || html.length > maxHtmlLength(markdown))
    return textAsTyped(markdown, path, 'large');
  return {
    html,
    headings: file.data.headings ?? [],
    problems: problemsOf(file, path, bodyLine),
  };
}

/** Problems of one text that are named. */
const MAX_PROBLEMS = 50;

function problemsOf({ messages }: VFile, path: string, bodyLine: number): Problem[] {
  const problems = messages.slice(0, MAX_PROBLEMS).map(
    (message): Problem => ({
      path,
      line: message.line === undefined ? undefined : message.line + bodyLine - 1,
      severity: 'warning',
      reason: message.reason,
      fix: message.note ?? '',
    }),
  );
  const more = messages.length - problems.length;
  if (more === 0) return problems;
  const reason = `The text has ${more} more ${more === 1 ? 'problem' : 'problems'} that ${more === 1 ? 'is' : 'are'} not listed.`;
  return [...problems, { path, severity: 'warning', reason, fix: 'Correct these first.' }];
}

async function process(file: VFile): Promise<string> {
  return labelTasks(String(await pipeline.process(file)));
}

/**
 * Says in words what a box of a task list shows. The boxes are the only inputs that the sanitiser lets through, and a
 * text or attribute can hold no such tag: its quotes would be escaped.
 */
function labelTasks(html: string): string {
  return html.replace(
    /<input type="checkbox"( checked)?/g,
    (tag, checked?: string) => `${tag} aria-label="${checked ? messages.text.done : messages.text.notDone}"`,
  );
}
