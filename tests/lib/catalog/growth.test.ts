import { describe, expect, it } from 'vitest';
import { withoutCitations } from '../../../lib/catalog/citation.ts';
import { tooComplex } from '../../../lib/catalog/complexity.ts';
import { firstParagraph } from '../../../lib/catalog/excerpt.ts';
import { fileParser } from '../../../lib/catalog/parse.ts';
import { makeMarkers } from '../../../lib/catalog/passage.ts';
import { plainText, withoutTags } from '../../../lib/catalog/plain-text.ts';
import { didYouMean, quoted } from '../../../lib/catalog/problem.ts';
import { matchExpressions, searchable, termsOf, visible } from '../../../lib/catalog/search.ts';
import { spellableWords } from '../../../lib/catalog/spelling.ts';
import { countWords } from '../../../lib/catalog/word-count.ts';
import { readYaml } from '../../../lib/catalog/yaml.ts';
import { mapAttributes } from '../../../lib/html.ts';
import { toScript } from '../../../lib/structured-data.ts';
import { typographic } from '../../../lib/typography.ts';
import { slugify, tagSlug } from '../../../lib/urls.ts';
import { xml } from '../../../lib/xml.ts';

/** Each function that is given a text takes at most two and a half times as long for twice the text, whatever is in it. */

const parse = fileParser('America/Denver', ['medicine']);
const HEAD = '---\ntitle: T\ndate: 2026-03-01\ntopic: medicine\n';
const markerFor = makeMarkers();

/** What a text that is too complex is never given to. */
const ifSimple = (work: (text: string) => unknown) => (text: string) => tooComplex(text) ?? work(text);

const functions: Record<string, (text: string) => unknown> = {
  tooComplex,
  'firstParagraph, where it is let through': ifSimple(firstParagraph),
  'the body of a file': (text) => parse('articles/a.md', Buffer.from(`${HEAD}---\n${text}`)),
  'the front matter of a file': (text) => parse('articles/a.md', Buffer.from(`${HEAD}${text}\n---\n`)),
  'the value of a field': (text) =>
    parse(
      'articles/a.md',
      Buffer.from(
        `${HEAD}excerpt: ${JSON.stringify(text)}\nexpires: ${JSON.stringify(text)}\ncanonical: ${JSON.stringify(text)}\n---\n`,
      ),
    ),
  'a file without front matter': (text) => parse('articles/a.md', Buffer.from(text)),
  'front matter without an end': (text) => parse('articles/a.md', Buffer.from(`---\n${text}`)),
  readYaml,
  plainText,
  withoutTags,
  withoutCitations: (text) => withoutCitations(text, 3),
  countWords,
  typographic,
  slugify,
  tagSlug,
  searchable,
  visible,
  termsOf,
  matchExpressions,
  spellableWords,
  quoted,
  didYouMean: (text) => didYouMean(quoted(text), ['title', 'topic']),
  'xml.text': xml.text,
  toScript: (text) => toScript({ text }),
  mapAttributes: (text) => mapAttributes(text, (_, value) => value),
  'the passage of a search': (text) => markerFor([text], '"a" "word"*').passage(text),
};

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
/** Under this much the clock and the garbage collection decide. Milliseconds. */
const TOO_SHORT = 25;

describe('twice the text', () => {
  it.each(Object.entries(functions))(
    'takes at most two and a half times as long: %s',
    (_, work) => {
      for (const pattern of PATTERNS) {
        const [once, twice] = [fill(pattern, SIZE), fill(pattern, 2 * SIZE)];
        let ratio = 0;
        // Another process may have had the processor's memory: what is slow is slow each time.
        for (let tries = 0; tries < 4; tries++) {
          const short = time(() => work(once));
          const long = time(() => work(twice));
          ratio = long / Math.max(short, TOO_SHORT);
          if (ratio <= 2.5) break;
        }
        expect(ratio, JSON.stringify(pattern)).toBeLessThanOrEqual(2.5);
      }
    },
    60_000,
  );
});
