import { describe, expect, it } from 'vitest';
import { MAX_TARGET_LENGTH, parseTarget } from '../../../lib/server/request-target.ts';

const formOf = (target: string) => {
  const found = parseTarget(target);
  return 'path' in found ? `${found.kind} ${found.path}${found.query}` : found.kind;
};

describe('parseTarget', () => {
  it.each([
    ['/', '/'],
    ['/news/plain-story', '/news/plain-story'],
    ['/latest/2?x=%zz', '/latest/2?x=%zz'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['/media/50%25%20off.jpg', '/media/50%25%20off.jpg'],
    ['/a?b?c', '/a?b?c'],
    ['/search?q=/./..', '/search?q=/./..'],
    ["/media/a(1)!*'+,;=:@$&.jpg", "/media/a(1)!*'+,;=:@$&.jpg"],
    ['/media/a%3Fb%23c.jpg', '/media/a%3Fb%23c.jpg'],
    ['https://site.test/latest?x=1', '/latest?x=1'],
    ['http://site.test', '/'],
    ['http://site.test?x=1', '/?x=1'],
  ])('takes %s as it is', (target, path) => {
    expect(formOf(target)).toBe(`canonical ${path}`);
  });

  it.each([
    ['/latest/', '/latest'],
    ['//latest', '/latest'],
    ['//', '/'],
    ['/news//plain-story///', '/news/plain-story'],
    ['/news/plain%2dstory', '/news/plain-story'],
    ['/news/plain%2Dstory?x=1', '/news/plain-story?x=1'],
    ['/news/a/replies/own/KEY%2eMAC', '/news/a/replies/own/KEY.MAC'],
    ['/%6dedia/a.jpg', '/media/a.jpg'],
    ['/caf%c3%a9', '/caf%C3%A9'],
    ['/a b', '/a%20b'],
    ['/a%2Cb', '/a,b'],
    ['HTTP://site.test/latest/', '/latest'],
    ['//elsewhere.test/', '/elsewhere.test'],
  ])('leads %s to %s', (target, path) => {
    expect(formOf(target)).toBe(`other-form ${path}`);
  });

  it.each(['/a%2Fb', '/news/a%2freplies%2Fown%2FKEY', '/a%5Cb', '/a\\b', '/..%2f..%2fetc'])(
    'knows no address with a slash inside a name: %s',
    (target) => {
      expect(formOf(target)).toBe('missing');
    },
  );

  it.each([
    ...['', '*', 'latest', 'site.test:443', 'ftp://site.test/a', '?q=1'],
    ...[
      '/%',
      '/%zz',
      '/a%2',
      '/%c3',
      '/%ff',
      '/news/%E0%A4%A',
      '/%ED%A0%80',
      '/%00',
      '/a%0Ab',
      '/a%7F',
      '/a\u0001',
    ],
    ...['/.', '/..', '/a/../b', '/a/./b', '/%2e%2e/a', '/a/%2E', '/news/.%2e/x'],
  ])('refuses %j', (target) => {
    expect(formOf(target)).toBe('malformed');
  });

  it('refuses an address of more than the greatest length', () => {
    expect(formOf(`/${'a'.repeat(MAX_TARGET_LENGTH - 1)}`)).toContain('canonical');
    expect(formOf(`/${'a'.repeat(MAX_TARGET_LENGTH)}`)).toBe('too-long');
    expect(formOf(`/?${'a'.repeat(MAX_TARGET_LENGTH)}`)).toBe('too-long');
  });

  it('gives every address a form that it takes as it is', () => {
    for (let code = 0; code < 0x300; code++) {
      for (const target of [
        `/a${encodeURIComponent(String.fromCharCode(code))}b/`,
        `/%${code.toString(16).padStart(2, '0')}`,
      ]) {
        const found = parseTarget(target);
        if (!('path' in found)) continue;
        expect(parseTarget(found.path), target).toEqual({ kind: 'canonical', path: found.path, query: '' });
      }
    }
  });
});
