import type { Article, Author } from '../../lib/catalog.ts';

export const desk: Author = {
  id: 'medicine-desk',
  name: 'Medicine Desk',
  kind: 'desk',
  role: 'Desk',
  picture: { src: '/media/authors/medicine-desk.svg', alt: 'A drop' },
};

export const person: Author = { id: 'ada-example', name: 'Ada Example', kind: 'person' };

/** An article with nothing but what each has, and with what the test is about. */
export function anArticle(parts: Partial<Article> = {}): Article {
  return {
    slug: 'a-story',
    path: 'articles/a-story.md',
    title: 'A story',
    excerpt: 'What it is about.',
    hasStandfirst: true,
    date: new Date('2026-11-23T13:00:00Z'),
    authors: [desk],
    topic: 'medicine',
    tags: [],
    featured: false,
    comments: true,
    sources: [],
    corrections: [],
    related: [],
    words: 460,
    minutes: 2,
    ...parts,
  };
}
