import { expect, it } from 'vitest';
import { loggedUrl } from '../../../lib/server/logged-url.ts';
import { urls } from '../../../lib/urls.ts';

const KEY = `0000000000000000a.${'k'.repeat(32)}`;
const LINK = urls.ownComment('a-story', KEY);

it.each([
  LINK,
  `${LINK}/more`,
  `${LINK}/more/and/more`,
  `${LINK}/`,
  `/${LINK}`,
  LINK.replace('own', '%6fwn'),
  LINK.replace('/own/', '//own/'),
  LINK.replace('news', 'News'),
  `https://site.test${LINK}`,
  `${LINK}%`,
  `${LINK}%2Fmore`,
])('the log has no key of %s', (target) => expect(loggedUrl(target)).not.toContain('kkk'));

it('the log has all of every other address', () => {
  expect(loggedUrl(`${LINK}?again`)).toBe('/news/a-story/replies/own/…?again');
  expect(loggedUrl('/news/a-story/replies/newest?a=b')).toBe('/news/a-story/replies/newest?a=b');
  expect(loggedUrl('/%zz')).toBe('(malformed)');
});
