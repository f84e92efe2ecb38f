import { tz } from '@date-fns/tz';
import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';
import { z } from 'zod';
import { quoted } from '../problem.ts';
import { typographic } from '../typography.ts';
import { MAX_SLUG_LENGTH, tagSlug } from '../urls.ts';

/**
 * What may stand in the front matter. A field's description and example are the editors' reference:
 * `npm run reference` writes them into content/README.md, and a problem's fix repeats the example.
 */

const DATE =
  /^(?!0000)\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?$/;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** What Crossref recommends for matching a DOI. */
const DOI = /^10\.\d{4,9}\/[-._;()/:A-Za-z0-9<>]{1,400}$/;

/** A moment. Without a zone it is read in the site's; a bare date is its midnight there. */
const moment = (zone: string) =>
  z.string().transform((text, context) => {
    const written = DATE.exec(text);
    if (!written) {
      context.addIssue({ code: 'custom', message: `"${quoted(text)}" is not a date` });
      return z.NEVER;
    }
    // Finding a zone's offset takes longer than all the rest of it.
    const date = parseISO(text.replace(' ', 'T'), written.groups?.zone ? {} : { in: tz(zone) });
    if (!isValid(date)) {
      context.addIssue({ code: 'custom', message: `"${quoted(text)}" is a date that does not exist` });
      return z.NEVER;
    }
    return date.getTime();
  });

