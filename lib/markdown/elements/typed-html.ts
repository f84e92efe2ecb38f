import { randomUUID } from 'node:crypto';
import type { Element, ElementContent, Root, RootContent } from 'hast';
import { raw } from 'hast-util-raw';
import type { Html, Root as Markdown, Nodes as MarkdownNodes } from 'mdast';
import { type Options, toHast } from 'mdast-util-to-hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { messages } from '../../messages.ts';
import { htmlNesting } from '../html-nesting.ts';
import { footnoteReference } from './note-references.ts';
import { TYPED } from './safe-html.ts';
import { disarm, nameUnclosed, typedName } from './traps.ts';

/**
 * Markdown as a tree of elements. HTML that is typed in it becomes elements too, those that are allowed; a text without
 * any is never seen by the HTML parser.
 */
export function elementsOf(tree: Markdown, file: VFile): Root {
  const typed: Html[] = [];
  visit(tree, 'html', (node) => void typed.push(node));
  if (typed.length === 0) return rootOf(toHast(tree, WORDS));

  visit(tree, 'html', (node, _, parent) => {
    if (!isInParagraph(parent)) nameUnclosed(node, file);
  });
  for (const node of typed) node.value = withProse(node.value);
  disarm(typed);
  const isTooDeep = htmlNesting();
  if (typed.map(({ value }) => isTooDeep(value)).some(Boolean)) {
    const message = file.message('The HTML in the text is nested too deeply, so it is left out', typed[0]);
    message.note = 'Close each element that is opened.';
    return rootOf(toHast(tree, WORDS));
  }
  visit(tree, (node) => {
    if (isInParagraph(node)) closeIn(node);
  });
  closeBlocks(tree);
  const made = rootOf(toHast(tree, { ...WORDS, allowDangerousHtml: true }));
  visit(made, 'element', (node) => {
    node.properties[MARK] = OURS;
  });
  const parsed = rootOf(raw(made, { file }));
  cleaned(parsed, file, unseenIn(typed));
  return parsed;
}

/** What the tree of a text says to those who hear it. A note that is pointed to more than once has its ways back numbered. */
const WORDS: Options = {
  handlers: { footnoteReference },
  footnoteLabel: messages.text.notes,
  footnoteBackLabel: (note, again) => messages.text.backToText(`${note + 1}${again > 1 ? `-${again}` : ''}`),
};

function rootOf(node: ReturnType<typeof toHast> | ReturnType<typeof raw>): Root {
  if (node.type === 'root') return node;
  return { type: 'root', children: node.type === 'doctype' ? [] : [node] };
}

/** On an element that Markdown has made while typed HTML is parsed. No text can know its value. */
const MARK = 'dataOurs';
const OURS = randomUUID();

