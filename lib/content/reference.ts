import type { z } from 'zod';
import { TYPED } from '../markdown.ts';
import { site } from '../site.ts';
import { articleSchema, authorSchema, pageSchema } from './schema.ts';

/** The front matter's fields as Markdown, made from the schema that checks them. */
export function fieldReference(): string {
  const [first, ...others] = site.topics.map((topic) => topic.id);
  if (first === undefined) throw new Error('The site has no topics: lib/site.ts must list one at least.');
  return [
    elements(),
    section('Fields of an article', articleSchema(site.zone, [first, ...others])),
    section('Fields of an author', authorSchema),
    section('Fields of a page', pageSchema(site.zone)),
  ].join('\n');
}

/** The HTML that may be typed, from the list that the sanitiser goes by. */
function elements(): string {
  const listed = Object.entries(TYPED)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(
      ([name, attributes]) =>
        `\`${[name, ...attributes.map((attribute) => attribute.toLowerCase())].join(' ')}\``,
    );
  return [
    '## HTML in a text',
    'These elements may be typed as HTML, with the attributes that stand beside them; they are treated like what Markdown makes. Anything else is left out and named.',
    `${listed.join(', ')}\n`,
  ].join('\n\n');
}

function section(heading: string, schema: z.ZodObject): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const { description = '', example = '' } = metaOf(field);
    const required =
      field instanceof Object && 'isOptional' in field && field.isOptional() ? '' : ' (required)';
    return `| \`${name}\`${required} | ${description} | \`${example.replaceAll('|', '\\|')}\` |`;
  });
  return `## ${heading}\n\n| Field | What it is | Example |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function metaOf(field: unknown): { description?: string; example?: string } {
  if (!(field instanceof Object) || !('meta' in field) || typeof field.meta !== 'function') return {};
  return field.meta() ?? {};
}
