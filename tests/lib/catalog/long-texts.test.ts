import { describe, expect, it, onTestFinished } from 'vitest';
import { LongTexts } from '../../../lib/catalog/long-texts.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const LINKS = '[Here](/news/short), [nowhere](/news/nothing) and ![a drop](/media/cover.svg).\n\n';
const long = (markdown: string) => `${markdown}${'A paragraph of *some* words.\n\n'.repeat(1000)}`;

function open(files: Record<string, string> = {}) {
  const { catalog, content, options } = openNewsroom(onTestFinished, { files });
  const { contentDir, cacheDir, site, url } = options;
  const { zone, language, topics, author, pageSize, newsWindowHours } = site;
  const plain = {
    zone,
    language,
    topics: topics.map(({ id }) => ({ id })),
    author,
    pageSize,
    newsWindowHours,
  };
  const place = { contentDir, cacheDir, site: plain, url };
  const jobOf = (body: string, hash = body.slice(0, 20)) => ({
    ...{ text: { path: 'articles/x.md', hash, body, line: 1 }, sources: 0, isProofread: false },
    ...{ place, now: Date.now() },
  });
  return { catalog, content, jobOf };
}

const textOf = async ({ catalog }: ReturnType<typeof open>, slug: string) => {
  const article = catalog.article(slug);
  return article && (await catalog.text(article))?.html;
};

describe('a long text', () => {
  it('refers to the same links and pictures as a short one', async () => {
    const newsroom = open({
      'articles/short.md': articleFile({}, LINKS),
      'articles/long.md': articleFile({}, long(LINKS)),
    });
    const first = (await textOf(newsroom, 'short'))?.trim() ?? '';
    expect(first).toContain('href="/news/short"');
    expect(await textOf(newsroom, 'long')).toContain(first);
  });

  it('is proofread', async () => {
    const { catalog, content } = open({ 'articles/long.md': articleFile({}, long(LINKS)) });
    await content.proofread();
    const reasons = catalog.problems().filter(({ path }) => path === 'articles/long.md');
    expect(reasons.map(({ reason }) => reason).join()).toContain('/news/nothing');
  });
});

describe('long texts', () => {
  it('come one after the other, of those that wait the one that was asked for last', async () => {
    const { jobOf } = open();
    const texts = new LongTexts();
    const order: string[] = [];
    const ask = (name: string) => texts.render(jobOf(long(name), name)).then(() => void order.push(name));
    await Promise.all(['first', 'second', 'third', 'fourth'].map(ask));
    expect(order).toEqual(['first', 'fourth', 'third', 'second']);
  });

  it('come although one of them fails', async () => {
    const { jobOf } = open();
    const texts = new LongTexts();
    const lost = jobOf(long('Lost'), 'lost');
    const failed = texts.render({ ...lost, place: { ...lost.place, cacheDir: '/nowhere' } });
    const sound = texts.render(jobOf(long('Sound'), 'sound'));
    await expect(failed).rejects.toThrow();
    expect((await sound).html).toContain('Sound');
  });
});

describe('a long text that takes longer than its time', () => {
  const SLOW = `[${'a '.repeat(100_000)}\n\n<b>`;

  it('is shown as it is typed, is named, and is not tried again', async () => {
    const { jobOf } = open();
    const texts = new LongTexts({ maxCpuMs: 300 });
    const typed = await texts.render(jobOf(SLOW));
    expect(typed.html).toMatch(/^<p>\[a a .*<p>&#x3C;b><\/p>$/s);
    expect(typed.problems).toEqual([
      {
        path: 'articles/x.md',
        severity: 'error',
        reason: 'The text takes too long to be read, so it is shown as it is typed.',
        fix: 'Divide its longest paragraphs, lists and tables, or make several articles of it.',
      },
    ]);
    const before = performance.now();
    expect(await texts.render(jobOf(SLOW))).toEqual(typed);
    expect(performance.now() - before).toBeLessThan(100);
  });

  it('does not stop others', async () => {
    const { jobOf } = open();
    const texts = new LongTexts({ maxCpuMs: 300, idleMs: 1 });
    const [, other] = await Promise.all([texts.render(jobOf(SLOW)), texts.render(jobOf('*One*'))]);
    expect(other.html).toBe('<p><em>One</em></p>\n');
    // The thread has ended meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await texts.render(jobOf('**Two**'))).html).toBe('<p><strong>Two</strong></p>\n');
  });
});
