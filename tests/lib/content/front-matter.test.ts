import { describe, expect, it } from 'vitest';
import { parseFrontMatter } from '../../../lib/content/front-matter.ts';
import { articleSchema } from '../../../lib/content/schema.ts';

const schema = articleSchema('America/Denver', ['medicine', 'policy']);
const PATH = 'articles/2026/a.md';
const SOUND = 'title: T\ndate: 2026-03-01\ntopic: policy\n';

const read = (content: string | Uint8Array) =>
  parseFrontMatter(PATH, typeof content === 'string' ? Buffer.from(content) : content, schema);
const problemsOf = (content: string | Uint8Array) => {
  const parsed = read(content);
  return parsed.ok ? [] : parsed.problems;
};
/** The sound fields stand on lines 2 to 4, so `more` begins on line 5. */
const withMore = (more: string) => `---\n${SOUND}${more}\n---\nText.\n`;

const DATE_EXAMPLE = 'Write it like this: date: 2026-11-18T06:00:00-07:00';
const QUOTE_IT =
  'Check the indentation, and put text that holds ": " or starts with a sign in double quotes.';
const SOURCES_EXAMPLE =
  'Write it like this: sources: [{ title: "Ketamine versus ECT", doi: 10.1056/NEJMoa2302399, publisher: "NEJM", url: https://doi.org/10.1056/NEJMoa2302399, accessed: 2026-11-20 }]';
const COVER_EXAMPLE =
  'Write it like this: cover: { src: /media/covers/ketamine.svg, alt: "A drop falling into a bowl", credit: "Drawing: the site" }';

type Case = [
  what: string,
  content: string | Uint8Array,
  line: number | undefined,
  reason: string,
  fix: string,
];

const files: Case[] = [
  [
    'no front matter',
    'Just text.\n',
    1,
    'There is no front matter.',
    'Start the file with a line "---", then the fields, then another line "---".',
  ],
  [
    'an empty file',
    '',
    1,
    'There is no front matter.',
    'Start the file with a line "---", then the fields, then another line "---".',
  ],
  [
    'front matter after an empty line',
    `\n---\n${SOUND}---\n`,
    1,
    'There is no front matter.',
    'Start the file with a line "---", then the fields, then another line "---".',
  ],
  [
    'front matter in JavaScript',
    '---js\n{ title: (() => { throw new Error("it ran") })() }\n---\n',
    1,
    'There is no front matter.',
    'Start the file with a line "---", then the fields, then another line "---".',
  ],
  [
    'front matter in JSON',
    '---json\n{ "title": "T" }\n---\n',
    1,
    'There is no front matter.',
    'Start the file with a line "---", then the fields, then another line "---".',
  ],
  [
    'front matter without an end',
    `---\n${SOUND}\nText.\n`,
    1,
    'The front matter has no end.',
    'Put a line "---" after the last field.',
  ],
  [
    'bytes that are not UTF-8',
    Buffer.concat([Buffer.from('---\ntitle: Caf'), Buffer.from([0xe9]), Buffer.from('\n---\n')]),
    undefined,
    'The file is not UTF-8.',
    'Save it again with the encoding UTF-8.',
  ],
  [
    'UTF-16',
    Buffer.from(`\ufeff---\n${SOUND}---\n`, 'utf16le'),
    undefined,
    'The file is not UTF-8.',
    'Save it again with the encoding UTF-8.',
  ],
  [
    'carriage returns alone',
    `---\n${SOUND}---\nText.\n`.replaceAll('\n', '\r'),
    1,
    'The lines of the file end with a carriage return (CR) alone.',
    'Save it again with the line ends of Unix (LF) or Windows (CR LF).',
  ],
  [
    'more than 1 MB',
    `---\n${SOUND}---\n${'x'.repeat(1_000_000)}`,
    undefined,
    'The file is over 1 MB.',
    'Split the article, or move what is not text into content/media.',
  ],
];

const CLOSE_IT = 'Close it on the line where it is opened.';

const yaml: Case[] = [
  [
    'a colon in plain text',
    '---\ntitle: One: two\ndate: 2026-03-01\ntopic: policy\n---\n',
    2,
    'The value cannot be read as text.',
    QUOTE_IT,
  ],
  [
    'a quote without an end',
    withMore('excerpt: "never closed'),
    5,
    'A quotation mark or a bracket is opened and not closed.',
    CLOSE_IT,
  ],
  [
    'a field that appears twice',
    withMore('topic: policy'),
    5,
    'A field appears twice.',
    'Keep one of the two.',
  ],
  [
    'a bracket without an end',
    withMore('tags: [a, b'),
    5,
    'A quotation mark or a bracket is opened and not closed.',
    CLOSE_IT,
  ],
  [
    'a sign at the start of text',
    withMore('excerpt: @home'),
    5,
    'The value cannot be read as text.',
    QUOTE_IT,
  ],
  [
    'a list instead of fields',
    '---\n- one\n- two\n---\n',
    1,
    'The front matter is not a list of fields.',
    'Write one "field: value" a line.',
  ],
  [
    'text instead of fields',
    '---\njust text\n---\n',
    1,
    'The front matter is not a list of fields.',
    'Write one "field: value" a line.',
  ],
  [
    'nothing instead of fields',
    '---\n---\n',
    1,
    'The front matter is not a list of fields.',
    'Write one "field: value" a line.',
  ],
  [
    'only a comment instead of fields',
    '---\n# to do\n---\n',
    1,
    'The front matter is not a list of fields.',
    'Write one "field: value" a line.',
  ],
];

