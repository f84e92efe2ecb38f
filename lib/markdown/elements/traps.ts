import type { Html } from 'mdast';
import type { VFile } from 'vfile';

/**
 * Elements that change how the HTML parser reads what follows them, until they are closed, and those of a whole page,
 * which it drops without a trace. None is allowed in a text, so each is given a name that the parser takes for any other
 * element's.
 */
const TRAP =
  /<(\/?)(applet|body|button|frame|frameset|head|html|listing|marquee|object|plaintext|select|template|textarea|xmp)(?=[\t\n\f\r />]|$)/gi;
const PREFIX = 'left-out-';
/** A part of a table, of which the parser leaves only the words when there is no table around it. */
const PART = /<(?=(?:caption|t[dhr])[\t\n\f\r />])/gi;
const TABLE = /<table[\t\n\f\r />]/i;

/** Gives the traps other names, and keeps the words of cells apart that are in no table. */
export function disarm(typed: readonly Html[]): void {
  const hasTable = typed.some(({ value }) => TABLE.test(value));
  for (const node of typed) {
    node.value = node.value.replace(TRAP, `<$1${PREFIX}$2`);
    if (!hasTable) node.value = node.value.replace(PART, ' <');
  }
}

/** The name as it was typed. */
export function typedName(tagName: string): string {
  return tagName.startsWith(PREFIX) ? tagName.slice(PREFIX.length) : tagName;
}

/** What begins a block that goes on over blank lines, and what ends it. */
const LONG_BLOCKS = [
  { opens: /<!--/g, name: '<!--', end: '-->' },
  { opens: /^\s*<\?/g, name: '<?', end: '?>' },
  { opens: /^\s*<!\[CDATA\[/gi, name: '<![CDATA[', end: ']]>' },
  { opens: /^\s*<![a-z]/gi, name: '<!', end: '>' },
  { opens: /^\s*<script(?=[\s>]|$)/gi, name: '<script>', end: '</script>' },
  { opens: /^\s*<style(?=[\s>]|$)/gi, name: '<style>', end: '</style>' },
  { opens: /^\s*<pre(?=[\s>]|$)/gi, name: '<pre>', end: '</pre>', isShown: true },
  { opens: /^\s*<textarea(?=[\s>]|$)/gi, name: '<textarea>', end: '</textarea>', isShown: true },
];

/** Names what is not closed in its block and so takes all that follows with it. */
export function nameUnclosed(block: Html, file: VFile): void {
  const html = block.value.toLowerCase();
  for (const { opens, name, end, isShown } of LONG_BLOCKS) {
    const from = html.lastIndexOf(end) + 1;
    const opened = html.slice(from).matchAll(opens).next().value;
    if (!opened || (from > 0 && opens.source.startsWith('^'))) continue;
    const start = block.position?.start;
    const line = (start?.line ?? 1) + html.slice(0, from + opened.index).split('\n').length - 1;
    const what = isShown ? 'shown as it is typed' : 'left out';
    const message = file.message(`${name} is not closed, so what follows it is ${what}`, { line, column: 1 });
    message.note = `Put ${end} where it ends, or remove it.`;
    return;
  }
}
