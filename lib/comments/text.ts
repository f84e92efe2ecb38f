/**
 * What a reader typed, made safe to keep and to show. Pure. Each step takes time in proportion to the text, whatever it
 * holds: no expression here goes over the same characters again and again.
 */

/** Marks that stand on one letter. Vietnamese and pointed Hebrew need up to three. */
const MAX_STACKED_MARKS = 4;

/** Signs that cannot be seen or that turn the direction of what follows; joiners and emoji selectors apart. */
const HIDDEN =
  /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800]/gu;
/** Control signs but for the line's end. */
const CONTROL = /(?!\n)\p{Cc}/gu;
/** Joiners are kept where they shape a letter or an emoji, selectors where they choose how a sign looks. */
const STRAY_JOINER =
  /(?<!\p{M}|\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier}|\p{sc=Arab})(?:\u200c|\u200d)|(?:\u200c|\u200d)(?!\p{L}|\p{Extended_Pictographic})/gu;
const STRAY_SELECTOR = /(?<!\p{Emoji}|\p{Extended_Pictographic})(?:\ufe0e|\ufe0f)/gu;
const TOO_MANY_MARKS = new RegExp(`(\\p{M}{${MAX_STACKED_MARKS}})\\p{M}+`, 'gu');

/** @returns the text in NFC, without controls, invisible signs and heaps of marks, its paragraphs one empty line apart */
export function cleanText(raw: string): string {
  return (
    raw
      .toWellFormed()
      .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n')
      .replace(/\t/g, ' ')
      .replace(HIDDEN, '')
      .replace(CONTROL, '')
      // A selector that goes may leave a joiner behind a letter, and the other way round.
      .replace(STRAY_SELECTOR, '')
      .replace(STRAY_JOINER, '')
      .replace(STRAY_SELECTOR, '')
      // Before they are put in order, which takes the square of the time for a heap of them.
      .replace(TOO_MANY_MARKS, '$1')
      .normalize('NFC')
      .replace(TOO_MANY_MARKS, '$1')
      .replace(/\p{Zs}/gu, ' ')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

/** @returns the same on one line */
export function cleanLine(raw: string): string {
  return cleanText(raw).replace(/\s+/g, ' ');
}

const MARKS = /\p{M}+/gu;

/** @returns the text as it is compared: without case, accents and the difference of look-alike forms */
export function fold(text: string): string {
  return withoutAccents(text).replace(/\s+/g, ' ').trim();
}

/** @returns the same with its blanks */
export function withoutAccents(text: string): string {
  // Marks go first: to put a heap of them in order takes the square of the time.
  const plain = text.replace(MARKS, '').normalize('NFKD').replace(MARKS, '');
  return plain.toLowerCase();
}

/** A web address up to where the sentence around it goes on. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^[\]]+/gi;
/** Characters at the end of an address that belong to the sentence. */
const SENTENCE_END = '.,;:!?…’”*_~';
/**
 * An address whose host has a length that a name can have. To read a longer one takes the square of the time, and no
 * browser opens it.
 */
const HAS_HOST = /^https?:\/\/[^/?#]{1,255}(?:[/?#]|$)/i;

/** How many links a text has, or seems to want. */
export function countLinks(text: string): number {
  return text.match(/\bhttps?:\/\/|\bwww\.|<a\b|\[(?:url|link)\b/gi)?.length ?? 0;
}

/**
 * The text as HTML: paragraphs, line breaks, links made from web addresses, and quotes from lines that start with `>`.
 * Everything else is text.
 */
export function toHtml(text: string): string {
  const blocks: string[] = [];
  for (const paragraph of text.split('\n\n')) {
    for (const { isQuote, lines } of runsOf(paragraph.split('\n'))) {
      const inner = `<p>${lines.map(inline).join('<br>')}</p>`;
      blocks.push(isQuote ? `<blockquote>${inner}</blockquote>` : inner);
    }
  }
  return blocks.join('\n');
}

/** Neighbouring lines that are all quoted, or all not. */
function runsOf(lines: string[]): { isQuote: boolean; lines: string[] }[] {
  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const isQuote = /^> ?/.test(line);
    const shown = line.replace(/^> ?/, '');
    const last = runs.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(shown);
    else runs.push({ isQuote, lines: [shown] });
  }
  return runs;
}

function inline(line: string): string {
  let html = '';
  let end = 0;
  for (const match of line.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    const link = linkTo(address);
    if (!link) continue;
    html += escapeHtml(line.slice(end, match.index)) + link;
    end = match.index + address.length;
  }
  return html + escapeHtml(line.slice(end));
}

/** Leaves the sentence's end out. A bracket closes the address only when one was opened in it. */
function trimAddress(found: string): string {
  let unopened = count(found, ')') - count(found, '(');
  let end = found.length;
  for (; end > 0; end--) {
    const last = found.charAt(end - 1);
    if (last === ')' && unopened > 0) unopened--;
    else if (!SENTENCE_END.includes(last)) break;
  }
  return found.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** @returns undefined when it is no address, or one that hides its host behind a name and an @ */
function linkTo(address: string): string | undefined {
  const url = HAS_HOST.test(address) ? URL.parse(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return `<a href="${escapeHtml(url.href)}" rel="nofollow ugc">${escapeHtml(address)}</a>`;
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
