import { describe, expect, it } from 'vitest';
import { MAX_TARGET_LENGTH } from '../../lib/server/request-target.ts';
import { environment } from '../../lib/site.ts';
import { type Address, absolute, parsePath, slugify, tagSlug, urls } from '../../lib/urls.ts';

describe('the paths of the site', () => {
  it.each([
    [urls.home(), '/'],
    [urls.article('a-story'), '/news/a-story'],
    [urls.latest(), '/latest'],
    [urls.latest(1), '/latest'],
    [urls.latest(2), '/latest/2'],
    [urls.topic('policy'), '/topics/policy'],
    [urls.topic('policy', 3), '/topics/policy/3'],
    [urls.topicFeed('policy'), '/topics/policy/feed.xml'],
    [urls.tag('fda'), '/tags/fda'],
    [urls.tag('fda', 2), '/tags/fda/2'],
    [urls.author('desk'), '/authors/desk'],
    [urls.author('desk', 2), '/authors/desk/2'],
    [urls.archive(), '/archive'],
    [urls.month('2026-03'), '/archive/2026/03'],
    [urls.page('about'), '/about'],
    [urls.comments('a-story'), '/news/a-story/replies'],
    [urls.comments('a-story', 2), '/news/a-story/replies/2'],
    [urls.comments('a-story', 1, 'newest'), '/news/a-story/replies/newest'],
    [urls.comments('a-story', 2, 'newest'), '/news/a-story/replies/newest/2'],
    [urls.answer('a-story', '0mk3x'), '/news/a-story/replies/answer/0mk3x'],
    [urls.commentsFeed('a-story'), '/news/a-story/replies/feed.xml'],
    [urls.commentsFeed(), '/replies/feed.xml'],
    [urls.moderationLog(), '/moderation/log'],
    [urls.moderationLog(2), '/moderation/log?page=2'],
    [urls.moderate('judge'), '/moderation/judge'],
    [urls.content(), '/api/content'],
    [urls.comment('a-story', '0mk3x'), '/news/a-story/replies/0mk3x'],
    [urls.sendComment('a-story'), '/news/a-story/replies/send'],
    [urls.ownComment('a-story', '0mk3x.key'), '/news/a-story/replies/own/0mk3x.key'],
    [urls.trending(), '/trending'],
    [urls.moderation(), '/moderation'],
    [urls.views(), '/api/views'],
    [urls.search(), '/search'],
    [urls.search(''), '/search'],
    [urls.search('a & b', 2), '/search?q=a+%26+b&page=2'],
    [
      urls.search('a', 2, { topic: 'policy', from: '2025', to: '2026-03', sort: 'newest' }),
      '/search?q=a&topic=policy&from=2025&to=2026-03&sort=newest&page=2',
    ],
    [urls.search('a', 1, { topic: undefined }), '/search?q=a'],
    [urls.tags(), '/tags'],
    [urls.feed(), '/feed.xml'],
    [urls.jsonFeed(), '/feed.json'],
    [urls.sitemapPart(2), '/sitemaps/2.xml'],
    [urls.newsSitemap(), '/news-sitemap.xml'],
    [urls.image('/media/a.svg', '1200x630'), '/images/1200x630/media/a.svg.jpg'],
    [urls.image('/media/a b.jpg', '960w', 'webp'), '/images/960w/media/a%20b.jpg.webp'],
    [urls.card('a-story'), '/cards/a-story.png'],
  ])('%s', (made, expected) => {
    expect(made).toBe(expected);
  });
});

describe('a whole address', () => {
  it('begins with that of the site', () => {
    expect(absolute('/about')).toBe(`${environment.url}/about`);
    expect(absolute('/')).toBe(`${environment.url}/`);
  });

  it('stays as it is when it is whole already', () => {
    expect(absolute('https://other.test/a?b#c')).toBe('https://other.test/a?b#c');
  });

  it('is encoded', () => {
    expect(absolute('/tags/日本')).toBe(`${environment.url}/tags/%E6%97%A5%E6%9C%AC`);
  });
});

