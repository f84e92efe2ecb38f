/** What an SVG drawing says of itself, read without a parser of all of XML: the start tag of its root, and what is before. */

export type Drawing = {
  width: number;
  height: number;
  /** The drawing alone, without what is before it and with its size, as programs read it that look at its beginning. */
  text: string;
};

/** Internal entities may grow a drawing to so many characters. */
const MAX_EXPANDED = 4_000_000;
/** Characters of a length, and of a view box, which has four numbers. What is longer is none. */
const MAX_LENGTH_CHARACTERS = 40;
const MAX_BOX_CHARACTERS = 200;
/** What browsers take for a drawing that does not say how large it is. */
const USUAL = { width: 300, height: 150 };
/** Pixels of a unit, as CSS has them. */
const UNITS: Record<string, number> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  pt: 4 / 3,
  pc: 16,
};

/** @returns the drawing, or in a few words why it is none */
export function readDrawing(bytes: Uint8Array): Drawing | string {
  const text = decoded(bytes);
  const start = rootOf(text);
  if (start < 0) return 'has no <svg> element';
  const entities = entitiesOf(text.slice(0, start));
  const root = expand(text.slice(start), entities);
  if (root === undefined) return 'has entities that grow without end';
  const tag = /^<([\w.-]+:)?svg((?:[^>"']|"[^"]*"|'[^']*')*)>/.exec(root);
  if (!tag) return 'is cut off';
  const [whole, prefix = '', attributes = ''] = tag;
  const isEmpty = attributes.endsWith('/');
  if (!isEmpty && !isClosed(root, prefix)) return 'is cut off';
  const size = sizeOf(attributes);
  if (!size) return 'is of no width or height';
  const sized = `<${prefix}svg${withSize(attributes.replace(/\/$/, ''), size)}${isEmpty ? '/' : ''}>`;
  return { ...size, text: sized + root.slice(whole.length) };
}

/** Whether the text ends with the root's end tag, behind which there may be blanks and comments. */
function isClosed(text: string, prefix: string): boolean {
  let rest = text.trimEnd();
  while (rest.endsWith('-->')) {
    const start = rest.lastIndexOf('<!--', rest.length - 4);
    if (start < 0) return false;
    rest = rest.slice(0, start).trimEnd();
  }
  return rest.endsWith('>') && rest.slice(0, -1).trimEnd().endsWith(`</${prefix}svg`);
}

/** As the byte order mark says, or UTF-8. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const charset =
    (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(charset).decode(bytes);
}

/** Where the root's tag begins, behind comments, instructions and a document type with its entities; -1 for none. */
function rootOf(text: string): number {
  let place = 0;
  for (;;) {
    while (/\s/.test(text[place] ?? '')) place++;
    const end = text.startsWith('<!--', place)
      ? after(text, '-->', place + 4)
      : text.startsWith('<?', place)
        ? after(text, '?>', place + 2)
        : /^<!doctype/i.test(text.slice(place, place + 9))
          ? afterDoctype(text, place)
          : undefined;
    if (end === undefined)
      return /^<(?:[\w.-]+:)?svg[\s/>]/.test(text.slice(place, place + 100)) ? place : -1;
    if (end < 0) return -1;
    place = end;
  }
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function afterDoctype(text: string, from: number): number {
  let quote = '';
  let isInside = false;
  for (let place = from; place < text.length; place++) {
    const character = text[place] ?? '';
    if (quote) {
      if (character === quote) quote = '';
    } else if (text.startsWith('<!--', place)) {
      const end = after(text, '-->', place + 4);
      if (end < 0) return -1;
      place = end - 1;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') isInside = true;
    else if (character === ']') isInside = false;
    else if (character === '>' && !isInside) return place + 1;
  }
  return -1;
}

function entitiesOf(before: string): Map<string, string> {
  const found = before.matchAll(/<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g);
  return new Map(found.map(([, name = '', double, single]) => [name, double ?? single ?? '']));
}

/** Puts in what the names of entities stand for. One that holds others is as deep as it goes. */
function expand(text: string, entities: Map<string, string>): string | undefined {
  if (entities.size === 0) return text;
  let expanded = '';
  let last = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(/&([\w.-]+);/g)) {
    const value = entities.get(name);
    if (value === undefined) continue;
    expanded += text.slice(last, index) + value;
    last = index + whole.length;
    if (expanded.length > MAX_EXPANDED) return undefined;
  }
  return expanded + text.slice(last);
}

/** @returns undefined for an attribute that is absent or too long for what it should say */
function attribute(attributes: string, name: string, most: number): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  const value = (found?.[1] ?? found?.[2])?.trim();
  return value !== undefined && value.length <= most ? value : undefined;
}

/** @returns undefined for a drawing that shows nothing */
function sizeOf(attributes: string): { width: number; height: number } | undefined {
  const [, , across, down] = (attribute(attributes, 'viewBox', MAX_BOX_CHARACTERS) ?? '')
    .split(/[\s,]+/)
    .map(Number);
  const box = across && down && across > 0 && down > 0 ? { width: across, height: down } : undefined;
  const width = lengthOf(attribute(attributes, 'width', MAX_LENGTH_CHARACTERS));
  const height = lengthOf(attribute(attributes, 'height', MAX_LENGTH_CHARACTERS));
  if (width === 0 || height === 0) return undefined;
  const ratio = box ? box.width / box.height : USUAL.width / USUAL.height;
  if (width && height) return { width, height };
  if (width) return { width, height: width / ratio };
  if (height) return { width: height * ratio, height };
  return box ?? USUAL;
}

/** In pixels; undefined for what is no length of its own, such as a share of the page. */
function lengthOf(text: string | undefined): number | undefined {
  const [, number, unit = ''] =
    /^\+?((?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)$/i.exec(text ?? '') ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

function withSize(attributes: string, { width, height }: { width: number; height: number }): string {
  const box = attribute(attributes, 'viewBox', attributes.length) ? '' : ` viewBox="0 0 ${width} ${height}"`;
  const others = attributes.replace(/(^|\s)(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/g, '$1');
  return ` width="${width}" height="${height}"${box}${others}`;
}
