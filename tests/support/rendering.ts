import { renderMarkdown, type Surroundings } from '../../lib/markdown.ts';

/** Markdown as an article's text, on a site that has two pictures and three pages. */

export const surroundings: Surroundings = {
  imageSize: async (src) =>
    ['/media/a.svg', '/media/a.jpg'].includes(src) ? { width: 800, height: 600 } : undefined,
  leadsSomewhere: (path) => ['/', '/news/known', '/latest'].includes(path),
  origin: 'https://news.test',
  sources: 0,
};

export const render = (markdown: string, sources = 0) =>
  renderMarkdown(markdown, 'articles/x.md', 1, { ...surroundings, sources });
export const html = async (markdown: string, sources?: number) =>
  (await render(markdown, sources)).html.trim();
export const reasons = async (markdown: string, sources?: number) =>
  (await render(markdown, sources)).problems.map(({ reason }) => reason);