const fields: Case[] = [
  [
    'a field that is missing',
    '---\ndate: 2026-03-01\ntopic: policy\n---\n',
    1,
    '"title" is missing.',
    'Write it like this: title: "Ketamine for depression: is there an addiction risk?"',
  ],
  [
    'a field without a value',
    '---\ndate: 2026-03-01\ntitle:\ntopic: policy\n---\n',
    3,
    '"title" is missing.',
    'Write it like this: title: "Ketamine for depression: is there an addiction risk?"',
  ],
  [
    'empty text',
    '---\ndate: 2026-03-01\ntitle: "  "\ntopic: policy\n---\n',
    3,
    '"title" is empty.',
    'Write it like this: title: "Ketamine for depression: is there an addiction risk?"',
  ],
  [
    'text that is too long',
    `---\ntitle: ${'x'.repeat(121)}\ndate: 2026-03-01\ntopic: policy\n---\n`,
    2,
    '"title" is longer than 120 characters.',
    'Write it like this: title: "Ketamine for depression: is there an addiction risk?"',
  ],
  [
    'a number for text',
    '---\ntitle: 1984\ndate: 2026-03-01\ntopic: policy\n---\n',
    2,
    '"title" should be text, but it is a number.',
    'Write it like this: title: "Ketamine for depression: is there an addiction risk?"',
  ],
  [
    'a date that does not exist',
    '---\ntitle: T\ndate: 2026-02-30\ntopic: policy\n---\n',
    3,
    '"date" "2026-02-30" is a date that does not exist.',
    DATE_EXAMPLE,
  ],
  [
    'a month that does not exist',
    '---\ntitle: T\ndate: 2026-13-01\ntopic: policy\n---\n',
    3,
    '"date" "2026-13-01" is a date that does not exist.',
    DATE_EXAMPLE,
  ],
  [
    'a leap day of a common year',
    withMore('expires: 2027-02-29'),
    5,
    '"expires" "2027-02-29" is a date that does not exist.',
    'Write it like this: expires: 2027-01-01',
  ],
  [
    'a time that does not exist',
    '---\ntitle: T\ndate: 2026-03-01T25:00\ntopic: policy\n---\n',
    3,
    '"date" "2026-03-01T25:00" is a date that does not exist.',
    DATE_EXAMPLE,
  ],
  [
    'words for a date',
    '---\ntitle: T\ndate: tomorrow\ntopic: policy\n---\n',
    3,
    '"date" "tomorrow" is not a date.',
    DATE_EXAMPLE,
  ],
  [
    'an American date',
    '---\ntitle: T\ndate: 3/1/2026\ntopic: policy\n---\n',
    3,
    '"date" "3/1/2026" is not a date.',
    DATE_EXAMPLE,
  ],
  [
    'a year for a date',
    '---\ntitle: T\ndate: 2026\ntopic: policy\n---\n',
    3,
    '"date" should be text, but it is a number.',
    DATE_EXAMPLE,
  ],
  [
    'a topic that the site does not have',
    '---\ntitle: T\ndate: 2026-03-01\ntopic: sports\n---\n',
    4,
    '"topic" should be one of medicine, policy, but it is "sports".',
    'Write it like this: topic: medicine',
  ],
  [
    'text for true or false',
    withMore('draft: "yes"'),
    5,
    '"draft" should be true or false, but it is text.',
    'Write it like this: draft: true',
  ],
  [
    'text for a list',
    withMore('tags: Ketamine'),
    5,
    '"tags" should be a list, but it is text.',
    'Write it like this: tags: [Ketamine, FDA]',
  ],
  [
    'too many tags',
    withMore(`tags: [${Array.from({ length: 13 }, (_, place) => `t${place}`).join(', ')}]`),
    5,
    '"tags" has more than 12 entries.',
    'Write it like this: tags: [Ketamine, FDA]',
  ],
  [
    'a tag that leaves no address',
    withMore('tags:\n  - Ketamine\n  - "!!!"'),
    7,
    '"tags", entry 2 has no letter and no digit.',
    'Write it like this: tags: [Ketamine, FDA]',
  ],
  [
    'no author in the list',
    withMore('authors: []'),
    5,
    '"authors" is empty.',
    'Write it like this: authors: [medicine-desk]',
  ],
  [
    'an author by name instead of file',
    withMore('authors:\n  - desk\n  - Ada Example'),
    7,
    '"authors", entry 2 may hold only small letters, digits and single hyphens.',
    'Write it like this: authors: [medicine-desk]',
  ],
  [
    'an address that is none',
    withMore('canonical: example.org/first'),
    5,
    '"canonical" is not a web address (http or https).',
    'Write it like this: canonical: https://example.org/first-published-here',
  ],
  [
    'an address that would run',
    withMore('canonical: "javascript:alert(1)"'),
    5,
    '"canonical" is not a web address (http or https).',
    'Write it like this: canonical: https://example.org/first-published-here',
  ],
];

