import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  YAMLException,
} from 'js-yaml';

/** YAML with the lines of its values, so that a mistake can be shown where it stands. */

export type Yaml =
  | {
      ok: true;
      /** Undefined when the block is empty. */
      data: unknown;
      /** The line (from 1) of the value that the keys lead to, or of the innermost one around it that exists. */
      lineOf(keys: readonly PropertyKey[]): number;
    }
  | { ok: false; line: number; reason: string; fix: string };

/** Where a value is used again by `*name`. More would let a few lines stand for gigabytes. */
const MOST_ALIASES = 20;

const QUOTE_IT =
  'Check the indentation, and put text that holds ": " or starts with a sign in double quotes.';

/** Reads one YAML 1.2 document of the core schema. A tag can make nothing but text, numbers, lists and groups of it. */
export function readYaml(source: string): Yaml {
  let events: Event[] = [];
  try {
    events = parseEvents(source, {});
    const documents = constructFromEvents(events, { source, maxAliases: MOST_ALIASES });
    const data = documents.length === 1 ? documents[0] : undefined;
    return { ok: true, data, lineOf: (keys) => lineAt(source, offsetOf(events, source, keys)) };
  } catch (error) {
    return { ok: false, ...explain(error, events, source) };
  }
}

function explain(error: unknown, events: readonly Event[], source: string) {
  const alias = events.find((event) => event.type === EVENT_ID.ALIAS);
  if (alias?.type === EVENT_ID.ALIAS) {
    return {
      line: lineAt(source, alias.anchorStart),
      reason: 'The YAML refers to what is not there, or to itself too often.',
      fix: 'Put text that starts with * in double quotes, and write values out instead of using & and *.',
    };
  }
  if (!(error instanceof YAMLException)) throw error;
  const at = error.mark?.position ?? 0;
  const line = lineAt(source, at);
  const { reason } = error;
  // What was left open is noticed at the next line with text, or at the end.
  if (/^deficient indentation|^unexpected end of the stream/.test(reason)) {
    return {
      line: lineAt(source, source.slice(0, at).trimEnd().length),
      reason: 'A quotation mark or a bracket is opened and not closed.',
      fix: 'Close it on the line where it is opened.',
    };
  }
  if (reason === 'duplicated mapping key') {
    return { line, reason: 'A field stands twice.', fix: 'Keep one of the two.' };
  }
  if (reason === 'bad indentation of a mapping entry') {
    return { line, reason: 'The value cannot be read as text.', fix: QUOTE_IT };
  }
  return { line, reason: `The YAML cannot be read: ${reason}.`, fix: QUOTE_IT };
}

/** Where the value stands that the keys lead to: a pair at its key, an entry of a list at its first sign. */
function offsetOf(events: readonly Event[], source: string, keys: readonly PropertyKey[]): number {
  let node = 1;
  let offset = 0;
  for (const key of keys) {
    const found = childOf(events, source, node, key);
    if (!found) break;
    offset = startOf(events[found.at]);
    node = found.value;
  }
  return offset;
}

/** Of the pair or entry of that name: the place of its first event, and that of its value. */
function childOf(events: readonly Event[], source: string, parent: number, key: PropertyKey) {
  const type = events[parent]?.type;
  if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined;
  let count = 0;
  for (let at = parent + 1; events[at]?.type !== EVENT_ID.POP; ) {
    const value = type === EVENT_ID.MAPPING ? after(events, at) : at;
    const name = events[at];
    const isNamed = name?.type === EVENT_ID.SCALAR && getScalarValue(source, name) === key;
    if (type === EVENT_ID.MAPPING ? isNamed : count === key) return { at, value };
    at = after(events, value);
    count++;
  }
  return undefined;
}

/** The place of the event that follows a value and all that is in it. */
function after(events: readonly Event[], start: number): number {
  let depth = 0;
  for (let at = start; at < events.length; at++) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    if (type === EVENT_ID.POP) depth--;
    if (depth === 0) return at + 1;
  }
  throw new Error('The events of the YAML have no end.');
}

function startOf(event: Event | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
  return 0;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, Math.max(offset, 0)).split('\n').length;
}
