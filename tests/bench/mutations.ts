/** Content files with something wrong in them: every field, every construct, the same ones for the same seed. */

export type MutatedFile = { path: string; bytes: Buffer };

type Fields = Record<string, string>;

const ARTICLE: Fields = {
  title: '"A mutated story"',
  date: '2026-03-01T06:00:00-07:00',
  updated: '2026-03-02',
  authors: '[desk]',
  topic: 'medicine',
  tags: '[Mutation, Ketamine]',
  excerpt: '"An excerpt of it."',
  cover: '{ src: /media/cover.svg, alt: "A cover", credit: "Us" }',
  featured: 'true',
  comments: 'true',
  canonical: 'https://example.org/first',
  related: '[plain-story]',
  series: '"A series"',
  sources:
    '[{ title: "A source", url: https://example.org/, doi: 10.1056/a, publisher: "P", accessed: 2026-01-02 }]',
  corrections: '[{ date: 2026-03-02, text: "It was wrong." }]',
  review: '{ by: "Desk", date: 2026-03-01, due: 2027-03-01 }',
  source: '{ name: "Elsewhere", url: https://example.org/ }',
};
const AUTHOR: Fields = {
  name: '"A Name"',
  kind: 'desk',
  role: '"Desk"',
  picture: '{ src: /media/cover.svg, alt: "A drop" }',
};
const PAGE: Fields = { title: '"A page"', description: '"What it is."' };

/** Values as YAML. */
const VALUES = [
  ...[
    '',
    '""',
    '" "',
    'null',
    'true',
    '-1',
    '1e400',
    '.nan',
    '0x10',
    '[]',
    '{}',
    '[[]]',
    '[{}]',
    '[null]',
    '~',
  ],
  ...[
    '"\\uD83D"',
    '"\\uDC00x"',
    '"a\\0b"',
    '"\\x07"',
    '"\\uFFFE"',
    '"\\u200b\\u200b"',
    '"\\u202e abc"',
    '"\\n\\n"',
  ],
  ...['"<script>alert(1)</script>"', '"a & b < c"', `'it''s "so"'`, '"]]>"', '"%"', '"%25%"', '"$& $1"'],
  ...[
    '2026-02-30',
    '2026-03-01T25:00',
    '2026-03-01T06:00:00-70:00',
    '9999-12-31',
    '0000-01-01',
    '2099-01-01',
  ],
  ...[
    '/media/../x',
    '"/media/\\uD83D.jpg"',
    '/media/none.png',
    '/media/a%b.png',
    '"/media/a\\tb"',
    '//x.test/a.png',
  ],
  ...[
    'javascript:alert(1)',
    'https://',
    '"https://x.test/\\uD800"',
    'ftp://x.test/',
    'https://[::1',
    'mailto:a@b.c',
  ],
  ...[
    '*missing',
    '&a [*a]',
    '!!binary abc',
    '!<tag> x',
    '|\n  block\n  text',
    '>-\n  folded',
    '"open',
    "'open",
    '[a, b',
  ],
  ...['{ a: 1 }', '{ src: /media/cover.svg }', '{ src: "/media/\\uD83D", alt: "x" }', '{ title: "\\uDFFF" }'],
  ...[
    '[a, a, a]',
    '["C++", "C#", C]',
    '["\\uD83D"]',
    '[1, 2]',
    '[desk, desk]',
    '[ghost]',
    'a: b: c',
    '- a',
    '?',
    '@a',
    '`a`',
  ],
  `"${'x'.repeat(5000)}"`,
  `"${'\\u0301'.repeat(400)}"`,
  `${'['.repeat(400)}`,
  `${'{a: '.repeat(200)}`,
  `[${'"a", '.repeat(400)}]`,
];

