import { globSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { STATIC_STATUS_PAGES } from 'next/constants';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileParser } from '../../../lib/content/parse.ts';
import { AREAS, tagSlug } from '../../../lib/urls.ts';
import { openNewsroom } from '../../support/newsroom-copy.ts';

/** What Next answers itself, whatever the site has under that name. */
const NEXT_OWN = STATIC_STATUS_PAGES.map((path: string) => path.slice(1));

const parse = fileParser('America/Denver', ['medicine', 'policy']);
const SOUND = 'title: "T"\ndate: 2026-03-01\ntopic: policy\n';
const read = (head: string, body = 'Text.\n', file = 'articles/a.md') =>
  parse(file, Buffer.from(`---\n${head}---\n${body}`));

function problemsOf(head: string, file?: string) {
  const parsed = read(head, undefined, file);
  return parsed.ok ? [] : parsed.problems.map(({ line, reason }) => [line, reason]);
}

function fieldsOf(head: string): Record<string, unknown> {
  const parsed = read(head);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...parsed.entry.fields };
}

describe('an optional field that is left empty', () => {
  it.each([
    'updated:',
    'excerpt:',
    'excerpt: ""',
    'cover:',
    'tags:',
    'authors: ~',
    'series: " "',
    'canonical: ""',
    'review: null',
  ])('is as if it were not there: %s', (line) => {
    expect(fieldsOf(`${SOUND}${line}\n`)).toEqual(fieldsOf(SOUND));
  });

  it('may be within another', () => {
    expect(fieldsOf(`${SOUND}cover: { src: /media/a.png, alt: "A", credit: }\n`).cover).toEqual({
      src: '/media/a.png',
      alt: 'A',
    });
    expect(
      fieldsOf(`${SOUND}sources: [{ title: "A", url: "https://a.test/", doi: , publisher: "" }]\n`).sources,
    ).toEqual([{ title: 'A', url: 'https://a.test/' }]);
  });

  it('is named when it must be there, or is none of the fields', () => {
    expect(problemsOf(SOUND.replace('"T"', ''))).toEqual([[2, '"title" is missing.']]);
    expect(problemsOf(`${SOUND}unknown:\n`)).toEqual([[5, '"unknown" is not a field of this kind of file.']]);
  });
});

describe('a title of characters that show nothing', () => {
  it.each([
    '"\\u200b\\u200b"',
    '"\\u00ad"',
    '"\\u2060\\ufeff"',
    '"\\u3164"',
    '"\\u2800 \\u00a0"',
    '"\\u0301"',
    '"\\0"',
  ])('is empty: %s', (title) => {
    expect(problemsOf(SOUND.replace('"T"', title))).toEqual([[2, '"title" is empty.']]);
  });

  it('may have some among others', () => {
    expect(fieldsOf(SOUND.replace('"T"', '"👩\\u200d⚕️ a\\u0000b"')).title).toBe('👩\u200d⚕️ ab');
  });
});

describe('half of a character', () => {
  it.each(['title', 'excerpt', 'series'])('becomes the replacement character in %s', (field) => {
    const head = `${SOUND.replace(/title.*\n/, field === 'title' ? '' : 'title: T\n')}${field}: "a \\uD83D b"\n`;
    expect(fieldsOf(head)[field]).toBe('a \ufffd b');
  });

  it.each([
    'cover: { src: "/media/\\uD83D.jpg", alt: "x" }',
    'cover: { src: "/media/a\\tb.jpg", alt: "x" }',
    'canonical: "https://a.test/\\uDC00"',
    'source: { name: "A", url: "https://a.test/\\uDC00" }',
    'sources: [{ title: "A", url: "https://a.test/\\uDC00" }]',
    'aliases: ["a\\uD83D"]',
    '"a\\uD83D": 1',
  ])('is refused where a path or an address is meant: %s', (line) => {
    expect(problemsOf(`${SOUND}${line}\n`)).toHaveLength(1);
  });

  it('is in no part of what was read', () => {
    const parsed = read(
      `${SOUND}tags: ["\\uD83Da"]\nsources: [{ title: "\\uDFFF", url: https://a.test/, publisher: "\\uD800" }]\ncorrections: [{ date: 2026-03-02, text: "\\uD83D" }]\nreview: { by: "\\uD83D", date: 2026-03-01 }\n`,
      'a &#xD800; b\u0000c\ud83d',
    );
    expect(JSON.stringify(parsed)).not.toMatch(/\\ud[89a-f]|\\u0000/i);
  });
});