/** Attributes without a value that HTML knows. */
const FLAGS = new Set(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled download hidden inert loop multiple muted nomodule novalidate nowrap open playsinline readonly required reversed selected'.split(
    ' ',
  ),
);
const BARE_TAG = /<[a-z][a-z0-9]*\s([^<>"'=/]*)>/gi;

/** "If a<b and c>d" is no tag, though it can be read as one: nothing but words stand in it. */
function withProse(html: string): string {
  return html.replace(BARE_TAG, (tag, attributes: string) => {
    const words = attributes.trim().toLowerCase().split(/\s+/);
    return words.every((word) => word === '' || FLAGS.has(word)) ? tag : `&lt;${tag.slice(1)}`;
  });
}

type Line = Extract<MarkdownNodes, { type: 'paragraph' | 'heading' | 'tableCell' }>;

/** Whether the HTML in a node is part of a line; elsewhere it is a block of its own. */
function isInParagraph(node: MarkdownNodes | undefined): node is Line {
  return node?.type === 'paragraph' || node?.type === 'heading' || node?.type === 'tableCell';
}

const TAG = /<(\/?)([a-z][a-z0-9-]*)/gi;
/** Elements that end with their paragraph or block, at the latest. */
const IN_LINE =
  /^(?:canvas|iframe|left-out-\w+|math|noembed|noframes|script|style|svg|title|a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u)$/;

/** Closes what a paragraph opens in its line and does not close: it would go on to the end of the text. */
function closeIn(block: Line): void {
  const open: string[] = [];
  visit(block, 'html', ({ value }) => {
    const [, end, written = ''] = /^<(\/?)([a-z][a-z0-9-]*)/i.exec(value) ?? [];
    const name = written.toLowerCase();
    if (!IN_LINE.test(name) || value.endsWith('/>')) return;
    if (!end) open.push(name);
    else if (open.includes(name)) open.splice(open.lastIndexOf(name), 1);
  });
  for (const name of open.reverse()) block.children.push({ type: 'html', value: `</${name}>` });
}

/** The same for what a block of HTML opens: what nothing in the text closes ends with its block. */
function closeBlocks(tree: Markdown): void {
  const open: { name: string; node: Html }[] = [];
  visit(tree, 'html', (node, _, parent) => {
    if (isInParagraph(parent)) return;
    for (const [, end, written = ''] of node.value.matchAll(TAG)) {
      const name = written.toLowerCase();
      if (!IN_LINE.test(name)) continue;
      if (!end) open.push({ name, node });
      else {
        const last = open.findLastIndex((opened) => opened.name === name);
        if (last >= 0) open.splice(last, 1);
      }
    }
  });
  for (const { name, node } of open.reverse()) node.value += `</${name}>`;
}

/** What the HTML parser takes for comments: instructions and declarations, and pieces of XML with words in them. */
const UNSEEN: [name: string, pattern: RegExp][] = [
  ['<? … ?>', /^\s*<(?:\?|!(?!--|\[CDATA\[))/i],
  ['<![CDATA[ … ]]>', /<!\[CDATA\[/i],
];

type Unseen = { name: string; nodes: Html[] };

function unseenIn(typed: Html[]): Unseen[] {
  const withoutComments = (value: string) => value.replace(/<!--.*?(?:-->|$)/gs, '');
  return UNSEEN.map(([name, pattern]) => ({
    name,
    nodes: typed.filter(({ value }) => pattern.test(withoutComments(value))),
  })).filter(({ nodes }) => nodes.length > 0);
}

/** Elements whose content is no text. */
const WITH_CONTENT = /^(?:script|style|template|svg|math|iframe|noembed|noframes|title)$/;
/** Elements that stand on lines of their own: their words stay apart from those around them. */
const BLOCKS =
  /^(?:address|article|aside|center|dialog|dir|fieldset|footer|form|header|hgroup|legend|main|menu|nav|option|optgroup|search|section)$/;
/** Attributes that only say how an element looks or loads: nothing is lost without them, and nothing is said of them. */
const SILENT = new Set(
  'rel target title width height border cellPadding cellSpacing loading decoding srcSet sizes dir lang align vAlign referrerPolicy'.split(
    ' ',
  ),
);

/** Takes out of typed HTML all that is not allowed, and names it once. */
function cleaned(tree: Root, file: VFile, unseen: Unseen[]): void {
  let first: Element | Html | undefined = unseen[0]?.nodes[0];
  const dropped = new Map(unseen.map(({ name, nodes }) => [name, nodes.length]));
  const drop = (name: string, node: Element) => {
    first ??= node;
    dropped.set(name, (dropped.get(name) ?? 0) + 1);
  };

  function settle(children: readonly RootContent[]): ElementContent[] {
    return children.flatMap((child): ElementContent[] => {
      if (child.type === 'comment' || child.type === 'doctype') return [];
      if (child.type !== 'element') return [child];
      const { tagName, properties } = child;
      const isOurs = properties[MARK] === OURS;
      const name = typedName(tagName);
      delete properties[MARK];
      if (!isOurs && WITH_CONTENT.test(name)) {
        drop(name, child);
        return [];
      }
      child.children = settle(child.children);
      // An end without a beginning makes a paragraph of nothing.
      if (tagName === 'p' && child.children.length === 0) return [];
      if (isOurs) return [child];
      const allowed = TYPED[tagName];
      if (!allowed) {
        drop(name, child);
        if (!BLOCKS.test(tagName)) return child.children;
        return [{ ...child, tagName: 'div', properties: {} }];
      }
      for (const name of Object.keys(properties)) {
        if (allowed.includes(name)) continue;
        delete properties[name];
        if (!SILENT.has(name)) drop(attributeName(name), child);
      }
      return [child];
    });
  }
  tree.children = settle(tree.children);

  if (dropped.size === 0) return;
  const names = [...dropped].map(([name, count]) => `${name.slice(0, 30)} (${count})`);
  const listed = names.length > 12 ? [...names.slice(0, 12), '…'] : names;
  const message = file.message(`HTML that is not allowed is left out: ${listed.join(', ')}`, first);
  message.note = 'Write it in Markdown, or with the elements that content/README.md lists.';
}

/** As it is written: `class` and not `className`. */
function attributeName(property: string): string {
  return property === 'className' ? 'class' : property.toLowerCase();
}
