import type { StoredText } from '../catalog-database.ts';
import { renderMarkdown, type Text } from '../markdown.ts';
import { leadsSomewhere, type Sources } from './site-links.ts';

/** A text to be rendered, and what it may refer to. */
export type TextJob = {
  text: StoredText;
  /** How many numbered sources the text has. */
  sources: number;
  /** Its pictures are looked at for mistakes as well. */
  isProofread: boolean;
};

export type TextSources = Sources & {
  /** Origin of the site, such as `https://example.org`. */
  url: string;
};

export function renderText({ text, sources, isProofread }: TextJob, from: TextSources): Promise<Text> {
  return renderMarkdown(text.body, text.path, text.line, {
    imageSize: (src) => from.media.find(src),
    leadsSomewhere: (path) => leadsSomewhere(path, from),
    origin: from.url,
    sources,
    ...(isProofread && { pictureProblem: (src: string) => from.media.problem(src) }),
    // An author's text is shown under each of the author's articles.
    ...(text.path.startsWith('authors/') && { idPrefix: 'author-text-' }),
  });
}
