import path from 'node:path';
import { tz } from '@date-fns/tz';
import { addMonths } from 'date-fns/addMonths';
import { format } from 'date-fns/format';
import { startOfMonth } from 'date-fns/startOfMonth';
import { countWords, firstParagraph, tooComplex } from '../markdown.ts';
import { type Problem, quoted } from '../problem.ts';
import { AREAS, MAX_SLUG_LENGTH, RESERVED } from '../urls.ts';
import { type FrontMatter, parseFrontMatter } from './front-matter.ts';
import {
  type ArticleFields,
  type AuthorFields,
  articleSchema,
  authorSchema,
  type PageFields,
  pageSchema,
} from './schema.ts';

type Text = { slug: string; body: string; bodyLine: number };
export type ArticleEntry = Text & {
  kind: 'article';
  fields: ArticleFields;
  /** `yyyy-mm` of its date, in the site's zone. */
  month: string;
  excerpt: string;
  words: number;
  /** The lines (from 1) on which the entries of `related` stand. */
  relatedLines: number[];
};

/** One file of the content, read and checked. `slug` is the file's name without `.md`. */
export type Entry =
  | ArticleEntry
  | (Text & { kind: 'author'; fields: AuthorFields })
  | (Text & { kind: 'page'; fields: PageFields });

export type ParsedFile = { ok: true; entry: Entry; warnings: Problem[] } | { ok: false; problems: Problem[] };
export type FileParser = (file: string, bytes: Uint8Array) => ParsedFile;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The part of the content that a file belongs to, by its first folder; undefined when it is none of ours. */
export function kindOf(file: string): Entry['kind'] | undefined {
  if (!file.endsWith('.md')) return undefined;
  if (file.startsWith('articles/')) return 'article';
  if (file.startsWith('authors/')) return 'author';
  if (file.startsWith('pages/')) return 'page';
  return undefined;
}

/**
 * @returns a parser for the files of a site in that zone with those topics; the schema is made once.
 * Its first argument is the path in the content folder, such as `articles/2026/11/slug.md`.
 */
export function fileParser(zone: string, topics: readonly string[]): FileParser {
  const [first, ...others] = topics;
  if (first === undefined) throw new Error('The site has no topics: lib/site.ts must list one at least.');
  const article = articleSchema(zone, [first, ...others]);
  const page = pageSchema(zone);
  const monthOf = months(zone);

  return (file, bytes) => {
    const slug = path.posix.basename(file, '.md');
    const kind = kindOf(file);
    if (kind === undefined) throw new Error(`${file} is not a file of the content.`);
    const misnamed = problemOfName(kind, slug);
    if (misnamed) return { ok: false, problems: [{ path: file, severity: 'error', ...misnamed }] };

    if (kind === 'author') {
      const parsed = readable(file, parseFrontMatter(file, bytes, authorSchema));
      return withEntry(parsed, ({ fields }, text) => ({ kind, slug, ...text, fields }));
    }
    if (kind === 'page') {
      const parsed = readable(file, parseFrontMatter(file, bytes, page));
      return withEntry(parsed, ({ fields }, text) => ({ kind, slug, ...text, fields }));
    }
    const parsed = readable(file, parseFrontMatter(file, bytes, article));
    if (!parsed.ok) return parsed;
    const { fields, body } = parsed;
    const excerpt = fields.excerpt ?? excerptOf(body, fields.sources?.length ?? 0);
    if (excerpt === undefined) {
      const reason = 'The text is nested too deeply to be read.';
      const fix = 'Close the brackets and emphases of its beginning, or divide its paragraphs.';
      return { ok: false, problems: [{ path: file, severity: 'error', reason, fix }] };
    }
    const relatedLines = (fields.related ?? []).map((_, place) => parsed.lineOf('related', place));
    const month = monthOf(fields.date);
    const words = countWords(body);
    const text = textOf(parsed);
    const entry = { kind, slug, ...text, fields, month, excerpt, words, relatedLines };
    return { ok: true, entry, warnings: parsed.warnings };
  };
}

/** What is wrong with a file's name, which becomes its address. */
function problemOfName(kind: Entry['kind'], slug: string): Pick<Problem, 'reason' | 'fix'> | undefined {
  if (!SLUG.test(slug)) {
    return {
      reason: `"${quoted(slug)}" cannot stand in an address.`,
      fix: 'Rename the file with small letters, digits and single hyphens, such as "ketamine-and-memory.md".',
    };
  }
  if (slug.length > MAX_SLUG_LENGTH) {
    return {
      reason: `The file's name is longer than ${MAX_SLUG_LENGTH} characters.`,
      fix: 'Rename the file with the few words that tell it from others.',
    };
  }
  if (kind === 'page' && (AREAS.has(slug) || RESERVED.has(slug))) {
    return {
      reason: `The site has a page of its own at /${slug}.`,
      fix: 'Rename the file: its name is its address.',
    };
  }
  return undefined;
}

/** @returns undefined for a text that the parser cannot follow, though it has few enough marks */
function excerptOf(body: string, sources: number): string | undefined {
  try {
    return firstParagraph(body, sources);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What was read, unless its text is more than can be shown. */
function readable<Fields>(file: string, read: FrontMatter<Fields>): FrontMatter<Fields> {
  const refusal = read.ok ? tooComplex(read.body) : undefined;
  if (!read.ok || !refusal) return read;
  const line = read.bodyLine + refusal.line - 1;
  return { ok: false, problems: [{ path: file, severity: 'error', ...refusal, line }] };
}

/** @returns what says in which month, `yyyy-mm`, a moment is in that zone; files come month by month, so it keeps the last */
function months(zone: string): (moment: number) => string {
  const zoned = { in: tz(zone) };
  let last = { from: 0, to: 0, name: '' };
  return (moment) => {
    if (moment < last.from || moment >= last.to) {
      const from = startOfMonth(moment, zoned);
      const to = addMonths(from, 1, zoned);
      last = { from: from.getTime(), to: to.getTime(), name: format(from, 'yyyy-MM', zoned) };
    }
    return last.name;
  };
}

/** What was read as an entry, with the warnings about it. */
function withEntry<Fields>(
  parsed: FrontMatter<Fields>,
  entryOf: (parsed: { fields: Fields }, text: Omit<Text, 'slug'>) => Entry,
): ParsedFile {
  if (!parsed.ok) return parsed;
  return { ok: true, entry: entryOf(parsed, textOf(parsed)), warnings: parsed.warnings };
}

function textOf({ body, bodyLine }: { body: string; bodyLine: number }) {
  return { body, bodyLine };
}