describe('a moment', () => {
  it('in the year 0 is no date', () => {
    expect(problemsOf(SOUND.replace('2026-03-01', '0000-01-01'))).toEqual([
      [3, '"date" "0000-01-01" is not a date.'],
    ]);
  });

  it.each(['/media/../media/a.png', '/media/a/../b.png', '/media/./a.png', '/media/..'])(
    'or a cover is not at %s',
    (src) => expect(problemsOf(`${SOUND}cover: { src: ${src}, alt: A }\n`)).toHaveLength(1),
  );

  it.each(['-70:00', '+24:00', '-99:00', '-07:60', '+07:99'])('with the offset %s is no date', (offset) => {
    expect(problemsOf(SOUND.replace('2026-03-01', `2026-11-28T09:00:00${offset}`))).toEqual([
      [3, `"date" "2026-11-28T09:00:00${offset}" is not a date.`],
    ]);
  });

  it.each(['-07:00', '+14:00', '+23:59', '-0700', 'Z'])('with the offset %s is one', (offset) => {
    expect(problemsOf(SOUND.replace('2026-03-01', `2026-11-28T09:00:00${offset}`))).toEqual([]);
  });
});

describe('names', () => {
  it('of an author count once', () => {
    expect(fieldsOf(`${SOUND}authors: [desk, ada, desk]\n`).authors).toEqual(['desk', 'ada']);
  });

  it('of a file have 200 characters at most', () => {
    expect(problemsOf(SOUND, `articles/${'b'.repeat(200)}.md`)).toEqual([]);
    expect(problemsOf(SOUND, `articles/${'b'.repeat(201)}.md`)).toEqual([
      [undefined, "The file's name is longer than 200 characters."],
    ]);
    expect(problemsOf(`${SOUND}aliases: [${'b'.repeat(201)}]\n`)).toEqual([
      [5, '"aliases", entry 1 is longer than 200 characters.'],
    ]);
  });

  it.each([...AREAS, ...NEXT_OWN].filter((area) => /^[a-z0-9]+$/.test(area)))(
    'of a page are not those of the site: %s',
    (slug) => {
      expect(problemsOf('title: T\n', `pages/${slug}.md`)).toEqual([
        [undefined, `The site has a page of its own at /${slug}.`],
      ]);
      expect(problemsOf('name: T\n', `authors/${slug}.md`)).toEqual([]);
      expect(problemsOf(SOUND, `articles/${slug}.md`)).toEqual([]);
    },
  );
});

describe('problems', () => {
  it.each([
    ['title:No space\ndate: 2026-11-20\ntopic: policy\n', 2, 'There is no plain space after "title:".'],
    ['title:\u00a0"T"\ndate: 2026-11-20\ntopic: policy\n', 2, 'There is no plain space after "title:".'],
    [`${SOUND}tags: Ketamine, FDA\n`, 5, '"tags" should be a list, but it is text.'],
    [`${SOUND}tags:\n  - Ketamine\n  -\n`, 7, '"tags", entry 2 is empty.'],
    [`${SOUND}tags:\n  -\n  - Ketamine\n`, 6, '"tags", entry 1 is empty.'],
    [`${SOUND}x: ${'['.repeat(5000)}\n`, 5, 'More than 30 lists or groups are open within one another.'],
    [`${SOUND}x: ${'{a: '.repeat(500)}\n`, 5, 'More than 30 lists or groups are open within one another.'],
    [`${SOUND}x:\n  ${'- '.repeat(500)}a\n`, 6, 'More than 30 lists or groups are open within one another.'],
    [
      `${Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')}`,
      32,
      'More than 30 lists or groups are open within one another.',
    ],
  ])('name the right line: %j', (head, line, reason) => {
    expect(problemsOf(head)).toEqual([[line, reason]]);
  });

  it.each([
    `title: ${'x'.repeat(50_000)}\n`,
    `${'x'.repeat(50_000)}: 1\n`,
    `date: "${'9'.repeat(50_000)}"\n`,
    `topic: ${'y'.repeat(50_000)}\n`,
    `"${'\\n'.repeat(5000)}": 1\n`,
    `&${'a'.repeat(50_000)} b: *c\n`,
    `--- ${'z'.repeat(50_000)}\n`,
  ])('are short whatever they are about: %#', (line) => {
    const parsed = read(
      `${SOUND.replace(new RegExp(`^${line.split(':')[0]?.slice(0, 20)}:.*\n`, 'm'), '')}${line}`,
    );
    if (parsed.ok) throw new Error('It is read.');
    for (const { reason, fix } of parsed.problems) expect(reason.length + fix.length).toBeLessThan(500);
  });

  it('are twenty at most in one file', () => {
    const parsed = read(`${SOUND}${Array.from({ length: 500 }, (_, n) => `x${n}: 1\n`).join('')}`);
    expect(parsed.ok ? 0 : parsed.problems.length).toBeLessThanOrEqual(20);
  });
});