/** Pieces of Markdown and of what is none. */
const PIECES = [
  ...[
    '> ',
    '- ',
    '1. ',
    '* ',
    '+ ',
    '# ',
    '###### ',
    '    ',
    '\t',
    '```\n',
    '~~~\n',
    '***\n',
    '===\n',
    '---\n',
    '\\',
    '\n\n',
    '\n',
  ],
  ...[
    '*',
    '**',
    '_',
    '~~',
    '`',
    '``',
    '[',
    ']',
    '![',
    '](',
    '[a](/news/none)',
    '[a]: /b\n',
    '[^a]',
    '[^a]: b\n',
    '[1]',
    '[99]',
  ],
  ...[
    '<b>',
    '</b>',
    '<p>',
    '<table><tr><td>',
    '<script>',
    '<!--',
    '-->',
    '<?',
    '<![CDATA[',
    '<a href="',
    '<svg>',
    '<details>',
  ],
  ...[
    '|',
    '| a | b |\n| - | - |\n',
    'www.a_',
    'a@a.a',
    'http://',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '{{< a >}}',
    '{% b %}',
    '[gallery]',
  ],
  ...[
    '"',
    "'",
    '\u200b',
    '\u00ad',
    '\u202e',
    '\ufeff',
    '😀',
    '科罗拉多',
    'ﬁ',
    '\u0000',
    '\u0007',
    '\r',
    'word ',
    'words. ',
  ],
];

/** @returns that many files; `m-` and their number is the slug of each that has an ordinary name */
export function mutatedFiles(seed: number, count: number): MutatedFile[] {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };

  function text(): string {
    const kind = random();
    if (kind < 0.3) return 'A first paragraph.\n\nAnd a second.\n';
    const pieces = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(PIECES));
    if (kind < 0.7) return `Begins. ${pieces.join('').repeat(Math.ceil(random() * 20))}\n`;
    return pieces.join('').repeat(Math.ceil(random() * 3000));
  }

  function head(fields: Fields): string {
    const entries = Object.entries(fields);
    const changed = random() < 0.5 ? '' : pick(entries)[0];
    const lines = entries.map(([name, value]) => `${name}: ${name === changed ? pick(VALUES) : value}`);
    const kind = random();
    if (kind < 0.05) lines.push(pick(lines));
    else if (kind < 0.1) lines.splice(Math.floor(random() * lines.length), 1);
    else if (kind < 0.15)
      lines.push(`${pick(['unknown', 'titel', '"\\uD83D"', '__proto__', 'constructor'])}: 1`);
    else if (kind < 0.2) lines.push(pick(['\tx: 1', ' x: 1', 'x:1', ':', '- a', '...', '--- x', '%YAML 9']));
    return `---\n${lines.join('\n')}\n---\n`;
  }

  function bytes(file: string): Buffer {
    const kind = random();
    if (kind < 0.02) return Buffer.alloc(0);
    if (kind < 0.04) return Buffer.from(`\ufeff${file}`, 'utf16le');
    if (kind < 0.06) return Buffer.from(file.replaceAll('\n', pick(['\r\n', '\r'])));
    const whole = Buffer.from(file);
    if (kind < 0.1) return whole.subarray(0, Math.floor(random() * whole.length));
    if (kind < 0.16) {
      for (let flips = Math.ceil(random() * 8); flips > 0; flips--) {
        whole[Math.floor(random() * whole.length)] = Math.floor(random() * 256);
      }
    }
    return whole;
  }

  return Array.from({ length: count }, (_, number): MutatedFile => {
    const kind = random();
    const [folder, fields] =
      kind < 0.8
        ? (['articles', ARTICLE] as const)
        : kind < 0.9
          ? (['authors', AUTHOR] as const)
          : (['pages', PAGE] as const);
    const name =
      random() < 0.97
        ? `m-${number}`
        : pick(['search', 'Caps', 'a b', 'ä', 'x'.repeat(210), `${number}-`, 'latest', 'healthz']);
    return { path: `${folder}/${name}.md`, bytes: bytes(head(fields) + text()) };
  });
}

/** A linear congruential generator: numbers from 0 up to 1. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