const nested: Case[] = [
  [
    'text for a group',
    withMore('cover: /media/a.svg'),
    5,
    '"cover" should be a group of fields, but it is text.',
    COVER_EXAMPLE,
  ],
  [
    'a group that lacks a field',
    withMore('cover:\n  src: /media/a.svg'),
    5,
    '"cover", "alt" is missing.',
    COVER_EXAMPLE,
  ],
  [
    'a picture from elsewhere',
    withMore('cover:\n  alt: A\n  src: https://evil.test/a.png'),
    7,
    '"cover", "src" is not a file of content/media, written as /media/….',
    COVER_EXAMPLE,
  ],
  [
    'a picture outside of the folder',
    withMore('cover:\n  alt: A\n  src: /media/../../etc/passwd'),
    7,
    '"cover", "src" is not a file of content/media, written as /media/….',
    COVER_EXAMPLE,
  ],
  [
    'a source without an address',
    withMore('sources:\n  - { title: One, doi: 10.1056/NEJMoa2302399 }\n  - title: Two'),
    7,
    '"sources", entry 2 needs a url or a doi.',
    SOURCES_EXAMPLE,
  ],
  [
    'a source with an address that would run',
    withMore('sources:\n  - title: One\n    url: data:text/html,x'),
    7,
    '"sources", entry 1, "url" is not a web address (http or https).',
    SOURCES_EXAMPLE,
  ],
  [
    'a DOI that is none',
    withMore('sources:\n  - title: One\n    doi: doi.org/1'),
    7,
    '"sources", entry 1, "doi" is not a DOI, such as 10.1056/NEJMoa2302399.',
    SOURCES_EXAMPLE,
  ],
  [
    'a bad date within a list',
    withMore('corrections:\n  - text: Wrong year.\n    date: 2026-02-31'),
    7,
    '"corrections", entry 1, "date" "2026-02-31" is a date that does not exist.',
    'Write it like this: corrections: [{ date: 2026-11-20, text: "An earlier version gave the wrong year." }]',
  ],
  [
    'an unknown field within a group',
    withMore('review:\n  by: Desk\n  date: 2026-03-01\n  doo: 2027-03-01'),
    8,
    '"doo" is not a field here.',
    'Remove it; content/README.md lists the fields.',
  ],
];

const unknown: Case[] = [
  [
    'an unknown field',
    withMore('layout: wide'),
    5,
    '"layout" is not a field of this kind of file.',
    'Remove it; content/README.md lists the fields.',
  ],
  [
    'a misspelt field',
    withMore('tag: [a]'),
    5,
    '"tag" is not a field of this kind of file.',
    'Did you mean "tags"?',
  ],
  [
    'a field with a capital',
    withMore('Featured: true'),
    5,
    '"Featured" is not a field of this kind of file.',
    'Did you mean "featured"?',
  ],
  [
    'two letters swapped',
    withMore('upadted: 2026-03-02'),
    5,
    '"upadted" is not a field of this kind of file.',
    'Did you mean "updated"?',
  ],
  [
    'a number for a field',
    withMore('2026: a year'),
    5,
    '"2026" is not a field of this kind of file.',
    'Remove it; content/README.md lists the fields.',
  ],
];

describe.each([
  ['the file itself', files],
  ['the YAML', yaml],
  ['a field', fields],
  ['a field within a field', nested],
  ['a field that is not known', unknown],
])('what is wrong with %s', (_, cases) => {
  it.each(cases)('is named: %s', (_what, content, line, reason, fix) => {
    expect(problemsOf(content)).toEqual([{ path: PATH, line, severity: 'error', reason, fix }]);
  });
});

