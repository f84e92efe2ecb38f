import matter from 'gray-matter';
import { z } from 'zod';
import { didYouMean, type Problem, quoted } from '../problem.ts';
import { readYaml } from './yaml.ts';

const MAX_BYTES = 1_000_000;
const MAX_HEAD_CHARACTERS = 100_000;
/** Problems of one file that are named. */
const MAX_PROBLEMS = 20;

export type FrontMatter<Fields> =
  | {
      ok: true;
      fields: Fields;
      body: string;
      bodyLine: number;
      /** The line (from 1) of the value that the keys lead to, or of what encloses it. */
      lineOf(...keys: PropertyKey[]): number;
      /** What is probably not meant as it was read. */
      warnings: Problem[];
    }
  | { ok: false; problems: Problem[] };

/** Why a file cannot be read; `line` is of the file, from 1. */
type Failure = { reason: string; fix: string; line?: number | undefined };

/**
 * Splits a Markdown file into its fields and its text, and checks the fields.
 * @param path relative to the content folder; it only names the file in problems.
 * @returns the fields, the text and the line (from 1) on which the text starts; or what is wrong.
 */
export function parseFrontMatter<Schema extends z.ZodObject>(
  path: string,
  bytes: Uint8Array,
  schema: Schema,
): FrontMatter<z.output<Schema>> {
  const refused = ({ reason, fix, line }: Failure): FrontMatter<z.output<Schema>> => ({
    ok: false,
    problems: [{ path, line, severity: 'error', reason, fix }],
  });
  const parts = splitFile(bytes);
  if ('reason' in parts) return refused(parts);
  const read = readFields(parts.head);
  if ('reason' in read) return refused(read);
  const { data, lineOf, cutLines } = read;
  const parsed = schema.safeParse(withoutEmpty(wellFormed(data), schema));
  const at = (...keys: PropertyKey[]) => lineOf(keys);
  if (parsed.success) {
    const { body, bodyLine } = parts;
    const warnings = cutLines.map((line) => cutValue(path, line));
    return { ok: true, fields: parsed.data, body, bodyLine, lineOf: at, warnings };
  }
  return { ok: false, problems: problemsOf(parsed.error.issues, { path, schema, data, lineOf: at }) };
}

/** @returns the front matter with its lines of hyphens, and the text with the line (from 1) on which it starts */
function splitFile(bytes: Uint8Array): { head: string; body: string; bodyLine: number } | Failure {
  if (bytes.length > MAX_BYTES) {
    return {
      reason: 'The file is over 1 MB.',
      fix: 'Split the article, or move what is not text into content/media.',
    };
  }
  const source = decode(bytes);
  if (source === undefined)
    return { reason: 'The file is not UTF-8.', fix: 'Save it again with the encoding UTF-8.' };
  if (/^[^\n]*\r(?!\n)/.test(source)) {
    return {
      reason: 'The lines of the file end with a carriage return (CR) alone.',
      fix: 'Save it again with the line ends of Unix (LF) or Windows (CR LF).',
      line: 1,
    };
  }
  if (!/^---[ \t]*\r?\n/.test(source)) {
    return {
      reason: 'There is no front matter.',
      fix: 'Start the file with a line "---", then the fields, then another line "---".',
      line: 1,
    };
  }
  const end = /\n---[^\r\n]*/.exec(source.slice(3));
  if (!end)
    return { reason: 'The front matter has no end.', fix: 'Put a line "---" after the last field.', line: 1 };
  const head = source.slice(0, 3 + end.index + end[0].length);
  const bodyLine = head.split('\n').length + 1;
  if (!/^\n---[ \t]*$/.test(end[0])) {
    return {
      reason: `The front matter ends at "${quoted(end[0].trim())}".`,
      fix: 'Let the line hold "---" and nothing else.',
      line: bodyLine - 1,
    };
  }
  return { head, body: printable(source.slice(head.length).replace(/^\r?\n/, '')), bodyLine };
}

/** @returns the fields as the YAML has them, and the line (from 1) of the value that keys lead to */
function readFields(
  head: string,
): { data: Record<string, unknown>; lineOf(keys: PropertyKey[]): number; cutLines: number[] } | Failure {
  if (head.length > MAX_HEAD_CHARACTERS) {
    return {
      reason: 'The front matter is over 100 kB.',
      fix: 'Put the line "---" after the last field.',
      line: 1,
    };
  }
  // gray-matter goes through a run of blanks once for each of its lines. Only the start of a run is looked at: runs that
  // are a little too short would each be counted from each of their blanks.
  if (/(?<!\s)\s{1000}/.test(head)) {
    return { reason: 'The front matter holds a thousand blanks in a row.', fix: 'Remove them.', line: 1 };
  }
  // gray-matter takes out the block, which is read here, because a problem must name the line of a value.
  // It looks each text up among those that it has seen before, and V8 keeps what is looked up so among its names: a whole
  // article would be copied into old memory for it.
  const file = matter(head, { engines: { yaml: () => ({}) } });
  // The block begins at the end of the first line, so that its own first line is the file's first.
  const yaml = readYaml(file.matter.replace(/\r$/, ''));
  if (!yaml.ok) return yaml;
  const { data, lineOf, cutLines } = yaml;
  if (!isGroup(data)) {
    return {
      reason: 'The front matter is not a list of fields.',
      fix: 'Write one "field: value" a line.',
      line: 1,
    };
  }
  return { data, lineOf, cutLines };
}

