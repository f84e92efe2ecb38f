import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment, site, topicOf } from '../../lib/site.ts';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toEqual({
      port: 3000,
      host: 'localhost',
      url: 'http://localhost:3000',
      contentDir: path.resolve('content'),
      cacheDir: path.resolve('.cache'),
      dataDir: path.resolve('.data'),
      databaseUrl: undefined,
      moderatorPassword: undefined,
      trustProxy: false,
      logRequests: false,
    });
  });

  it('is read from the variables', () => {
    const variables = {
      PORT: '8080',
      HOST: '0.0.0.0',
      SITE_URL: 'https://example.org',
      CONTENT_DIR: '/srv/content',
      CACHE_DIR: '/var/cache/site',
      DATA_DIR: '/var/lib/site',
      DATABASE_URL: 'postgres://site@localhost/site',
      MODERATOR_PASSWORD: 'twelve signs at least',
      TRUST_PROXY: '1',
      LOG_REQUESTS: '1',
    };
    expect(readEnvironment(variables)).toEqual({
      port: 8080,
      host: '0.0.0.0',
      url: 'https://example.org',
      contentDir: '/srv/content',
      cacheDir: '/var/cache/site',
      dataDir: '/var/lib/site',
      databaseUrl: 'postgres://site@localhost/site',
      moderatorPassword: 'twelve signs at least',
      trustProxy: true,
      logRequests: true,
    });
  });

  it('has the port in its address when it has no other', () => {
    expect(readEnvironment({ PORT: '4000' }).url).toBe('http://localhost:4000');
  });

  it('takes an empty variable for none', () => {
    expect(readEnvironment({ PORT: '', SITE_URL: '', CONTENT_DIR: '' })).toMatchObject({
      port: 3000,
      url: 'http://localhost:3000',
    });
  });

  it('does not mind other variables', () => {
    expect(readEnvironment({ PATH: '/bin', HOME: '/root' }).port).toBe(3000);
  });

  it.each([
    ['https://example.org/', 'https://example.org'],
    ['https://example.org:8443', 'https://example.org:8443'],
    ['HTTPS://Example.ORG', 'https://example.org'],
    ['https://example.org:443', 'https://example.org'],
  ])('has an origin for an address: %s', (given, url) => {
    expect(readEnvironment({ SITE_URL: given }).url).toBe(url);
  });

  it.each([
    'https://example.org/news',
    'https://example.org/?a=b',
    'https://example.org/#a',
    'https://a:b@example.org',
  ])('cannot be used with an address that is more than an origin: %s', (given) => {
    expect(() => readEnvironment({ SITE_URL: given })).toThrow('SITE_URL');
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['SITE_URL', 'example.org'],
    ['SITE_URL', 'ftp://example.org'],
    ['SITE_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/site'],
    ['MODERATOR_PASSWORD', 'short'],
    ['TRUST_PROXY', 'yes'],
    ['LOG_REQUESTS', 'yes'],
  ])('cannot be used with %s=%s, and says so', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(`The environment cannot be used. ${name}: `);
  });

  it('names every wrong variable at once', () => {
    expect(() => readEnvironment({ PORT: 'x', LOG_REQUESTS: 'x' })).toThrow(/PORT: .*; LOG_REQUESTS: /);
  });
});

describe('the topics', () => {
  it('are found by their id', () => {
    expect(topicOf('policy')?.name).toBe('Policy');
    expect(topicOf('sports')).toBeUndefined();
    expect(topicOf('toString')).toBeUndefined();
  });

  it('have ids that can stand in an address, each once', () => {
    const ids = site.topics.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('have colours that can be read on their ground', () => {
    const faint = site.topics.flatMap(({ id, colour }) => [
      ...(contrast(colour.light, site.colours.light.paper) < 4.5 ? [`${id} on light`] : []),
      ...(contrast(colour.dark, site.colours.dark.paper) < 4.5 ? [`${id} on dark`] : []),
    ]);
    expect(faint).toEqual([]);
  });
});

describe('the colours', () => {
  it.each(['light', 'dark'] as const)('of text can be read on both grounds: %s', (scheme) => {
    const { paper, panel, ink, quiet, accent } = site.colours[scheme];
    const least = [ink, quiet, accent].flatMap((text) => [contrast(text, paper), contrast(text, panel)]);
    expect(Math.min(...least)).toBeGreaterThanOrEqual(4.5);
  });
});

/** Contrast of two colours as WCAG 2 counts it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
