import { describe, expect, it } from 'vitest';
import { fields, nested, unknown } from './broken-fields.ts';
import { files, yaml } from './broken-files.ts';
import { PATH, problemsOf, read, SOUND, withMore } from './front-matter-fixtures.ts';

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
