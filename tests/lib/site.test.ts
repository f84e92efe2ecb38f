import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { site, topicOf } from '../../lib/site.ts';
import { site as own } from '../site.ts';

it('has the fields of the tests’ newsroom, and no others', () => {
  // What is new in one of them must be in the other, or the tests run on what no site is.
  expect(fieldsOf(site)).toEqual(fieldsOf(own));
});

/** The names of all fields, but those of what another newsroom has more or fewer of. */
function fieldsOf(value: unknown, name = ''): string[] {
  const isOpen = Array.isArray(value) || name === '.synonyms';
  if (typeof value !== 'object' || value === null || isOpen) return [name];
  return Object.entries(value)
    .flatMap(([field, inner]) => fieldsOf(inner, `${name}.${field}`))
    .sort();
}

describe('the topics', () => {
  it('are found by their id', () => {
    for (const topic of site.topics) expect(topicOf(topic.id)).toBe(topic);
    expect(topicOf('sports')).toBeUndefined();
    expect(topicOf('toString')).toBeUndefined();
  });

  it('have ids that can stand in an address, each once', () => {
    const ids = site.topics.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have colours that can be read on their ground', () => {
    const faint = site.topics.flatMap(({ id, colour }) => [
      ...(contrast(colour.light, site.colours.light.paper) < 4.5 ? [`${id} on light`] : []),
      ...(contrast(colour.dark, site.colours.dark.paper) < 4.5 ? [`${id} on dark`] : []),
    ]);
    expect(faint).toEqual([]);
  });
});

describe('the colours', () => {
  it.each(['light', 'dark'] as const)('of text can be read on both grounds: %s', (scheme) => {
    const { paper, panel, ink, quiet, accent, error } = site.colours[scheme];
    const least = [ink, quiet, accent, error].flatMap((text) => [
      contrast(text, paper),
      contrast(text, panel),
    ]);
    expect(Math.min(...least)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the colour of errors', () => {
  it.each(['light', 'dark'] as const)('is that of no topic: %s', (scheme) => {
    expect(site.topics.map(({ colour }) => colour[scheme])).not.toContain(site.colours[scheme].error);
  });

  it('is named by the style sheets, which name no topic’s', () => {
    const folder = path.resolve(import.meta.dirname, '../..');
    const named = globSync('app/**/*.css', { cwd: folder }).flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name),
    );
    const known = [...Object.keys(site.colours.light), 'topic', 'gap', 'serif', 'sans'];
    expect([...new Set(named)].sort()).toEqual(known.sort());
  });
});

/** Contrast of two colours as WCAG 2 counts it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
