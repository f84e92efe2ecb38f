import { type Case, withMore } from './front-matter-fixtures.ts';

/** Front matter with fields that are not as they should be. */

const DATE_EXAMPLE = 'Write it like this: date: 2026-11-18T06:00:00-07:00';
const SOURCES_EXAMPLE =
  'Write it like this: sources: [{ title: "Ketamine versus ECT", doi: 10.1056/NEJMoa2302399, publisher: "NEJM", url: https://doi.org/10.1056/NEJMoa2302399, accessed: 2026-11-20 }]';
const COVER_EXAMPLE =
  'Write it like this: cover: { src: /media/covers/ketamine.svg, alt: "A drop falling into a bowl", credit: "Drawing: the site" }';

export const fields: Case[] = [
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

export const nested: Case[] = [
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

export const unknown: Case[] = [
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
