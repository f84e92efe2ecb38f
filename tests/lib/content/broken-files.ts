import { type Case, SOUND, withMore } from './front-matter-fixtures.ts';

/** Files whose front matter cannot be read. */

const QUOTE_IT =
  'Check the indentation, and put text that holds ": " or starts with a sign in double quotes.';
const CLOSE_IT = 'Close it on the line where it is opened.';

export const files: Case[] = [
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

export const yaml: Case[] = [
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
