import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../lib/content/yaml.ts';

const BLOCK = `
title: "One"
tags: [a, "b: c", d]
cover:
  src: /media/a.svg
  alt: |
    Two
    lines
sources:
  - title: First
    url: https://a.test/
  - { title: Second,
      url: https://b.test/ }
"quoted": yes
`;

function lineOf(...keys: PropertyKey[]): number | undefined {
  const yaml = readYaml(BLOCK);
  return yaml.ok ? yaml.lineOf(keys) : undefined;
}

describe('the line of a value', () => {
  it.each([
    [2, ['title']],
    [3, ['tags', 1]],
    [6, ['cover', 'alt']],
    [9, ['sources']],
    [11, ['sources', 0, 'url']],
    [12, ['sources', 1]],
    [13, ['sources', 1, 'url']],
    [14, ['quoted']],
  ])('is %i for %j', (line, keys) => {
    expect(lineOf(...keys)).toBe(line);
  });

  it('is that of the innermost value around one that is missing', () => {
    expect(lineOf('cover', 'credit')).toBe(4);
    expect(lineOf('sources', 7)).toBe(9);
    expect(lineOf('sources', 1, 'doi')).toBe(12);
    expect(lineOf('title', 'more')).toBe(2);
    expect(lineOf('nowhere')).toBe(1);
  });
});

describe('the lines of cut values', () => {
  it('are those of the first twenty', () => {
    const yaml = readYaml(`\ntags:\n${'- a #b\n'.repeat(13_000)}`);
    expect(yaml.ok && yaml.cutLines).toEqual(Array.from({ length: 20 }, (_, place) => place + 3));
  });
});

describe('the values', () => {
  it('are those of the core schema of YAML 1.2', () => {
    const source = 'a: yes\nb: true\nc: 012\nd: 0x1F\ne: ~\nf: 2026-11-24\ng: 1_000\nh: "1"\n';
    const yaml = readYaml(source);
    expect(yaml.ok && yaml.data).toEqual({
      ...{ a: 'yes', b: true, c: 12, d: 31, e: null },
      ...{ f: '2026-11-24', g: '1_000', h: '1' },
    });
  });

  it.each(['', '\n', '# a note\n', 'a: 1\n...\nb: 2\n'])('are not there in %j', (source) => {
    const yaml = readYaml(source);
    expect(yaml.ok && yaml.data === undefined).toBe(true);
  });
});

describe('what is wrong', () => {
  it.each([
    ['a: 1\nb: "open\nc: 3\nd: 4\n', 2, 'A quotation mark or a bracket is opened and not closed.'],
    ['a: 1\nb: [open,\n\nc: 3\n', 2, 'A quotation mark or a bracket is opened and not closed.'],
    ['a:\n  b: 1\n  c: 2\n  b: 3\n', 4, 'A field appears twice.'],
    ['a: 1\nb: one: two\n', 2, 'The value cannot be read as text.'],
    [
      'a: 1\nb: !!js/regexp x\n',
      2,
      'The YAML cannot be read: unknown scalar tag !<tag:yaml.org,2002:js/regexp>.',
    ],
    ['a: 1\nb: *x\n', 2, 'The YAML refers to what is not there, or to itself too often.'],
    ['? [a]\n: b\n', 1, 'The YAML cannot be read: object-based map does not support complex keys.'],
  ])('in %j is on line %i', (source, line, reason) => {
    expect(readYaml(source)).toMatchObject({ ok: false, line, reason });
  });
});
