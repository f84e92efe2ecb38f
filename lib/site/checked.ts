import { z } from 'zod';
import { LANGUAGES, primaryOf } from '../language.ts';
import { Refusal, refuse } from '../refusal.ts';
import type { Site } from './fields.ts';

/** Checks the site's configuration, which a newsroom writes by hand, before anything is made of it. */

/** What follows the name of a setting is what it must be. */
const SLUG = 'must be small letters, digits and single hyphens, such as public-health';
const LINK = 'must be a path of the site such as /about, or an address with https:, http: or mailto:';
const COLOUR = 'must be a colour of six hexadecimal digits, such as #0f6373';
const MAX_PER_PAGE = 200;
const MAX_HOURS = 24 * 30;

const wholeNumber = (most: number, example: number) => {
  const message = `must be a whole number from 1 to ${most}, such as ${example}`;
  return z.int(message).min(1, message).max(most, message);
};

const text = z.string('must be text').trim().min(1, 'must not be empty');
const slug = z.string(SLUG).regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, SLUG);
const colour = z.string(COLOUR).regex(/^#[0-9a-f]{6}$/i, COLOUR);
const link = z.strictObject({ href: z.string(LINK).refine(isLink, LINK), text });
const scheme = z.strictObject({
  ...{ paper: colour, panel: colour, ink: colour, quiet: colour, rule: colour, accent: colour },
  error: colour,
});
const topic = z.strictObject({
  ...{ id: slug, name: text, description: text },
  colour: z.strictObject({ light: colour, dark: colour }),
});

const schema = z.strictObject({
  ...{ name: text, tagline: text, description: text, region: text },
  language: z
    .string('must be text')
    .refine(hasMessages, `must begin with one of ${LANGUAGES.join(', ')}, such as en-US or de`),
  zone: z.string('must be text').refine(isZone, 'must be a zone of the IANA list, such as America/Denver'),
  banner: z.strictObject({ lead: text, text, link }).optional(),
  articleDisclaimer: text.optional(),
  author: z.strictObject({
    ...{ id: slug, name: text },
    picture: z.strictObject({
      src: z.string().startsWith('/', 'must be a path of the site, such as /emblem.svg'),
      alt: text,
    }),
  }),
  topics: z.array(topic).min(1, 'must list one topic at least').superRefine(eachOnce),
  footer: z.array(link),
  licence: link.optional(),
  colours: z.strictObject({ light: scheme, dark: scheme }),
  synonyms: z.record(z.string(), z.array(text)).optional(),
  pageSize: wholeNumber(MAX_PER_PAGE, 20),
  feedSize: wholeNumber(MAX_PER_PAGE, 30),
  newsWindowHours: wholeNumber(MAX_HOURS, 48),
  comments: z.strictObject({
    requireEmail: z.boolean('must be true or false'),
    closeAfterDays: z.number().min(0, 'must be 0 or more, or undefined for ever').optional(),
    wordList: z.array(text),
  }),
});

/** Whether something has been checked: in development the file is loaded again after each change. */
let isLoaded = false;

/**
 * Checks the configuration that the process starts with.
 * @returns the same; with a wrong setting the process ends, and says what to do in one sentence for each
 * @throws Refusal for a wrong setting of a configuration that is loaded later
 */
export function checked(site: Site): Site {
  const isFirst = !isLoaded;
  isLoaded = true;
  try {
    checkSite(site);
  } catch (error) {
    if (isFirst) refuse(error);
    throw error;
  }
  return site;
}

/** @throws Refusal with one sentence a wrong setting */
export function checkSite(site: unknown): void {
  const parsed = schema.safeParse(site);
  if (parsed.success) return;
  const sentences = new Map(parsed.error.issues.flatMap((issue) => sentencesOf(issue, site)));
  throw new Refusal([...sentences.values()].join('\n'));
}

/** @returns sentences by the names of settings */
function sentencesOf(issue: z.core.$ZodIssue, site: unknown): [string, string][] {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => nameOf([...issue.path, key]));
    return names.map((name) => [name, `lib/site.ts: ${name} is no setting: correct its name or remove it.`]);
  }
  const name = nameOf(issue.path);
  const value = issue.path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    site,
  );
  const must = issue.message.startsWith('must ') ? issue.message : 'must be of another kind';
  const is = value === undefined ? 'is missing, and' : `is ${shown(value)}, but`;
  return [[name, `lib/site.ts: ${name} ${is} it ${must}.`]];
}

/** As it is written in TypeScript: `topics[2].id`. */
function nameOf(path: PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'a list or a group' : JSON.stringify(value);
}

function isLink(href: string): boolean {
  if (href.startsWith('/')) return !/^\/[/\\]/.test(href);
  return /^(?:https?|mailto):$/.test(URL.parse(href)?.protocol ?? '');
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

function hasMessages(tag: string): boolean {
  try {
    return LANGUAGES.some((language) => language === primaryOf(tag));
  } catch {
    return false;
  }
}

function eachOnce(topics: { id: string }[], context: z.RefinementCtx): void {
  const ids = topics.map(({ id }) => id);
  for (const [place, id] of ids.entries()) {
    if (ids.indexOf(id) === place) continue;
    context.addIssue({
      code: 'custom',
      path: [place, 'id'],
      message: 'must be another id than that of an earlier topic',
    });
  }
}
