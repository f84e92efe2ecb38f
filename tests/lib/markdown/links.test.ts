import { describe, expect, it } from 'vitest';
import { html, reasons } from '../../support/rendering.ts';

describe('links', () => {
  it.each([
    ['[a](/news/known)', '<p><a href="/news/known">a</a></p>'],
    ['[a](/news/known?b=c#d)', '<p><a href="/news/known?b=c#d">a</a></p>'],
    ['[a](#sources)', '<p><a href="#sources">a</a></p>'],
    ['[a](https://other.test/b)', '<p><a href="https://other.test/b" rel="external noopener">a</a></p>'],
    [
      'https://other.test/b',
      '<p><a href="https://other.test/b" rel="external noopener">https://other.test/b</a></p>',
    ],
    ['[a](https://news.test/news/known)', '<p><a href="/news/known">a</a></p>'],
    ['[a](https://news.test)', '<p><a href="/">a</a></p>'],
    ['[a](//other.test/b)', '<p><a href="https://other.test/b" rel="external noopener">a</a></p>'],
    ['[a](mailto:b@c.test)', '<p><a href="mailto:b@c.test">a</a></p>'],
    ['[a](tel:+13035550100)', '<p><a href="tel:+13035550100">a</a></p>'],
  ])('%s', async (markdown, expected) => {
    expect(await html(markdown)).toBe(expected);
    expect(await reasons(markdown)).toEqual([]);
  });

  it.each([
    ['[a](HTTPS://other.test/b)', 'https://other.test/b'],
    ['[a](Mailto:b@c.test)', 'mailto:b@c.test'],
  ])('are followed when their scheme is in capitals: %s', async (markdown, address) => {
    expect((await html(markdown)).toLowerCase()).toContain(`href="${address}"`);
  });

  it.each(['/.//evil.test/a', 'https://news.test//evil.test/a', '/..//evil.test/a', '/%2e//evil.test/a'])(
    'to this site stay on it: %s',
    async (address) => {
      const href = /href="([^"]*)"/.exec(await html(`[a](${address})`))?.[1];
      expect(href === undefined ? 'news.test' : new URL(href, 'https://news.test').host).toBe('news.test');
    },
  );

  it('that lead nowhere are named, and stay', async () => {
    expect(await html('[a](/news/gone)')).toBe('<p><a href="/news/gone">a</a></p>');
    expect(await reasons('[a](/news/gone)')).toEqual(['The link /news/gone leads to no page of this site']);
  });

  it('that lead nowhere are named also with the whole address', async () => {
    expect(await reasons('[a](https://news.test/news/gone)')).toHaveLength(1);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.test/'])(
    'that would run or load what is no page are named, and are text: %s',
    async (address) => {
      expect(await reasons(`[a](<${address}>)`)).toEqual([`The link ${address} cannot be followed`]);
      expect(await html(`[a](<${address}>)`)).toBe('<p><a>a</a></p>');
    },
  );

  it.each(['http://', 'https://a b.test/', 'https://[::1/'])(
    'that are no addresses are named: %s',
    async (address) => {
      expect(await reasons(`[a](<${address}>)`)).toEqual([`The link ${address} cannot be followed`]);
    },
  );

  it('that are long are cut in the problem', async () => {
    const [reason] = await reasons(`[a](/${'b'.repeat(200)})`);
    expect(reason).toBe(`The link /${'b'.repeat(79)}… leads to no page of this site`);
  });
});
