import path from 'node:path';
import { tz } from '@date-fns/tz';
import { addMonths } from 'date-fns/addMonths';
import { format } from 'date-fns/format';
import { startOfMonth } from 'date-fns/startOfMonth';
import { firstParagraph } from './excerpt.ts';
import { parseFrontMatter } from './front-matter.ts';
import type { Problem } from './problem.ts';
import {
  type ArticleFields,
  type AuthorFields,
  articleSchema,
  authorSchema,
  type PageFields,
  pageSchema,
} from './schema.ts';
import { countWords } from './word-count.ts';

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

export type ParsedFile = { ok: true; entry: Entry } | { ok: false; problems: Problem[] };
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
  const monthOf = months(zone);

  return (file, bytes) => {
    const slug = path.posix.basename(file, '.md');
    if (!SLUG.test(slug)) {
      const reason = `"${slug}" cannot stand in an address.`;
      const fix =
        'Rename the file with small letters, digits and single hyphens, such as "ketamine-and-memory.md".';
      return { ok: false, problems: [{ path: file, severity: 'error', reason, fix }] };
    }
    const kind = kindOf(file);
    if (kind === 'author') {
      const parsed = parseFrontMatter(file, bytes, authorSchema);
      return parsed.ok
        ? { ok: true, entry: { kind, slug, ...textOf(parsed), fields: parsed.fields } }
        : parsed;
    }
    if (kind === 'page') {
      const parsed = parseFrontMatter(file, bytes, pageSchema);
      return parsed.ok
        ? { ok: true, entry: { kind, slug, ...textOf(parsed), fields: parsed.fields } }
        : parsed;
    }
    if (kind === 'article') {
      const parsed = parseFrontMatter(file, bytes, article);
      if (!parsed.ok) return parsed;
      const { fields, body } = parsed;
      const excerpt = fields.excerpt ?? firstParagraph(body);
      const relatedLines = (fields.related ?? []).map((_, place) => parsed.lineOf('related', place));
      const month = monthOf(fields.date);
      const words = countWords(body);
      const text = textOf(parsed);
      return { ok: true, entry: { kind, slug, ...text, fields, month, excerpt, words, relatedLines } };
    }
    throw new Error(`${file} is not a file of the content.`);
  };
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

function textOf({ body, bodyLine }: { body: string; bodyLine: number }) {
  return { body, bodyLine };
}
