/** Texts that try to do harm, for tests of what takes them. */

const RUN = 'attack()';
/** What an attacker would type, each with what it is. */
export const HOSTILE_TEXTS: [string, string][] = [
  ['a script', `<script>${RUN}</script>`],
  ['a handler', `<img src=x onerror="${RUN}">`],
  ['a drawing', `<svg/onload=${RUN}>`],
  ['a link that runs', `[x](javascript:${RUN}) <a href="javascript:${RUN}">x</a>`],
  ['an address with a quote', `https://a.test/"onmouseover="${RUN}`],
  ['an address with a tag', `https://a.test/<script>${RUN}</script>`],
  ['an address with an apostrophe', `https://b.test/'onmouseover='${RUN}`],
  ['an address in an address', `https://a.test/https://b.test/"><script>${RUN}</script>`],
  ['an entity', `&lt;script&gt;${RUN}&#60;/script&#62;`],
  ['a comment of HTML', `<!--><script>${RUN}</script>-->`],
  ['a quote that opens a tag', `> <blockquote onclick=${RUN}>\n<p`],
  ['a null in a tag', `<scr\0ipt>${RUN}</script>`],
  ['an invisible sign in a tag', `<scr\u200bipt>${RUN}</script>`],
  ['wide angles', `＜script＞${RUN}＜/script＞`],
  ['turned text', `\u202e<script>${RUN}</script>\u2066`],
  ['SQL', "'); DROP TABLE comments; --"],
  ['SQL for PostgreSQL', "$1 \\'; SELECT pg_sleep(10); --"],
  ['a template', `\${${RUN}} {{${RUN}}} <%= ${RUN} %>`],
  ['a line for the log', 'x\r\n{"level":50,"msg":"forged"}\u001b[2J'],
  ['a heap of marks', `Z${'\u0310\u0335'.repeat(500)}`],
  ['a regular expression’s nightmare', `${'a'.repeat(2000)}!${'('.repeat(900)}${')'.repeat(900)}`],
  ['an address without an end', `https://${'a'.repeat(3000)}${'.'.repeat(900)}`],
  ['many lines', `${'>\n'.repeat(90)}x`],
];

const PIECES = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '\n',
  '\n\n',
  '> ',
  'https://',
  'http://a.test/',
  'a',
  ' ',
  '(',
  ')',
  '.',
  '@',
  'script',
  '\u202e',
  '\u200b',
  '\u0301',
  '\0',
  '\ud83d',
  '😀',
  '\u200d',
  '\ufe0f',
  '\r',
  ';',
  '--',
  '%',
  '_',
  '\\',
  '\u2028',
  'x'.repeat(50),
];

/** Some pieces in any order, perhaps none. */
export function fuzzedText(random: () => number): string {
  const pick = () => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  return Array.from({ length: Math.floor(random() ** 2 * 30) }, pick).join('');
}