/** ASCII controls but for blanks, and two code points that are no characters. */
const CONTROLS = /[^\P{Cc}\t-\r\x80-\x9f]|[\ufffe\uffff]/gu;
/** Characters that show nothing, alone or together. */
const INVISIBLE = /[\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

const SHOWS = /[A-Za-z0-9]/;

const text = (most: number) =>
  z
    .string()
    .transform((value) => typographic(value.replace(CONTROLS, '').replace(/\s+/g, ' ').trim()))
    .transform((value) => (SHOWS.test(value) || value.replace(INVISIBLE, '') !== '' ? value : ''))
    .pipe(z.string().min(1, 'is empty').max(most, `is longer than ${most} characters`));

/** The replacement of a broken character, and characters that no path and no address holds. */
const UNWRITABLE = /[\p{Cc}\ufffd-\uffff]/u;

const NO_ADDRESS = 'is not a web address (http or https)';
const webAddress = z
  .url({ protocol: /^https?$/, error: NO_ADDRESS })
  .refine((address) => !UNWRITABLE.test(address), NO_ADDRESS)
  .max(2000, 'is longer than 2000 characters');

const NO_MEDIA = 'is not a file of content/media, written as /media/…';
const mediaPath = z
  .string()
  .max(1000, 'is longer than 1000 characters')
  .regex(/^\/media\/(?!(?:.*\/)?\.\.?(?:\/|$))[^\\?#]+$/, NO_MEDIA)
  .refine((path) => !UNWRITABLE.test(path), NO_MEDIA);

const id = z
  .string()
  .max(MAX_SLUG_LENGTH, `is longer than ${MAX_SLUG_LENGTH} characters`)
  .regex(SLUG, 'may hold only small letters, digits and single hyphens');

const percent = z.number().min(0, 'is less than 0').max(100, 'is more than 100');
const focus = z.tuple([percent, percent], { error: 'is not two numbers from 0 to 100, such as [50, 20]' });

const MAX_NAMED = 50;
const MAX_SOURCES = 500;

/** The articles' fields, for a site in that zone with those topics. The reference lists them in this order. */
export function articleSchema(zone: string, topics: readonly [string, ...string[]]) {
  return z.strictObject({
    ...headlineFields(zone),
    ...summaryFields(topics),
    ...placementFields(zone),
    ...evidenceFields(zone),
  });
}

/** What an article is called, and its dates. */
function headlineFields(zone: string) {
  return {
    title: text(120).meta({
      description: 'The headline, in sentence case.',
      example: 'title: "Ketamine for depression: is there an addiction risk?"',
    }),
    date: moment(zone).meta({
      description:
        "When it is published, best with its zone. A bare date is midnight in the site's zone. A date to come keeps the article off the site until then.",
      example: 'date: 2026-11-18T06:00:00-07:00',
    }),
    updated: moment(zone).optional().meta({
      description: 'When the text last changed in substance.',
      example: 'updated: 2026-11-19T15:30:00-07:00',
    }),
  };
}

/** Who wrote it, what it is about, and what lists show of it. */
function summaryFields(topics: readonly [string, ...string[]]) {
  return {
    authors: z
      .array(id)
      .min(1, 'is empty')
      .max(MAX_NAMED, `has more than ${MAX_NAMED} entries`)
      .transform((ids) => [...new Set(ids)])
      .optional()
      .meta({
        description:
          'Who wrote it: names of files in content/authors. Without it the site itself is the author.',
        example: 'authors: [medicine-desk]',
      }),
    topic: z
      .enum(topics)
      .meta({ description: `One of ${topics.join(', ')}.`, example: `topic: ${topics[0]}` }),
    tags: z
      .array(text(40).refine((label) => tagSlug(label) !== '', 'has no letter and no digit'))
      .max(12, 'has more than 12 entries')
      .optional()
      .meta({
        description: 'Subjects, written as a reader should see them.',
        example: 'tags: [Ketamine, FDA]',
      }),
    excerpt: text(300).optional().meta({
      description:
        'The standfirst under the headline and the description in search results, in a sentence or two. Without it the first paragraph serves.',
      example: 'excerpt: "What the evidence says, and what clinics do about it."',
    }),
    cover: z
      .strictObject({ src: mediaPath, alt: text(300), credit: text(120).optional(), focus: focus.optional() })
      .optional()
      .meta({
        description:
          'The picture on top: a file of content/media, what it shows in words, and whose it is. `focus: [x, y]` says what stays in sight where it is cut, in percent from the left and the top.',
        example:
          'cover: { src: /media/covers/ketamine.svg, alt: "A drop falling into a bowl", credit: "Drawing: the site" }',
      }),
  };
}

/** Where and until when it is on the site, and what it leads to. */
function placementFields(zone: string) {
  return {
    featured: z
      .union([z.boolean(), z.int().min(1).max(9)], { error: 'is not true, false or a number from 1 to 9' })
      .optional()
      .meta({
        description:
          'Puts it on top of the front page: from 1 to 9 in that order, the first of them as its lead; `true` after those, by date.',
        example: 'featured: true',
      }),
    draft: z
      .boolean()
      .optional()
      .meta({ description: 'Keeps it off the site, whatever its date.', example: 'draft: true' }),
    expires: moment(zone)
      .optional()
      .meta({ description: 'From then on it is off the site.', example: 'expires: 2027-01-01' }),
    withdrawn: text(300).optional().meta({
      description: 'Takes it off the site at once; its address says that it was withdrawn, and this reason.',
      example: 'withdrawn: "The study that it reports on was retracted."',
    }),
    comments: z.boolean().optional().meta({
      description: 'Whether readers can comment; they can unless it says false.',
      example: 'comments: false',
    }),
    canonical: webAddress.optional().meta({
      description: 'Where the text was first published, if that was elsewhere.',
      example: 'canonical: https://example.org/first-published-here',
    }),
    aliases: z
      .array(id)
      .max(MAX_NAMED, `has more than ${MAX_NAMED} entries`)
      .optional()
      .meta({ description: 'Earlier slugs; they lead here.', example: 'aliases: [ketamine-addiction]' }),
    related: z.array(id).max(MAX_NAMED, `has more than ${MAX_NAMED} entries`).optional().meta({
      description:
        'Articles that a reader of this one should see next, by slug; they come before what the site finds.',
      example: 'related: [ketamine-clinics-in-colorado]',
    }),
    series: text(80).optional().meta({
      description: 'The series that it belongs to. At most two of one are shown among related articles.',
      example: 'series: "The week in policy"',
    }),
  };
}

/** What the text rests on, and who has checked and corrected it. */
function evidenceFields(zone: string) {
  return {
    sources: z
      .array(
        z
          .strictObject({
            title: text(300),
            url: webAddress.optional(),
            publisher: text(160).optional(),
            doi: z.string().regex(DOI, 'is not a DOI, such as 10.1056/NEJMoa2302399').optional(),
            accessed: moment(zone).optional(),
          })
          .refine((source) => source.url ?? source.doi, 'needs a url or a doi'),
      )
      .max(MAX_SOURCES, `has more than ${MAX_SOURCES} entries`)
      .optional()
      .meta({
        description:
          'What the text rests on, numbered from 1 in this order. `[1]` in the text points to the first.',
        example:
          'sources: [{ title: "Ketamine versus ECT", doi: 10.1056/NEJMoa2302399, publisher: "NEJM", url: https://doi.org/10.1056/NEJMoa2302399, accessed: 2026-11-20 }]',
      }),
    corrections: z
      .array(z.strictObject({ date: moment(zone), text: text(600) }))
      .max(MAX_NAMED, `has more than ${MAX_NAMED} entries`)
      .optional()
      .meta({
        description: 'What was wrong and has been corrected, shown under the text.',
        example: 'corrections: [{ date: 2026-11-20, text: "An earlier version gave the wrong year." }]',
      }),
    review: z
      .strictObject({ by: text(120), date: moment(zone), due: moment(zone).optional() })
      .optional()
      .meta({
        description: 'Who checked it and when, and when it is to be checked again.',
        example: 'review: { by: "Medicine Desk", date: 2026-11-20, due: 2027-11-20 }',
      }),
    source: z
      .strictObject({ name: text(120), url: webAddress })
      .optional()
      .meta({
        description: 'For a brief: the report elsewhere that it points to.',
        example: 'source: { name: "U.S. Food and Drug Administration", url: https://www.fda.gov/ }',
      }),
  };
}

export const authorSchema = z.strictObject({
  name: text(80).meta({ description: 'As the byline shows it.', example: 'name: "Medicine Desk"' }),
  kind: z
    .enum(['person', 'desk'])
    .optional()
    .meta({ description: 'A person, unless it says desk.', example: 'kind: desk' }),
  role: text(80).optional().meta({ description: 'A word or two under the name.', example: 'role: "Desk"' }),
  picture: z
    .strictObject({ src: mediaPath, alt: text(300) })
    .optional()
    .meta({
      description: 'A square picture of content/media.',
      example: 'picture: { src: /media/authors/medicine-desk.svg, alt: "A drop" }',
    }),
});

export function pageSchema(zone: string) {
  return z.strictObject({
    title: text(120).meta({ description: 'The heading.', example: 'title: "About this site"' }),
    description: text(300)
      .optional()
      .meta({ description: 'What search results show.', example: 'description: "Who we are."' }),
    updated: moment(zone).optional().meta({
      description: 'When the text last changed in substance; the page and the sitemap say it.',
      example: 'updated: 2026-11-19',
    }),
  });
}

export type ArticleFields = z.output<ReturnType<typeof articleSchema>>;
export type AuthorFields = z.output<typeof authorSchema>;
export type PageFields = z.output<ReturnType<typeof pageSchema>>;
