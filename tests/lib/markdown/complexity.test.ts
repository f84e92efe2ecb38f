import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, tooComplex } from '../../../lib/markdown/complexity.ts';
import { renderMarkdown, type Surroundings } from '../../../lib/markdown.ts';

const surroundings: Surroundings = {
  imageSize: async () => undefined,
  leadsSomewhere: () => true,
  origin: 'https://news.test',
  sources: 0,
};
const render = (markdown: string) => renderMarkdown(markdown, 'articles/x.md', 1, surroundings);
const fill = (pattern: string, size: number) =>
  pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size);
const htmlTable = (rows: number, columns: number) =>
  `<table>\n${`<tr>\n${'<td>a</td>\n'.repeat(columns)}</tr>\n`.repeat(rows)}</table>`;
const indented = (levels: number) =>
  Array.from({ length: levels }, (_, level) => `${'  '.repeat(level)}- a`).join('\n');

describe('a text that the parser cannot follow', () => {
  it.each([
    ['quotes', '>'.repeat(2200)],
    ['quotes with spaces', `${'> '.repeat(2000)}a`],
    ['lists', `${'- '.repeat(3000)}a`],
    ['numbered lists', `${'1. '.repeat(3000)}a`],
    ['lists and quotes', `${'- > '.repeat(1000)}a`],
    ['lists by their indentation', indented(500)],
    ['a table of many columns', `${'|a'.repeat(5000)}\n${'|-'.repeat(5000)}\n${'|a'.repeat(5000)}`],
    ['a table of short rows', `${'|a'.repeat(150)}|\n${'|-'.repeat(150)}|\n${'|a|\n'.repeat(100)}`],
    ['emphases', '*a '.repeat(2000)],
    ['emphases that are closed', `${'*a '.repeat(2000)}${'b* '.repeat(2000)}`],
    ['emphases on many lines', '*a\n_b\n'.repeat(1000)],
    ['strikes', '~~a '.repeat(2000)],
    ['brackets', '['.repeat(2000)],
    ['pictures', '!['.repeat(2000)],
    ['links', `${'['.repeat(500)}a${'](b)'.repeat(500)}`],
    ['elements', `${'<div><b>'.repeat(300)}a`],
    ['headings that are underlined', 'a\n=\n\n'.repeat(2500)],
    ['headings that are underlined with hyphens', 'a\n--\n\n'.repeat(2500)],
    ['headings that are underlined with one hyphen', 'Some words of it\n-\n'.repeat(2500)],
    ['lists between paragraphs', 'a\n1. a\n\n'.repeat(2500)],
    ['lists of two kinds', '- a\n1. a\n'.repeat(1500)],
    ['a quote of one paragraph', `> ${'*a_'.repeat(9)}\n`.repeat(1500)],
    ['a paragraph whose lines begin with numbers', `a\n${`2. ${'*a_'.repeat(9)}\n`.repeat(1500)}`],
    ['a paragraph whose lines are indented', `a\n${`    - ${'*a_'.repeat(9)}\n`.repeat(1500)}`],
    ['a paragraph with lines of blanks that end none', `${']!'.repeat(40)}\n\u00a0\n`.repeat(500)],
    ['marks after what is no fence, but HTML', `<div>\n\`\`\`\n\n${'*a_'.repeat(9000)}`],
    ['marks after a fence that ends no HTML', `<div>\n\u00a0\n\`\`\`\n\n${'*a_'.repeat(9000)}`],
    ['elements that end in a value only', '<div title="></div>">'.repeat(2000)],
    ['elements that end another of the same beginning', '<a-b></a-c>'.repeat(2000)],
    ['an HTML table of many columns', htmlTable(2, 250)],
    ['an HTML table of many cells', htmlTable(110, 100)],
    ['footnotes', `${'[^a]: '.repeat(500)}a`],
    ['a bracket before many words', `[${'a '.repeat(30_000)}`],
    ['a bracket before words on many lines', `[${'words and so on\n'.repeat(4000)}`],
    ['a list whose paragraph goes on', `- a\n${'| -\n'.repeat(9600)}`],
    ['a quote whose paragraph goes on', `> a\n${'b c\n'.repeat(6000)}`],
    ['a footnote whose paragraph goes on', `[^a]: a\n${'| -\n'.repeat(9600)}`],
  ])('is refused with its line: %s', (_, text) => {
    expect(tooComplex(`One.\n\n${text}`)).toMatchObject({ line: expect.any(Number) });
  });

  it.each([
    ['a line of rules', '- '.repeat(500)],
    ['a rule', '*'.repeat(5000)],
    ['an underline', `A\n${'='.repeat(5000)}`],
    ['code', `\`\`\`\n${'> > > [[[[ *a *b\n'.repeat(3000)}\`\`\``],
    ['a long list', '- An item with a [link](https://a.test/).\n'.repeat(1500)],
    ['a long table', `| a | b |\n| - | - |\n${'| c [d](https://e.test/) | *f* |\n'.repeat(1000)}`],
    ['a long text', 'A paragraph with *emphasis* and a [link](https://a.test/b).\n\n'.repeat(3000)],
    ['one long paragraph', 'words and words '.repeat(25_000)],
    ['one long paragraph with links', 'words and words [in a link](https://a.test/) '.repeat(400)],
    ['paragraphs with a bracket', `[${'words and words '.repeat(200)}\n\n`.repeat(50)],
    ['one long word', 'a'.repeat(900_000)],
    ['many footnotes', Array.from({ length: 500 }, (_, n) => `a[^${n}]\n\n[^${n}]: b\n\n`).join('')],
    ['a deep list', indented(15)],
    ['a list of wrapped lines', '- An item of it\ngoes on here.\n'.repeat(1000)],
    ['many lists', `A list:\n\n${'- An item of it.\n'.repeat(5)}\n`.repeat(300)],
    ['a table of HTML', htmlTable(120, 6)],
    ['a long table of HTML', htmlTable(1600, 6)],
    ['underlined headings', `A heading\n---\n\n${'A paragraph of it.\n\n'.repeat(5)}`.repeat(200)],
    [
      'a list of numbers',
      Array.from({ length: 900 }, (_, n) => `${n + 1}. A [b](https://c.test/).\n`).join(''),
    ],
    ['a quote of many lines', '> A line of it with *a word*.\n'.repeat(300)],
  ])('is none of what a newsroom writes: %s', (_, text) => {
    expect(tooComplex(text)).toBeUndefined();
  });

  it('has the line on which it is too deep', () => {
    expect(tooComplex(`One.\n\nTwo.\n${'>'.repeat(MAX_DEPTH + 1)}`)?.line).toBe(4);
    expect(tooComplex(`One.\n${'>'.repeat(MAX_DEPTH - 1)}`)).toBeUndefined();
  });
});

