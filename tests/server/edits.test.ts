import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/ask.ts';
import { pageText, wordsOf } from '../support/page-text.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';
import { withinASecond } from '../support/waiting.ts';

/** What editors do to the files of a running site. It is a site of their own, because others count what is on its pages. */

describe('an edit of the content', () => {
  let site: RunningSite;
  const look = async (target: string) => {
    const answer = await ask(site.url, target);
    return { ...answer, text: pageText(answer) };
  };
  const file = (name: string) => path.join(site.contentDir, 'articles/2026', name);
  const article = (title: string, body: string) =>
    `---\ntitle: "${title}"\ndate: 2026-03-04\ntopic: policy\ntags: [Colorado law]\n---\n${body}\n`;

  beforeAll(async () => {
    site = await runSite();
    for (const target of ['/', '/latest', '/news/plain-story', '/news/new-story', '/tags/colorado-law'])
      await ask(site.url, target);
  });
  afterAll(async () => {
    await site.stop();
  });

  it('is seen within a second on a page that was kept', async () => {
    const before = await look('/news/plain-story');
    const source = readFileSync(file('plain-story.md'), 'utf8');
    writeFileSync(file('plain-story.md'), source.replace('Just a paragraph', 'Just an edited paragraph'));
    const seen = async () => (await look('/news/plain-story')).text.includes('Just an edited paragraph');
    expect(await withinASecond(seen)).toBe(true);
    expect((await look('/news/plain-story')).headers.etag).not.toBe(before.headers.etag);
  });

  it('that adds an article is seen within a second at its address and in the lists', async () => {
    writeFileSync(file('new-story.md'), article('A new story', 'New text.'));
    const seen = async () => (await look('/news/new-story')).status === 200;
    expect(await withinASecond(seen)).toBe(true);
    for (const target of ['/', '/latest', '/tags/colorado-law', '/feed.xml', '/sitemaps/1.xml'])
      expect([target, (await look(target)).text.includes('new-story')]).toEqual([target, true]);
  });

  it('that takes an article away is seen within a second', async () => {
    rmSync(file('filler-01.md'));
    const seen = async () => (await look('/news/filler-01')).status === 410;
    expect(await withinASecond(seen)).toBe(true);
  });

  it('may speak of scripts everywhere, and the article is whole', async () => {
    const picture = '![The <script> element](/media/cover.svg "About <script>")';
    const text = `Before \`<script>\`.\n\n${picture}\n\nAfter the picture.\n\n![Ends with </script>](/media/cover.svg)\n\nThe end.`;
    writeFileSync(file('scripts.md'), article('What <script> does', text));
    expect(await withinASecond(async () => (await look('/news/scripts')).status === 200)).toBe(true);
    const { text: html } = await look('/news/scripts');
    for (const words of ['Before', 'After the picture.', 'The end.', 'Recent posts'])
      expect(wordsOf(html)).toContain(words);
    expect(html).toMatch(/<\/footer>.*<\/body><\/html>$/s);
  });
});
