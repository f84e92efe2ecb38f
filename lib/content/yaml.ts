import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE_PLAIN,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { quoted } from '../problem.ts';

/** YAML with the lines of its values, so that a problem can name the line. */

export type Yaml =
  | {
      ok: true;
      /** Undefined when the block is empty. */
      data: unknown;
      /** The line (from 1) of the value that the keys lead to, or of the innermost one around it that exists. */
      lineOf(keys: readonly PropertyKey[]): number;
      /** The first lines on which words without quotes end at a "#" that probably belongs to them. */
      cutLines: number[];
    }
  | { ok: false; line: number; reason: string; fix: string };

/** Where a value is used again by `*name`. More would let a few lines stand for gigabytes. */
const MAX_ALIASES = 20;

const QUOTE_IT =
  'Check the indentation, and put text that holds ": " or starts with a sign in double quotes.';

/** Lists and groups within one another: the reader recurses into each. */
const MAX_DEPTH = 30;
/** Cut values that are named. */
const MAX_CUT_LINES = 20;

/** Reads one YAML 1.2 document of the core schema. A tag can make nothing but text, numbers, lists and groups of it. */
export function readYaml(source: string): Yaml {
  const deepLine = tooDeepAt(source);
  if (deepLine !== undefined) return tooDeep(deepLine);
  const lineAt = linesOf(source);
  let events: Event[] = [];
  try {
    events = parseEvents(source, {});
    const documents = constructFromEvents(events, { source, maxAliases: MAX_ALIASES });
    const data = documents.length === 1 ? documents[0] : undefined;
    return {
      ok: true,
      data,
      lineOf: (keys) => lineAt(offsetOf(events, source, keys)),
      cutLines: cutPlaces(events, source).map(lineAt),
    };
  } catch (error) {
    return { ok: false, ...explain(error, events, source, lineAt) };
  }
}

/** Fields of words, which a comment seldom follows. */
const WORDS = new Set(['title', 'excerpt', 'name', 'alt', 'caption', 'credit', 'bio', 'role', 'publisher']);

const COMMENT = /[ \t]+#(.?)/y;

/** "topic: policy # for now" is a comment that was meant; "title: Number #1" and "excerpt: Use # of them" are not. */
function cutPlaces(events: readonly Event[], source: string): number[] {
  const places: number[] = [];
  if (!/[ \t]#/.test(source)) return places;
  for (const [at, event] of events.entries()) {
    if (places.length === MAX_CUT_LINES) break;
    if (isCut(event, events[at - 1], source)) places.push(event.valueEnd);
  }
  return places;
}

function isCut(event: Event, key: Event | undefined, source: string): event is ScalarEvent {
  if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE_PLAIN) return false;
  COMMENT.lastIndex = event.valueEnd;
  const next = COMMENT.exec(source)?.[1];
  if (next === undefined) return false;
  const value = source.slice(event.valueStart, event.valueEnd);
  if (!/\p{L}/u.test(value)) return false;
  if (/\S/.test(next) || value.includes(' ')) return true;
  return key?.type === EVENT_ID.SCALAR && WORDS.has(getScalarValue(source, key));
}

function tooDeep(line: number): Yaml {
  return {
    ok: false,
    line,
    reason: `More than ${MAX_DEPTH} lists or groups are open within one another.`,
    fix: 'Put text that holds brackets in double quotes.',
  };
}

const DEEP_START = new RegExp(`^[ \\t?:-]{${MAX_DEPTH}}`, 'm');