describe('words after a bracket that is open', () => {
  it('are rendered in seconds as far as they are let through', async () => {
    let size = 150_000;
    while (tooComplex(`[${fill('a ', size)}`)) size = Math.floor(size * 0.9);
    const before = process.cpuUsage();
    await render(`[${fill('a ', size)}`);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(4);
  });
});

describe('a text of more words than half a second of parsing', () => {
  it.each([
    ['in one line', 'word '.repeat(75_001), 3],
    ['in paragraphs', `${'word '.repeat(100)}\n\n`.repeat(751), 1503],
  ])('is refused with the line that is too many: %s', (_, text, line) => {
    const reason = 'The text has more than 75,000 words.';
    expect(tooComplex(`\n\n${text}`)).toMatchObject({ line, reason });
  });
});

describe('the advice', () => {
  it('is true for HTML', () => {
    expect(tooComplex(htmlTable(110, 100))).toMatchObject({
      reason: 'The text holds more HTML than can be read in a second.',
      fix: expect.stringContaining('write them in Markdown'),
    });
  });
});

describe('a text that is let through', () => {
  // Each is cut to the longest that is let through.
  it.each([
    'www.a_',
    '~~a',
    ']!',
    '*_',
    '\n> ',
    '\n- - a',
    '===\n',
    'a\n',
    '[^a]: ',
    'a@a.a ',
    '`',
    '<b>',
    '<b><p>',
    '\n|',
    'a\n=\n\n',
    'a\n--\n\n',
    '> *a_*a_*a_*a_\n',
    '2. *a_*a_*a_*a_\n',
    'a\n1. a\n\n',
    '<template>x</template>\n\n',
    '<object>x</object>\n\n',
    '<!-- a -->\n\n',
    '<td>x</td>\n',
    '<table><tr><td>x</table>\n',
    '- a [b\n- c [ ',
    '[a b\n\n',
  ])(
    'is rendered in seconds: %j',
    async (pattern) => {
      let size = 240_000;
      while (tooComplex(fill(pattern, size))) size = Math.floor(size * 0.8);
      const before = process.cpuUsage();
      await render(fill(pattern, size));
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).toBeLessThan(6);
    },
    30_000,
  );
});
