import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fieldReference } from '../../../lib/content/reference.ts';
import { articleSchema, authorSchema, pageSchema } from '../../../lib/content/schema.ts';
import { site } from '../../../lib/site.ts';

const README = path.resolve(import.meta.dirname, '../../../content/README.md');
const ARTICLE = articleSchema(site.zone, ['medicine']);

describe('the reference of the fields', () => {
  it.each([
    ['an article', ARTICLE],
    ['an author', authorSchema],
    ['a page', pageSchema(site.zone)],
  ])('has a row for every field of %s', (kind, schema) => {
    const section = fieldReference().split(`## Fields of ${kind}\n`)[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(schema.shape));
  });

  it('marks the fields that must be there', () => {
    const required = [...fieldReference().matchAll(/^\| `(\w+)` \(required\)/gm)].map(([, name]) => name);
    expect(required).toEqual(['title', 'date', 'topic', 'name', 'title']);
  });

  it('says what each field is, with an example', () => {
    const rows = fieldReference()
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.filter((row) => !/^\| `\w+`(?: \(required\))? \| \S.* \| `\S.*` \|$/.test(row))).toEqual([]);
  });

  it('names the topics of the site', () => {
    expect(fieldReference()).toContain('One of medicine, psychedelics, marijuana, policy, research, campus.');
  });

  // Another newsroom has topics of its own, and need not keep the file.
  it.skipIf(!existsSync(README))('is in content/README.md as the command makes it now', () => {
    const withoutTopics = (text: string) => text.replace(/One of [^.|]*\./, 'One of these.');
    expect(withoutTopics(readFileSync(README, 'utf8')).endsWith(withoutTopics(fieldReference()))).toBe(true);
  });
});
