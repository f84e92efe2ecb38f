import { describe, expect, it, onTestFinished } from 'vitest';
import { feedOptions } from '../../../app/_shared/responses.ts';
import type { Article, Text } from '../../../lib/catalog.ts';
import { rss } from '../../../lib/feed.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const ABOUT = { title: 'T', description: 'D', path: '/feed.xml', homePath: '/' };

/** A catalog of three articles, of which the text of `odd` is what the test says. */
function withOdd(text: () => Promise<Text | undefined>) {
  const files = Object.fromEntries(
    ['first', 'odd', 'last'].map((slug) => [
      `articles/${slug}.md`,
      articleFile({ title: slug, excerpt: `Excerpt <of> ${slug}.` }, `Text of ${slug}.`),
    ]),
  );
  const { catalog } = openNewsroom(onTestFinished, { files });
  const asked = {
    lastChange: () => catalog.lastChange(),
    text: (article: Article) => (article.slug === 'odd' ? text() : catalog.text(article)),
  };
  return feedOptions(asked, catalog.newest(3), ABOUT, 3000);
}

const textsOf = async (options: ReturnType<typeof feedOptions>) =>
  Object.fromEntries((await options).entries.map(({ article, html }) => [article.slug, html?.trim()]));
const OTHERS = { first: '<p>Text of first.</p>', last: '<p>Text of last.</p>' };

describe('the texts of a feed', () => {
  it('are left out where they do not come in time', async () => {
    const never = new Promise<undefined>(() => undefined);
    const options = withOdd(() => never);
    expect(await textsOf(options)).toEqual({ ...OTHERS, odd: undefined });
    expect(rss(await options)).toContain('&lt;p&gt;Excerpt &amp;lt;of&amp;gt; odd.&lt;/p&gt;');
  });

  it('are left out where they cannot be rendered', async () => {
    expect(await textsOf(withOdd(async () => expect.unreachable()))).toEqual({ ...OTHERS, odd: undefined });
  });

  it('of articles that are not live any more are not there', async () => {
    expect(await textsOf(withOdd(async () => undefined))).toEqual(OTHERS);
  });

  it('fail with the catalog', async () => {
    const damaged = async () => {
      throw Object.assign(new Error('damaged'), { errcode: 11 });
    };
    await expect(withOdd(damaged)).rejects.toThrow('damaged');
  });
});
