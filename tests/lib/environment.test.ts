import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../lib/environment.ts';

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return expect.unreachable('Nothing was refused.');
}

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
    ['PORT', '0x10'],
    ['PORT', '3e3'],
    ['PORT', 'NaN'],
    ['CONTENT_SECRET', 'short'],
    ['TRUST_PROXY', '2'],
    ['PORT', '80.5'],
    ['SITE_URL', 'example.org'],
    ['SITE_URL', 'ftp://example.org'],
    ['SITE_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/site'],
    ['MODERATOR_PASSWORD', 'short'],
    ['TRUST_PROXY', 'yes'],
    ['LOG_REQUESTS', 'yes'],
  ])('cannot be used with %s=%s, and says so', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name} .*must .*\\.$`));
  });

  it.each([{ PORT: 'abc' }, { SITE_URL: 'example.org' }, { TRUST_PROXY: '2' }])(
    'says one sentence for one fault: %j',
    (variables) => {
      const said = reasonOf(() => readEnvironment(variables));
      expect(said.split('\n')).toHaveLength(1);
      expect(said).not.toContain('NaN');
    },
  );

  it.each(['DATABASE_URL', 'MODERATOR_PASSWORD', 'CONTENT_SECRET'])(
    'does not repeat a secret: %s',
    (name) => {
      expect(reasonOf(() => readEnvironment({ [name]: 'secret' }))).not.toContain('secret');
    },
  );

  it('names every wrong variable at once', () => {
    expect(() => readEnvironment({ PORT: 'x', LOG_REQUESTS: 'x' })).toThrow(
      /^PORT is "x".*\nLOG_REQUESTS is "x"/,
    );
  });
});