describe('tags', () => {
  it.each([
    ['C', 'c'],
    ['C++', 'c-plus-plus'],
    ['C#', 'c-sharp'],
    ['F♯', 'f-sharp'],
    ['#MeToo', 'metoo'],
    ['Café', 'cafe'],
    ['+', ''],
    ['LGBTQ+', 'lgbtq-plus'],
  ])('%s has the slug %j', (label, slug) => {
    expect(tagSlug(label)).toBe(slug);
  });

  it('are called what most of their articles call them', () => {
    const { catalog, content, write } = openNewsroom(onTestFinished);
    const tagged = (tags: string, day: number) =>
      `---\n${SOUND.replace('03-01', `03-0${day}`)}tags: ${tags}\n---\nText.\n`;
    write('articles/t1.md', tagged('[Zolpidem]', 1));
    write('articles/t2.md', tagged('[Zolpidem, "C++"]', 2));
    write('articles/t3.md', tagged('[zolpidem, C, "C#"]', 3));
    write('articles/t4.md', tagged('[ZOLPIDEM]', 4));
    content.sync();
    expect(catalog.tag('zolpidem')?.label).toBe('Zolpidem');
    const labels = catalog.tags().map(({ slug, label }) => `${slug} ${label}`);
    expect(labels).toEqual(
      expect.arrayContaining(['zolpidem Zolpidem', 'c C', 'c-plus-plus C++', 'c-sharp C#']),
    );
  });
});

describe('a row that cannot be read', () => {
  it.each([
    ["UPDATE articles SET fields = '{' WHERE slug = 'broken'", 'articles/broken.md'],
    [`UPDATE articles SET fields = '{"tags": 1}' WHERE slug = 'broken'`, 'articles/broken.md'],
    [
      "UPDATE profiles SET fields = '[]' WHERE kind = 'author' AND slug = 'ada-example'",
      'authors/ada-example.md',
    ],
    ["UPDATE profiles SET fields = '' WHERE kind = 'page' AND slug = 'about'", 'pages/about.md'],
  ])('costs itself alone, and is named: %s', async (sql, file) => {
    const { catalog, content, write, cacheDir } = openNewsroom(onTestFinished);
    write('articles/broken.md', `---\n${SOUND}---\nText.\n`);
    content.sync();
    const [name = ''] = globSync('catalog-*.sqlite', { cwd: cacheDir });
    const database = new DatabaseSync(path.join(cacheDir, name));
    database.exec(sql);
    database.close();
    expect(catalog.latest()?.items.length).toBeGreaterThan(5);
    expect(catalog.authors().length).toBeGreaterThan(0);
    expect(catalog.pages().length).toBeGreaterThan(0);
    expect(catalog.article('broken') === undefined).toBe(file === 'articles/broken.md');
    await content.proofread();
    expect(catalog.problems()).toContainEqual(
      expect.objectContaining({
        path: file,
        severity: 'error',
        reason: expect.stringContaining('cannot be shown'),
      }),
    );
  });
});