describe('the slug of a label', () => {
  it.each([
    ['Colorado law', 'colorado-law'],
    ['Café', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ['FDA', 'fda'],
    ["People's choice", 'peoples-choice'],
    ['People’s choice', 'peoples-choice'],
    ['  R&D / Q&A  ', 'r-d-q-a'],
    ['--a--', 'a'],
    ['280E', '280e'],
    ['ﬁre', 'fire'],
    ['日本', '日本'],
    ['!!!', ''],
    ['', ''],
  ])('%j is %j', (label, slug) => {
    expect(slugify(label)).toBe(slug);
  });

  it('is the slug of itself', () => {
    for (const label of ['Colorado law', 'Café au lait', '日本', 'A--B']) {
      expect(slugify(slugify(label))).toBe(slugify(label));
    }
  });

  it('keeps Korean syllables whole', () => {
    expect(slugify('한국')).toBe('한국');
  });
});

describe('the reading of a path', () => {
  it.each<[string, Address]>([
    [urls.home(), { kind: 'fixed' }],
    [urls.feed(), { kind: 'fixed' }],
    [urls.latest(), { kind: 'fixed' }],
    [urls.latest(2), { kind: 'latest', page: 2 }],
    [urls.page('about'), { kind: 'page', slug: 'about' }],
    [urls.article('a-story'), { kind: 'article', slug: 'a-story' }],
    [urls.topic('policy'), { kind: 'topic', id: 'policy', page: 1 }],
    [urls.topic('policy', 3), { kind: 'topic', id: 'policy', page: 3 }],
    [urls.topicFeed('policy'), { kind: 'topic', id: 'policy', page: 1 }],
    [urls.tag('fda', 2), { kind: 'tag', slug: 'fda', page: 2 }],
    [urls.author('desk'), { kind: 'author', id: 'desk', page: 1 }],
    [urls.month('2026-03'), { kind: 'month', month: '2026-03', page: 1 }],
    [urls.month('2026-03', 2), { kind: 'month', month: '2026-03', page: 2 }],
    [urls.file('/media/a/b.svg'), { kind: 'media', src: '/media/a/b.svg' }],
    [urls.comments('a-story'), { kind: 'comments', slug: 'a-story', part: 'list' }],
    [urls.commentsFeed('a-story'), { kind: 'comments', slug: 'a-story', part: 'feed' }],
    [urls.comments('a-story', 2, 'newest'), { kind: 'comments', slug: 'a-story', part: 'other' }],
    [urls.thread('a-story', '0mk3x', 2), { kind: 'comments', slug: 'a-story', part: 'other' }],
    [urls.sendComment('a-story'), { kind: 'sendComment', slug: 'a-story' }],
    [urls.ownComment('a-story', '0mk3x.key'), { kind: 'ownComment', slug: 'a-story', key: '0mk3x.key' }],
  ])('finds what made it: %s', (path, address) => {
    expect(parsePath(path)).toEqual(address);
  });

  it.each([
    ...['/news', '/media', '/api/views', '/moderation', '/topics/policy/0', '/topics/policy/02', '/latest/x'],
    ...['/archive/2026', '/archive/2026/03/1/2', '/news/a-story/more', '/tags/fda/2/3', '/feed.xml/x'],
    ...['/news/a-story/replies/own/a/b', '/news/a-story/replies/1/2/3', '/about/more', '//', ''],
  ])('finds nothing in %j', (path) => {
    const address = parsePath(path);
    expect(address?.kind === 'comments' ? address.part : address).toBeOneOf([undefined, 'other']);
  });
});

describe('tagSlug', () => {
  it.each(['\ufdfa', '\u3300', '\u{1d5ae}', 'ß', '㍿a'])(
    'makes an address that the server takes of %j',
    (character) => {
      const slug = tagSlug(character.repeat(40));
      expect(slug).not.toBe('');
      expect(encodeURI(urls.tag(slug, 100_000)).length).toBeLessThan(MAX_TARGET_LENGTH);
      expect(slug.isWellFormed()).toBe(true);
    },
  );

  it('leaves what is as long as a label may be', () => {
    expect(tagSlug('漢'.repeat(40))).toBe('漢'.repeat(40));
    expect(tagSlug('C++'.repeat(13))).toMatch(/^(?:c-plus-plus-?)+/);
  });
});

describe("the address of the site's own card", () => {
  it('is that of no article', () => {
    expect(urls.siteCard()).not.toMatch(/^\/cards\/[a-z0-9]+(?:-[a-z0-9]+)*\.png$/);
  });
});
