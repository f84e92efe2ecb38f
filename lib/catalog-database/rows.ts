import { z } from 'zod';

/** The catalog's rows as the rest of the site sees them. The database is an edge: what comes out of it is parsed. */

export type Picture = {
  /** Its path as the disk has it, such as `/media/50% off.jpg`: `urls.file` makes an address of it. */
  src: string;
  alt: string;
  credit?: string | undefined;
  /** What stays in sight when it is cut: percent of its width and height, from the left and the top. */
  focus?: [number, number] | undefined;
  /** Pixels of a photograph's width and height; a drawing has any size. */
  size?: { width: number; height: number };
  /** It is an animation, which a picture made from it would not be. */
  moves?: true;
  /** A shape of it was asked for, for search engines, feeds or social cards, and none could be made. */
  isUncut?: true;
};
/** @returns a picture as its file is now; undefined when it cannot be shown */
export type Shown = (picture: Picture | undefined) => Picture | undefined;
export type Author = {
  id: string;
  name: string;
  kind: 'person' | 'desk';
  role?: string | undefined;
  picture?: Picture | undefined;
  /** It has no file, so that its id is all that is known and no page is about it. */
  hasNoPage?: true;
};
export type Tag = { slug: string; label: string };
export type Source = {
  title: string;
  url?: string | undefined;
  publisher?: string | undefined;
  doi?: string | undefined;
  accessed?: Date | undefined;
};

export type Article = {
  slug: string;
  /** Of the file, in the content folder. */
  path: string;
  title: string;
  /** What the editor wrote under the headline, or the beginning of the text. */
  excerpt: string;
  /** Whether an editor wrote it: the beginning of the text is not shown above the text. */
  hasStandfirst: boolean;
  date: Date;
  updated?: Date | undefined;
  /** Never empty: the site itself when the file names no author. */
  authors: [Author, ...Author[]];
  topic: string;
  tags: Tag[];
  cover?: Picture | undefined;
  featured: boolean;
  /** Whether the article's file lets readers comment; they can unless it says otherwise. */
  comments: boolean;
  canonical?: string | undefined;
  sources: Source[];
  corrections: { date: Date; text: string }[];
  review?: { by: string; date: Date; due?: Date | undefined } | undefined;
  /** Slugs that the editor wants read next. */
  related: string[];
  series?: string | undefined;
  /** Set on a brief: the report elsewhere that it points to. */
  source?: { name: string; url: string } | undefined;
  words: number;
  /** Minutes at 230 words a minute, the mean for silent reading of English non-fiction (Brysbaert 2019, rounded down). */
  minutes: number;
};

/** A file beside the articles: an author's or a page's. */
export type Profile<Fields> = { slug: string; path: string; fields: Fields };

const moment = z.number().transform((ms) => new Date(ms));
const optionalMoment = z
  .number()
  .nullish()
  .transform((ms) => (ms == null ? undefined : new Date(ms)));
const picture = z.object({
  src: z.string(),
  alt: z.string(),
  credit: z.string().optional(),
  focus: z.tuple([z.number(), z.number()]).optional(),
});

/** The part of an article's front matter that no query looks at; sync.ts writes it. */
export const fieldsSchema = z.object({
  authors: z.array(z.string()).optional(),
  tags: z.array(z.string()),
  cover: picture.optional(),
  comments: z.boolean().default(true),
  canonical: z.string().optional(),
  sources: z
    .array(
      z.object({
        title: z.string(),
        url: z.string().optional(),
        publisher: z.string().optional(),
        doi: z.string().optional(),
        accessed: moment.optional(),
      }),
    )
    .default([]),
  corrections: z.array(z.object({ date: moment, text: z.string() })).default([]),
  review: z.object({ by: z.string(), date: moment, due: moment.optional() }).optional(),
  related: z.array(z.object({ slug: z.string(), line: z.number() })).default([]),
  series: z.string().optional(),
  withdrawn: z.string().optional(),
  hasStandfirst: z.boolean().default(false),
  source: z.object({ name: z.string(), url: z.string() }).optional(),
});

const rowSchema = z.object({
  slug: z.string(),
  path: z.string(),
  title: z.string(),
  excerpt: z.string(),
  date: moment,
  updated: optionalMoment,
  topic: z.string(),
  featured: z
    .number()
    .nullable()
    .transform((place) => place !== null),
  words: z.number(),
  fields: z.string().transform((json) => fieldsSchema.parse(JSON.parse(json))),
});

const WORDS_A_MINUTE = 230;

/**
 * Rows as what they stand for. A row that cannot be read costs itself alone: it is left out of the list, and
 * proofreading names its file.
 */
export function readable<Row, Item>(rows: readonly Row[], read: (row: Row) => Item): Item[] {
  return rows.flatMap((row) => readOr(row, read) ?? []);
}

/** @returns undefined for a row that cannot be read */
export function readOr<Row, Item>(row: Row, read: (row: Row) => Item): Item | undefined {
  try {
    return read(row);
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param authorOf what is known of an author id; it answers for each id, known or not
 * @param now a change that is to come, or that came before the article, is none
 */
export function articleFromRow(
  row: unknown,
  authorOf: (id: string) => Author,
  defaultAuthor: string,
  slugify: (label: string) => string,
  shown: Shown,
  now: Date,
): Article {
  const { fields, updated, ...columns } = rowSchema.parse(row);
  const { authors: ids = [], tags, related, cover, ...rest } = fields;
  const [first = defaultAuthor, ...others] = ids;
  return {
    ...columns,
    ...rest,
    updated: updated && updated >= columns.date && updated <= now ? updated : undefined,
    cover: shown(cover),
    related: related.map(({ slug }) => slug),
    authors: [authorOf(first), ...others.map(authorOf)],
    tags: [...new Map(tags.toReversed().map((label) => [slugify(label), label]))]
      .reverse()
      .map(([slug, label]) => ({
        slug,
        label,
      })),
    minutes: Math.max(1, Math.round(columns.words / WORDS_A_MINUTE)),
  };
}

const profileRow = z.object({
  slug: z.string(),
  path: z.string(),
  fields: z.string().transform((json): unknown => JSON.parse(json)),
});
export const authorFields = z.object({
  name: z.string(),
  kind: z.enum(['person', 'desk']).optional(),
  role: z.string().optional(),
  picture: picture.optional(),
});
const pageFields = z.object({
  title: z.string(),
  description: z.string().optional(),
  updated: optionalMoment,
});
type PageFields = z.output<typeof pageFields>;

export function authorFromRow(row: unknown, shown: Shown): Author {
  const profile = profileRow.parse(row);
  const { kind = 'person', picture: named, ...fields } = authorFields.parse(profile.fields);
  const picture = shown(named);
  return { id: profile.slug, kind, ...fields, ...(picture && { picture }) };
}

export function pageFromRow(row: unknown): Profile<PageFields> {
  const profile = profileRow.parse(row);
  return { ...profile, fields: pageFields.parse(profile.fields) };
}

/** A text as it is in the file; `line` is where it starts there, from 1. */
export type StoredText = { path: string; hash: string; body: string; line: number };
const textRow = z.object({ path: z.string(), hash: z.string(), body: z.string(), line: z.number() });

export function textFromRow(row: unknown): StoredText {
  return textRow.parse(row);
}