type Read = {
  path: string;
  schema: z.ZodObject;
  data: unknown;
  lineOf(...keys: PropertyKey[]): number;
};

function problemsOf(issues: readonly z.core.$ZodIssue[], read: Read): Problem[] {
  const problems: Problem[] = [];
  for (const issue of firstOfEach(issues)) {
    problems.push(...problemsOfIssue(issue, read));
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return problems.slice(0, MAX_PROBLEMS);
}

function problemsOfIssue(issue: z.core.$ZodIssue, { path, schema, data, lineOf }: Read): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length > 0 ? [] : Object.keys(schema.shape);
    const keys = issue.keys.slice(0, MAX_PROBLEMS);
    return keys.map((key) => unknownKey(path, lineOf(...issue.path, key), key, known));
  }
  const example = exampleOf(schema, String(issue.path[0] ?? ''));
  return [
    {
      path,
      line: lineOf(...issue.path),
      severity: 'error',
      reason: `${fieldName(issue.path)} ${describe(issue, data)}.`,
      fix: example ? `Write it like this: ${example}` : 'Correct or remove it.',
    },
  ];
}

/** Of each value what is wrong with it first: the rest may follow from that. */
function firstOfEach(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const byPlace = new Map<string, z.core.$ZodIssue>();
  for (const issue of issues) {
    const place = issue.path.join(' ');
    if (!byPlace.has(place)) byPlace.set(place, issue);
    if (byPlace.size === MAX_PROBLEMS) break;
  }
  return [...byPlace.values()];
}

/** The data with all its text well-formed: YAML can write half of a character, which no address and no file can hold. */
function wellFormed(value: unknown, known = new Map<unknown, unknown>()): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (!Array.isArray(value) && !isGroup(value)) return value;
  // A list or group may stand in several places, or in itself.
  if (known.has(value)) return known.get(value);
  known.set(value, undefined);
  const made = Array.isArray(value)
    ? value.map((entry) => wellFormed(entry, known))
    : wellFormedGroup(value, known);
  known.set(value, made);
  return made;
}

function wellFormedGroup(
  value: Record<string, unknown>,
  known: Map<unknown, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner, known)]),
  );
}

/** The data without the fields that need not be there and that are left empty. */
function withoutEmpty(value: unknown, schema: z.core.$ZodType): unknown {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((entry) => withoutEmpty(entry, inner.element));
  }
  if (!(inner instanceof z.ZodObject) || !isGroup(value)) return value;
  const { shape } = inner;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      const field: unknown = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (!(field instanceof z.ZodType)) return [[key, entry]];
      return isEmpty(entry) && field.isOptional() ? [] : [[key, withoutEmpty(entry, field)]];
    }),
  );
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The text without characters that are no text; those that part lines become blanks. */
function printable(text: string): string {
  return UNPRINTABLE.test(text)
    ? text.replace(/[\v\f]/g, ' ').replace(new RegExp(UNPRINTABLE, 'gu'), '')
    : text;
}

/** ASCII controls but for tabs and line ends, and two code points that are no characters. */
const UNPRINTABLE = /[^\P{Cc}\t\n\r\x80-\x9f]|[\ufffe\uffff]/u;

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function cutValue(path: string, line: number): Problem {
  return {
    path,
    line,
    severity: 'warning',
    reason: 'What follows "#" is a comment and is not shown.',
    fix: 'Put the whole value in double quotes if "#" belongs to it.',
  };
}

function unknownKey(path: string, line: number | undefined, key: string, known: string[]): Problem {
  const meant = didYouMean(quoted(key), known);
  return {
    path,
    line,
    severity: 'error',
    reason: `"${quoted(key)}" is not a field${known.length > 0 ? ' of this kind of file' : ' here'}.`,
    fix: meant ? `Did you mean "${meant}"?` : 'Remove it; content/README.md lists the fields.',
  };
}

function describe(issue: z.core.$ZodIssue, data: unknown): string {
  const isEntry = typeof issue.path.at(-1) === 'number';
  const value = issue.path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    data,
  );
  if (value === undefined || value === null) return isEntry ? 'is empty' : 'is missing';
  if (issue.code === 'invalid_type')
    return `should be ${nounOf(issue.expected)}, but it is ${nounOf(typeOf(value))}`;
  if (issue.code === 'invalid_value')
    return `should be one of ${issue.values.join(', ')}, but it is "${quoted(String(value))}"`;
  return issue.message;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function nounOf(type: string): string {
  const nouns: Record<string, string> = {
    string: 'text',
    array: 'a list',
    object: 'a group of fields',
    boolean: 'true or false',
    number: 'a number',
  };
  return nouns[type] ?? type;
}

function fieldName(path: PropertyKey[]): string {
  const words = path.map((key) => (typeof key === 'number' ? `entry ${key + 1}` : `"${String(key)}"`));
  return words.join(', ').replace(/^./, (first) => first.toUpperCase());
}

function exampleOf(schema: z.ZodObject, name: string): string | undefined {
  const field = schema.shape[name];
  const example =
    field && 'meta' in field && typeof field.meta === 'function' ? field.meta()?.example : undefined;
  return typeof example === 'string' ? example : undefined;
}
