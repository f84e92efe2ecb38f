import { describe, expect, it } from 'vitest';
import { type ArticleEntry, fileParser, kindOf } from '../../../lib/content/parse.ts';

const TOPICS = ['medicine', 'policy'];
const parse = fileParser('America/Denver', TOPICS);

function articleOf(content: string, zone = 'America/Denver'): ArticleEntry {
  const parsed = fileParser(zone, TOPICS)('articles/2026/a-story.md', Buffer.from(content));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  if (parsed.entry.kind !== 'article') throw new Error(`It is read as ${parsed.entry.kind}.`);
  return parsed.entry;
}

const withBody = (body: string) => articleOf(`---\ntitle: T\ndate: 2026-03-01\ntopic: policy\n---\n${body}`);
const dated = (date: string, zone?: string) =>
  new Date(articleOf(`---\ntitle: T\ndate: ${date}\ntopic: policy\n---\n`, zone).fields.date).toISOString();

describe('the kind of a file', () => {
  it.each([
    ['articles/a.md', 'article'],
    ['articles/2026/11/a.md', 'article'],
    ['authors/desk.md', 'author'],
    ['pages/about.md', 'page'],
    ['README.md', undefined],
    ['media/a.md', undefined],
    ['articles/a.txt', undefined],
    ['articles.md', undefined],
  ])('of %s is %s', (file, kind) => {
    expect(kindOf(file)).toBe(kind);
  });
});

describe('a parser', () => {
  it('needs one topic at least', () => {
    expect(() => fileParser('America/Denver', [])).toThrow('The site has no topics');
  });

  it('does not take a file that is none of the content', () => {
    const file = Buffer.from('---\ntitle: T\n---\n');
    expect(() => parse('elsewhere/a.md', file)).toThrow('elsewhere/a.md is not a file of the content.');
  });

  it('reads an article', () => {
    expect(
      articleOf('---\ntitle: "A  title"\ndate: 2026-03-01\ntopic: policy\n---\nOne two three.\n'),
    ).toEqual({
      kind: 'article',
      slug: 'a-story',
      fields: { title: 'A title', date: Date.parse('2026-03-01T00:00:00-07:00'), topic: 'policy' },
      month: '2026-03',
      body: 'One two three.\n',
      bodyLine: 6,
      excerpt: 'One two three.',
      words: 3,
      relatedLines: [],
    });
  });

  it('knows on which line each related article is named', () => {
    const lines = (related: string) =>
      articleOf(`---\ntitle: T\ndate: 2026-03-01\n${related}\ntopic: policy\n---\n`);
    expect(lines('related:\n  - one\n\n  - two')).toMatchObject({ relatedLines: [5, 7] });
    expect(lines('related: [one, two]')).toMatchObject({ relatedLines: [4, 4] });
  });

  it('reads an author', () => {
    expect(parse('authors/ada.md', Buffer.from('---\nname: Ada\n---\nHer text.'))).toEqual({
      ok: true,
      entry: { kind: 'author', slug: 'ada', fields: { name: 'Ada' }, body: 'Her text.', bodyLine: 4 },
      warnings: [],
    });
  });

  it('reads a page', () => {
    expect(parse('pages/about.md', Buffer.from('---\ntitle: About\n---\nA text.'))).toEqual({
      ok: true,
      entry: { kind: 'page', slug: 'about', fields: { title: 'About' }, body: 'A text.', bodyLine: 4 },
      warnings: [],
    });
  });

  it('reads lines that end as on Windows', () => {
    const entry = articleOf(
      '---\r\ntitle: T\r\ndate: 2026-03-01\r\ntopic: policy\r\n---\r\nOne.\r\n\r\nTwo.\r\n',
    );
    expect(entry).toMatchObject({ fields: { title: 'T' }, bodyLine: 6, excerpt: 'One.', words: 2 });
  });

  it('reads a file that starts with a byte order mark', () => {
    expect(articleOf('\ufeff---\ntitle: T\ndate: 2026-03-01\ntopic: policy\n---\nOne.').fields.title).toBe(
      'T',
    );
  });

  it('reads a file that ends with its front matter', () => {
    expect(articleOf('---\ntitle: T\ndate: 2026-03-01\ntopic: policy\n---')).toMatchObject({
      body: '',
      excerpt: '',
      words: 0,
    });
  });

  it('takes a line of more than three hyphens in a value for text', () => {
    const entry = articleOf(
      '---\ntitle: T\ndate: 2026-03-01\ntopic: policy\nexcerpt: |\n  One\n  ----\n  two\n---\nBody.',
    );
    expect(entry).toMatchObject({ excerpt: 'One ---- two', body: 'Body.' });
  });

  it('finds the end of the front matter at a line that is nothing but three hyphens', () => {
    const parsed = parse(
      'articles/a.md',
      Buffer.from('---\ntitle: T\ndate: 2026-03-01\ntopic: policy\n----\nBody.\n\n---\n\nMore.'),
    );
    expect(parsed.ok).toBe(false);
  });
});

