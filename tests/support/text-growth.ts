import { expect, it } from 'vitest';

/** Each function that is given a text takes at most two and a half times as long for twice the text, whatever is in it. */

const PATTERNS = [
  ...[
    ' ',
    '\t',
    '\n',
    'a',
    'a ',
    '\r',
    '\u00a0',
    '"',
    "'",
    '"a',
    " 'a",
    '\'"',
    '-',
    '--',
    '- ',
    '> ',
    '# ',
    '=',
    '_',
    '*',
    '~~',
    '`',
  ],
  ...[
    '```\n',
    '[',
    '![',
    '](',
    '[]',
    '[1',
    '[1,',
    '[1, ',
    '[^',
    '[^a]: ',
    '[a]: b\n',
    '<',
    '<a',
    '<a ',
    '<a b="',
    "<a b='",
    '</',
    '<!--',
    '<b>',
  ],
  ...[
    '<script>',
    '&',
    '&a',
    '|',
    '|-',
    '\n|',
    '| - |\n',
    '---\n',
    '\n---x',
    'a: ',
    'a: b\n',
    '{',
    '{a: ',
    '- - ',
    '? ',
    '&a ',
    '*a ',
    '!a ',
    '#',
  ],
  ...[
    '\\',
    '%',
    '/',
    '/../',
    '.',
    '@',
    'a@',
    'www.',
    'http://',
    '\u0301',
    '\u0310\u0335',
    '\u200b',
    '\u00ad',
    'ﷺ',
    '法',
    '😀',
    '\ud83d',
    '\0',
    '{{<',
    '{% ',
    'word. ',
    'a\n=\n\n',
    'a\n--\n\n',
    '<template>x</template>\n\n',
    '<!-- a -->\n\n',
    '<div a="',
    '<td>a</td>\n',
    '> *a_\n',
    '2. *a_\n',
    '- a #b\n',
  ],
];
const fill = (pattern: string, size: number) =>
  pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size);

/** Milliseconds of the processor in this thread: those that compile and collect garbage, or end another test, do not count. */
function time(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

const SIZE = 15_000;
/** Under this much the clock and the garbage collection decide. */
const TOO_SHORT_MS = 25;

/** Makes a test of each function, by its name. */
export function testGrowth(functions: Record<string, (text: string) => unknown>): void {
  it.each(Object.entries(functions))(
    'twice the text takes at most two and a half times as long: %s',
    (_, work) => {
      for (const pattern of PATTERNS) {
        const [once, twice] = [fill(pattern, SIZE), fill(pattern, 2 * SIZE)];
        let ratio = 0;
        // Another process may have had the processor's memory: what is slow is slow each time.
        for (let tries = 0; tries < 4; tries++) {
          const short = time(() => work(once));
          const long = time(() => work(twice));
          ratio = long / Math.max(short, TOO_SHORT_MS);
          if (ratio <= 2.5) break;
        }
        expect(ratio, JSON.stringify(pattern)).toBeLessThanOrEqual(2.5);
      }
    },
    60_000,
  );
}