/** The line on which lists and groups are first too deep; each line is looked at once. */
function tooDeepAt(source: string): number | undefined {
  // Nearly all have too few brackets, and no line that begins far enough in.
  if ((source.match(/[[{]/g)?.length ?? 0) <= MAX_DEPTH && !DEEP_START.test(source)) return undefined;
  const levels: number[] = [];
  let brackets = 0;
  for (const [place, line] of source.split('\n').entries()) {
    if (line.trim() === '') continue;
    for (const [bracket] of line.matchAll(/[[\]{}]/g)) {
      brackets = Math.max(0, brackets + (bracket === '[' || bracket === '{' ? 1 : -1));
      if (brackets > MAX_DEPTH) return place + 1;
    }
    // What begins further in than the line before may be within it; so may each list that a line begins.
    const [start = ''] = /^(?:[-?:]?[ \t]+)*/.exec(line) ?? [];
    const indent = line.length - line.trimStart().length;
    while ((levels.at(-1) ?? -1) >= indent) levels.pop();
    levels.push(indent);
    const lists = start.replace(/[ \t]+/g, '').length;
    if (levels.length + lists > MAX_DEPTH) return place + 1;
  }
  return undefined;
}

function explain(error: unknown, events: readonly Event[], source: string, lineAt: LineAt) {
  const alias = events.find((event) => event.type === EVENT_ID.ALIAS);
  if (alias?.type === EVENT_ID.ALIAS) {
    return {
      line: lineAt(alias.anchorStart),
      reason: 'The YAML refers to what is not there, or to itself too often.',
      fix: 'Put text that starts with * in double quotes, and write values out instead of using & and *.',
    };
  }
  if (!(error instanceof YAMLException)) throw error;
  const at = error.mark?.position ?? 0;
  const line = lineAt(at);
  const { reason } = error;
  const joined = joinedField(source, line);
  if (joined) return joined;
  // What was left open is noticed at the next line with text, or at the end.
  if (/^deficient indentation|^unexpected end of the stream/.test(reason)) {
    return {
      line: lineAt(source.slice(0, at).trimEnd().length),
      reason: 'A quotation mark or a bracket is opened and not closed.',
      fix: 'Close it on the line where it is opened.',
    };
  }
  if (reason === 'duplicated mapping key') {
    return { line, reason: 'A field appears twice.', fix: 'Keep one of the two.' };
  }
  if (reason === 'bad indentation of a mapping entry') {
    return { line, reason: 'The value cannot be read as text.', fix: QUOTE_IT };
  }
  return { line, reason: `The YAML cannot be read: ${quoted(reason)}.`, fix: QUOTE_IT };
}

/** A field whose value follows its colon at once, or after a blank that is none in YAML, up to the line of a mistake. */
function joinedField(source: string, line: number) {
  for (const [place, text] of source.split('\n', line).entries()) {
    const [, name] = /^([A-Za-z_-]{1,40}):(?:[^\s]|[^\S \t\r])/.exec(text) ?? [];
    if (!name) continue;
    return {
      line: place + 1,
      reason: `There is no plain space after "${name}:".`,
      fix: `Write a space between "${name}:" and its value, and no other kind of blank.`,
    };
  }
  return undefined;
}

/** The place of the value that the keys lead to: a pair at its key, an entry of a list at its first character. */
function offsetOf(events: readonly Event[], source: string, keys: readonly PropertyKey[]): number {
  let node = 1;
  let offset = 0;
  for (const key of keys) {
    const found = childOf(events, source, node, key);
    if (!found) break;
    const start = startOf(events[found.at]);
    // An empty entry has no place of its own: its dash is the next after what comes before it.
    offset = start >= 0 ? start : source.indexOf('-', endBefore(events, found.at));
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

function endBefore(events: readonly Event[], place: number): number {
  for (let at = place - 1; at >= 0; at--) {
    const event = events[at];
    if (event?.type === EVENT_ID.SCALAR && event.valueEnd >= 0) return event.valueEnd;
    if (startOf(event) > 0) return startOf(event);
  }
  return 0;
}

function startOf(event: Event | undefined): number {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
  return 0;
}

/** @returns the line (from 1) that a place is on */
type LineAt = (offset: number) => number;

/** The lines of a text are counted once, when the first is asked for. */
function linesOf(source: string): LineAt {
  let ends: number[] | undefined;
  return (offset) => {
    ends ??= [...source.matchAll(/\n/g)].map(({ index }) => index);
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