describe('a slug', () => {
  it.each(['a', '2026', 'ketamine-and-memory', 'covid-19'])('may be %s', (slug) => {
    expect(parse(`pages/${slug}.md`, Buffer.from('---\ntitle: T\n---\n')).ok).toBe(true);
  });

  it.each(['Ketamine', 'a_b', 'a--b', '-a', 'a-', 'a b', 'café', 'a.b', '', '%41', "a'b", '<b>'])(
    'may not be %j',
    (slug) => {
      expect(parse(`pages/${slug}.md`, Buffer.from('---\ntitle: T\n---\n'))).toEqual({
        ok: false,
        problems: [
          {
            path: `pages/${slug}.md`,
            severity: 'error',
            reason: `"${slug || '.md'}" cannot stand in an address.`,
            fix: 'Rename the file with small letters, digits and single hyphens, such as "ketamine-and-memory.md".',
          },
        ],
      });
    },
  );
});

describe('a bare date', () => {
  it.each([
    ['2026-01-15', 'America/Denver', '2026-01-15T07:00:00.000Z'],
    ['2026-07-15', 'America/Denver', '2026-07-15T06:00:00.000Z'],
    ['2026-03-08', 'America/Denver', '2026-03-08T07:00:00.000Z'],
    ['2026-03-09', 'America/Denver', '2026-03-09T06:00:00.000Z'],
    ['2026-11-01', 'America/Denver', '2026-11-01T06:00:00.000Z'],
    ['2026-11-02', 'America/Denver', '2026-11-02T07:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
    ['2026-06-01', 'Pacific/Kiritimati', '2026-05-31T10:00:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
  ])('%s is midnight in %s', (date, zone, moment) => {
    expect(dated(date, zone)).toBe(moment);
  });
});

describe('a date with a time', () => {
  it.each([
    ['2026-11-18T06:00:00-07:00', '2026-11-18T13:00:00.000Z'],
    ['2026-11-18T06:00:00Z', '2026-11-18T06:00:00.000Z'],
    ['2026-11-18T06:00:00.250+05:30', '2026-11-18T00:30:00.250Z'],
    ['2026-11-18T06:00-0700', '2026-11-18T13:00:00.000Z'],
  ])('and a zone is that moment: %s', (date, moment) => {
    expect(dated(date)).toBe(moment);
  });

  it.each([
    ['2026-01-15T06:00', '2026-01-15T13:00:00.000Z'],
    ['2026-07-15T06:00:30', '2026-07-15T12:00:30.000Z'],
    ['2026-07-15 06:00', '2026-07-15T12:00:00.000Z'],
    ['2026-11-01T01:30', '2026-11-01T07:30:00.000Z'],
  ])('and no zone is read in that of the site: %s', (date, moment) => {
    expect(dated(date)).toBe(moment);
  });
});

describe('the excerpt of an article without one', () => {
  it.each([
    ['the first paragraph', 'One.\n\nTwo.', 'One.'],
    ['without marks', 'A *b* **c** `d` [f](/g).', 'A b c d f.'],
    ['without footnotes', 'One.[^1] Two.\n\n[^1]: A note.', 'One. Two.'],
    [
      'with numbers in brackets that are no sources',
      'We saw [30] people and [two] dogs.',
      'We saw [30] people and [two] dogs.',
    ],
    ['without what is struck', 'It ~~cures~~ treats <s>all</s> <del>most</del> some.', 'It treats some.'],
    ['with a range that is written with a tilde', '5~10 mg, later 20~30 mg.', '5~10 mg, later 20~30 mg.'],
    ['with a space for a hard break', 'One.  \nTwo.\\\nThree.', 'One. Two. Three.'],
    ['with a space for a break of HTML', 'One<br>two<br/>three.', 'One two three.'],
    [
      'with what is set high and low',
      '10<sup>6</sup> of H<sub>2</sub>O, the 5<sup>th</sup>.',
      '10⁶ of H₂O, the 5th.',
    ],
    ['without the tags of HTML', '<i>One</i> <b>two</b> <span class="x">three</span>.', 'One two three.'],
    ['of a paragraph in HTML', '<p>One "two".</p>\n\nThree.', 'One “two”.'],
    ['of a paragraph in HTML in a box', '<div class="x"><p></p><p>One.</p></div>', 'One.'],
    ['without a script', '<script>alert(1)</script>\n\nOne.', 'One.'],
    ['with words between angles', 'If a<b and c>d then.', 'If a<b and c>d then.'],
    ['without a picture', 'One ![two](/media/a.svg) three.', 'One three.'],
    [
      'with a link whose address is far below',
      `One [two][a].\n\n${'Text.\n\n'.repeat(2000)}[a]: /b`,
      'One two.',
    ],
    ['that is far below', `${'- a\n'.repeat(3000)}\nOne.`, 'One.'],
    ['in one line', 'One\ntwo\n  three.', 'One two three.'],
    ['after a heading', '## Heading\n\nOne.', 'One.'],
    ['after a heading that is underlined', 'Heading\n-------\n\nOne.', 'One.'],
    ['after a list', '- item\n\nOne.', 'One.'],
    ['after a numbered list', '1. item\n2. item\n\nOne.', 'One.'],
    ['after a quote', '> Quote\n\nOne.', 'One.'],
    ['after a table', '| a |\n| - |\n\nOne.', 'One.'],
    ['after code', '```\ncode\n```\n\nOne.', 'One.'],
    ['after code with an empty line', '```\ncode\n\nmore code\n```\n\nOne.', 'One.'],
    ['after a picture', '![A map](/media/map.svg)\n\nOne.', 'One.'],
    ['after HTML', '<div>Not shown</div>\n\nOne.', 'One.'],
    ['when it begins with strong words', '**DENVER** — One.\n\nTwo.', 'DENVER — One.'],
    ['when it begins with stressed words', '*Nature* says one.\n\nTwo.', 'Nature says one.'],
    ['when it begins with a link', '[Ketamine](/tags/ketamine) is one.\n\nTwo.', 'Ketamine is one.'],
    ['when it begins with code', '`npm` is one.\n\nTwo.', 'npm is one.'],
    [
      'with the words of links by reference',
      'The [FDA][1] says.\n\n[1]: https://www.fda.gov/',
      'The FDA says.',
    ],
    ['with entities as signs', 'AT&amp;T said.', 'AT&T said.'],
    ['with signs that were escaped', '2 \\* 3 is six.', '2 * 3 is six.'],
    ['with signs that are no marks', 'If 5 < 6 and 7 > 3 then.', 'If 5 < 6 and 7 > 3 then.'],
    ['with printed quotes, as the text has them', 'It\'s "one".', 'It’s “one”.'],
    ['after an item of several paragraphs', '# H\n- item\n\n  more of it\n\n      code\n\nOne.', 'One.'],
    ['after code in an item', '1. item\n\n   ```\n   code\n\n   more\n   ```\n\nOne.', 'One.'],
    ['after code right under a heading', '## H\n~~~\ncode\n\nmore\n~~~\nOne.', 'One.'],
    ['after a comment with an empty line', '<!-- Not\n\nshown -->\nOne.', 'One.'],
    ['after a script with an empty line', '<script>\nf();\n\ng();\n</script>\n\nOne.', 'One.'],
    ['after a quote in HTML', '<blockquote>\n\nTwo.\n\n</blockquote>\n\nOne.', 'One.'],
    ['after a table in HTML', '<table>\n<tr><td>\n\nTwo.\n\n</td></tr>\n</table>\n\nOne.', 'One.'],
    ['of Markdown in a box', '<div class="x">\n\nOne.\n\n</div>', 'One.'],
    ['after a note of several paragraphs', '[^1]: A note.\n\n    More of it.\n\nOne.[^1]', 'One.'],
    ['with the lines of Windows', '- a\r\n\r\n  b\r\n\r\nOne\r\ntwo.\r\n', 'One two.'],
    ['when there is no paragraph', '## Only a heading', ''],
  ])('is %s', (_, body, excerpt) => {
    expect(withBody(body).excerpt).toBe(excerpt);
  });

  it('is cut at a word after two hundred characters', () => {
    const { excerpt } = withBody(`${'letters '.repeat(40)}end.`);
    expect(excerpt).toBe(`${'letters '.repeat(24)}letters…`);
    expect(excerpt.length).toBeLessThanOrEqual(201);
  });

  it('is never cut within a sign', () => {
    expect(withBody(`${'x'.repeat(199)}😀😀`).excerpt.isWellFormed()).toBe(true);
  });

  it('is looked for in a bounded part of the text', () => {
    const before = process.threadCpuUsage();
    for (const [block, times] of [
      ['-\ta\n', 5900],
      ['- a\nb\n', 1000],
      ['&nbsp;\n\n', 5000],
    ] as const)
      expect(withBody(block.repeat(times)).excerpt).toBe('');
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(700);
  });

  it('is not made when there is one', () => {
    const entry = articleOf('---\ntitle: T\ndate: 2026-03-01\ntopic: policy\nexcerpt: Mine.\n---\nOne.');
    expect(entry.excerpt).toBe('Mine.');
  });
});

describe('the words of an article', () => {
  it.each([
    ['One two three.', 3],
    ["It's a well-known 10 mg dose", 6],
    ['Über Café – naïve', 3],
    ['', 0],
    ['--- *** 😀', 0],
  ])('in %j are %i', (body, words) => {
    expect(withBody(body).words).toBe(words);
  });
});

describe('a text that no parser can follow', () => {
  it.each([
    ['articles', 'title: T\ndate: 2026-03-01\ntopic: policy'],
    ['pages', 'title: T'],
    ['authors', 'name: T'],
  ])('is refused with its line in the file: %s', (folder, fields) => {
    const text = ['>'.repeat(2200), `${'- '.repeat(3000)}a`, '*a '.repeat(2000), '- a\n1. a\n'.repeat(1500)];
    for (const one of text) {
      const head = `---\n${fields}\n---\n`;
      const parsed = parse(`${folder}/a.md`, Buffer.from(`${head}One.\n\n${one}\n`));
      const problem = { path: `${folder}/a.md`, severity: 'error', line: expect.any(Number) };
      expect(parsed).toMatchObject({ ok: false, problems: [problem] });
      const line = parsed.ok ? 0 : (parsed.problems[0]?.line ?? 0);
      expect(line).toBeGreaterThan(head.split('\n').length);
    }
  });
});
