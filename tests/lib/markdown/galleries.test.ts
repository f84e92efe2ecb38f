import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../lib/markdown.ts';

const html = async (markdown: string) => {
  const surroundings = {
    imageSize: async (src: string) =>
      /^\/media\/[ab]\.jpg$/.test(src) ? { width: 80, height: 60 } : undefined,
    leadsSomewhere: () => true,
    origin: 'https://news.test',
    sources: 0,
  };
  const { html: text } = await renderMarkdown(markdown, 'articles/x.md', 1, surroundings);
  return text.replace(/ (?:srcset|sizes|width|height|loading|decoding)="[^"]*"/g, '').trim();
};

const GALLERY =
  '<div class="gallery"><figure><img src="/media/a.jpg" alt="A"></figure>' +
  '<figure><img src="/media/b.jpg" alt="B"><figcaption>“Two”</figcaption></figure></div>';

describe('several pictures that are alone in their paragraph', () => {
  it.each([
    ['in a line', '![A](/media/a.jpg) ![B](/media/b.jpg "\\"Two\\"")'],
    ['in lines', '![A](/media/a.jpg)\n![B](/media/b.jpg "\\"Two\\"")'],
    ['behind hard breaks', '![A](/media/a.jpg)\\\n![B](/media/b.jpg "\\"Two\\"")'],
  ])('%s are a gallery, each with its caption', async (_, markdown) => {
    expect(await html(markdown)).toBe(GALLERY);
  });

  it.each([
    ['with a word between them', '![A](/media/a.jpg) and ![B](/media/b.jpg)'],
    ['of which one is not there', '![A](/media/a.jpg) ![C](/media/c.jpg)'],
  ])('%s stay in their line', async (_, markdown) => {
    expect(await html(markdown)).toMatch(/^<p><img /);
  });
});
