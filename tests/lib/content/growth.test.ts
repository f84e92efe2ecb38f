import { fileParser } from '../../../lib/content/parse.ts';
import { readYaml } from '../../../lib/content/yaml.ts';
import { testGrowth } from '../../support/text-growth.ts';

const parse = fileParser('America/Denver', ['medicine']);
const HEAD = '---\ntitle: T\ndate: 2026-03-01\ntopic: medicine\n';

testGrowth({
  'the body of a file': (text) => parse('articles/a.md', Buffer.from(`${HEAD}---\n${text}`)),
  'the front matter of a file': (text) => parse('articles/a.md', Buffer.from(`${HEAD}${text}\n---\n`)),
  'the value of a field': (text) =>
    parse(
      'articles/a.md',
      Buffer.from(
        `${HEAD}excerpt: ${JSON.stringify(text)}\nexpires: ${JSON.stringify(text)}\ncanonical: ${JSON.stringify(text)}\n---\n`,
      ),
    ),
  'a file without front matter': (text) => parse('articles/a.md', Buffer.from(text)),
  'front matter without an end': (text) => parse('articles/a.md', Buffer.from(`---\n${text}`)),
  readYaml,
});
