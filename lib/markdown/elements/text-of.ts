import type { Element, Nodes } from 'hast';

/** Elements that stand in a line with the words around them; any other keeps its words apart from those. */
const IN_LINE = new Set(
  'a abbr b cite code del em i input ins kbd mark q s small strong sub sup u'.split(' '),
);

export function isInLine(node: Nodes): boolean {
  return node.type !== 'element' || IN_LINE.has(node.tagName);
}

export type TextOptions = {
  /** Leaves out what is struck through. */
  withoutStruck?: boolean;
};

/**
 * The words of an element in one line: without pictures, notes and the numbers of sources, and with what is set high or
 * low in characters that are so by themselves, because 10⁶ is not 106.
 */
export function textOf(node: Nodes, options: TextOptions = {}): string {
  return wordsOf(node, options).replace(/\s+/g, ' ').trim();
}

function wordsOf(node: Nodes, options: TextOptions): string {
  if (node.type === 'text') return node.value;
  if (!('children' in node)) return '';
  if (node.type !== 'element') return node.children.map((child) => wordsOf(child, options)).join('');
  if (node.tagName === 'br') return ' ';
  if (node.tagName === 'img' || isReference(node)) return '';
  if (options.withoutStruck && /^(?:del|s)$/.test(node.tagName)) return '';
  const words = node.children.map((child) => wordsOf(child, options)).join('');
  if (node.tagName === 'sup') return moved(words, HIGH, '^');
  if (node.tagName === 'sub') return moved(words, LOW, '_');
  return isInLine(node) ? words : ` ${words} `;
}

/** Whether it points to a source or to a note. */
function isReference({ tagName, properties, children }: Element): boolean {
  if (tagName !== 'sup') return false;
  if (Array.isArray(properties.className) && properties.className.includes('cite')) return true;
  return children.some((child) => child.type === 'element' && child.properties.dataFootnoteRef !== undefined);
}

const FROM = '0123456789+-−=()n';
const HIGH = new Map([...FROM].map((character, place) => [character, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ'][place] ?? '']));
const LOW = new Map([...FROM].map((character, place) => [character, [...'₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ'][place] ?? '']));

/** What has no such characters is left as it is, with a mark before it where digits would run together. */
function moved(words: string, characters: ReadonlyMap<string, string>, mark: string): string {
  const set = [...words].map((character) => characters.get(character));
  if (set.every((character) => character !== undefined)) return set.join('');
  return /^\d/.test(words) ? mark + words : words;
}