describe('problems', () => {
  it('are named all at once', () => {
    const content = '---\ntitel: T\ndate: 2026-02-30\ntopic: sports\n---\n';
    expect(problemsOf(content).map(({ line, reason }) => [line, reason])).toEqual([
      [1, '"title" is missing.'],
      [3, '"date" "2026-02-30" is a date that does not exist.'],
      [4, '"topic" should be one of medicine, policy, but it is "sports".'],
      [2, '"titel" is not a field of this kind of file.'],
    ]);
  });

  it('hold one line of text each, and no stack', () => {
    const all = [...files, ...yaml, ...fields, ...nested, ...unknown].flatMap(([, content]) =>
      problemsOf(content),
    );
    const texts = all.flatMap(({ reason, fix }) => [reason, fix]);
    expect(texts.filter((text) => /\n|\bat .+:\d+|node_modules|Error\b/.test(text))).toEqual([]);
    expect(texts.filter((text) => text === '')).toEqual([]);
  });

  it('have the line of the file also when lines end as on Windows', () => {
    const content = withMore('draft: "yes"').replaceAll('\n', '\r\n');
    expect(problemsOf(content)).toMatchObject([{ line: 5 }]);
  });

  it('have the line of the YAML also after an empty line and a comment', () => {
    expect(problemsOf(`---\n\n# a note\n${SOUND}draft: "yes"\n---\n`)).toMatchObject([{ line: 7 }]);
  });
});

describe('hostile front matter', () => {
  it('cannot run code', () => {
    const marker = '__front_matter_ran';
    const content = `---js\n{ title: (globalThis.${marker} = true) }\n---\n`;
    expect(read(content).ok).toBe(false);
    expect(Reflect.has(globalThis, marker)).toBe(false);
  });

  it('cannot run code by a tag of YAML', () => {
    const marker = '__yaml_tag_ran';
    read(withMore(`excerpt: !!js/function "globalThis.${marker} = true"`));
    expect(Reflect.has(globalThis, marker)).toBe(false);
  });

  it('cannot fill the memory with references to references', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let place = 1; place < 9; place++) {
      const [name, before] = ['abcdefghi'.charAt(place), 'abcdefghi'.charAt(place - 1)];
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    const started = performance.now();
    expect(problemsOf(withMore(bomb.join('\n')))).toEqual([
      {
        path: PATH,
        line: 6,
        severity: 'error',
        reason: 'The YAML refers to what is not there, or to itself too often.',
        fix: 'Put text that starts with * in double quotes, and write values out instead of using & and *.',
      },
    ]);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each(['sources', 'tags', 'title', 'unknown'])(
    'cannot hang the reader with a value in itself (%s)',
    (field) => {
      const source = SOUND.replace(/^title: .*\n/m, field === 'title' ? '' : '$&');
      expect(problemsOf(`---\n${source}${field}: &x [*x]\n---\n`)).not.toEqual([]);
    },
  );

  it('cannot hang the reader with a deep nest', () => {
    const started = performance.now();
    expect(read(withMore(`tags: ${'['.repeat(2000)}${']'.repeat(2000)}`)).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('cannot change what every object has', () => {
    read(withMore('__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }'));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('names a reference to nothing with its line', () => {
    expect(problemsOf(withMore('excerpt: *important* news'))).toMatchObject([{ line: 5 }]);
    expect(problemsOf(withMore('excerpt: *important'))).toMatchObject([{ line: 5 }]);
  });

  it('may use a reference a few times', () => {
    const content = withMore(
      'sources:\n  - { title: &t One, url: https://a.test/ }\n  - { title: *t, url: https://b.test/ }',
    );
    const parsed = read(content);
    expect(parsed.ok && parsed.fields.sources?.map(({ title }) => title)).toEqual(['One', 'One']);
  });
});

describe('sound front matter', () => {
  it('gives the fields, the text and its line', () => {
    expect(read(`---\n${SOUND}---\nText.\n`)).toEqual({
      ok: true,
      fields: { title: 'T', date: Date.parse('2026-03-01T00:00:00-07:00'), topic: 'policy' },
      body: 'Text.\n',
      bodyLine: 6,
      lineOf: expect.any(Function),
      warnings: [],
    });
  });

  it('may be followed by lines of three hyphens in the text', () => {
    expect(read(`---\n${SOUND}---\nOne.\n\n---\n\nTwo.\n`)).toMatchObject({ body: 'One.\n\n---\n\nTwo.\n' });
  });

  it('may have spaces after its hyphens', () => {
    expect(read(`---  \n${SOUND}--- \nText.\n`)).toMatchObject({ ok: true, fields: { title: 'T' } });
  });

  it('brings white space in text together', () => {
    const parsed = read('---\ntitle: "  One \\n two  "\ndate: 2026-03-01\ntopic: policy\n---\n');
    expect(parsed.ok && parsed.fields.title).toBe('One two');
  });

  it('may be up to 1 MB', () => {
    const start = `---\n${SOUND}---\n`;
    expect(read(start + 'x'.repeat(1_000_000 - start.length)).ok).toBe(true);
  });
});
