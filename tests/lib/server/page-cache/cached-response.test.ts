import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  type CachedResponse,
  chooseEncoding,
  type Encoding,
  hashOf,
  makeCachedResponse,
  preferredEncoding,
  tagFor,
} from '../../../../lib/server/page-cache/cached-response.ts';
import { unpacked } from '../../../support/ask.ts';
import { expectLinear } from '../../../support/growing.ts';
import { dice } from './fixtures.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PNG = { 'content-type': 'image/png' };
const ENCODINGS: Encoding[] = ['br', 'gzip', 'identity'];

const make = (text: string, headers: Record<string, string> = HTML, extra: Record<string, string> = {}) =>
  makeCachedResponse(200, headers, Buffer.from(text), extra, 'br');

/** An edition that has been asked for in each encoding. */
async function makeAll(text: string): Promise<CachedResponse> {
  const response = await make(text);
  for (const encoding of ENCODINGS) await bodyOf(response, encoding);
  return response;
}

/** The headers that are sent with an encoding, by name in small letters. */
function headersOf(response: CachedResponse, encoding: Encoding): Record<string, string> {
  const list = response.headers[encoding];
  const pairs = list.flatMap((name, place) =>
    place % 2 === 0 ? [[name.toLowerCase(), list[place + 1] ?? '']] : [],
  );
  expect(pairs.map(([name]) => name)).toEqual([...new Set(pairs.map(([name]) => name))]);
  return Object.fromEntries(pairs);
}

describe('the bodies of an edition', () => {
  it.each([0, 1, 100, 5000, 300_000])('of %i bytes are the same in each encoding', async (length) => {
    const random = dice(length);
    const text = Array.from({ length }, () => String.fromCharCode(32 + random() * 95)).join('');
    const response = await make(text);
    for (const encoding of ENCODINGS) {
      const body = await bodyOf(response, encoding);
      const packed = { headers: encoding === 'identity' ? {} : { 'content-encoding': encoding }, body };
      expect(unpacked(packed).toString()).toBe(text);
    }
  });

  it('are kept compressed alone when they can be compressed', async () => {
    const { bodies, size } = await makeAll('word '.repeat(100_000));
    expect(Object.keys(bodies).sort()).toEqual(['br', 'gzip']);
    expect(size).toBeLessThan(20_000);
  });

  it.each<[Encoding, Encoding]>([
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['identity', 'gzip'],
  ])('wanted as %s are compressed as %s alone', async (first, kept) => {
    const { bodies } = await makeCachedResponse(200, HTML, Buffer.from('text'), {}, first);
    expect(Object.keys(bodies)).toEqual([kept]);
  });

  it('are compressed once for all who ask for another encoding at the same time, and then kept', async () => {
    const response = await make('text');
    const [one, ...others] = await Promise.all(Array.from({ length: 50 }, () => bodyOf(response, 'gzip')));
    for (const other of [...others, response.bodies.gzip, await bodyOf(response, 'gzip')])
      expect(other).toBe(one);
    expect(response.packing).toEqual({});
    expect(headersOf(response, 'gzip')['content-length']).toBe(String(one?.length));
  });

  it('are unpacked once for all who take them without compression while one of them holds them', async () => {
    const response = await make('text');
    const [one, ...others] = await Promise.all(
      Array.from({ length: 20 }, () => bodyOf(response, 'identity')),
    );
    for (const other of [...others, await bodyOf(response, 'identity')]) expect(other).toBe(one);
    expect(response.bodies.identity).toBeUndefined();
  });

  it('are kept as they are when they are compressed already', async () => {
    const response = await make('pixels', PNG);
    expect(Object.keys(response.bodies)).toEqual(['identity']);
    expect(String(await bodyOf(response, 'identity'))).toBe('pixels');
    await expect(bodyOf(response, 'br')).rejects.toThrow('br');
  });

  it.each([
    ['text/html; charset=utf-8', true],
    ['text/plain', true],
    ['application/json', true],
    ['application/feed+json; charset=utf-8', true],
    ['application/rss+xml; charset=utf-8', true],
    ['application/xml', true],
    ['application/javascript', true],
    ['image/svg+xml', true],
    ['image/png', false],
    ['image/jpeg', false],
    ['font/woff2', false],
    ['application/octet-stream', false],
    ['application/pdf', false],
  ])('of the type %s are compressed: %s', async (type, compressed) => {
    const { bodies } = await make('text', { 'content-type': type });
    expect('br' in bodies).toBe(compressed);
  });

  it('without a type are not compressed', async () => {
    expect(Object.keys((await make('text', {})).bodies)).toEqual(['identity']);
  });

  it('count in full, and the headers with them', async () => {
    const response = await make('text '.repeat(1000));
    const { br } = response.bodies;
    expect(response.size).toBe(2000 + (br?.length ?? 0));
    const gzip = await bodyOf(response, 'gzip');
    expect(response.size).toBe(2000 + (br?.length ?? 0) + gzip.length);
    expect((await make('x'.repeat(700), PNG)).size).toBe(2700);
  });
});

describe('the headers of an edition', () => {
  it.each(ENCODINGS)('have a tag of their own for %s', async (encoding) => {
    const response = await make('text');
    expect(headersOf(response, encoding).etag).toBe(tagFor(response.hash, encoding));
    const others = ENCODINGS.filter((other) => other !== encoding);
    for (const other of others)
      expect(headersOf(response, other).etag).not.toBe(headersOf(response, encoding).etag);
  });

  it('name the encoding and its length', async () => {
    const response = await makeAll('text');
    for (const encoding of ['br', 'gzip'] satisfies Encoding[])
      expect(headersOf(response, encoding)).toMatchObject({
        'content-encoding': encoding,
        'content-length': String(response.bodies[encoding]?.length),
      });
    expect(headersOf(response, 'identity')).not.toHaveProperty('content-encoding');
  });

  it('vary by what the reader accepts only when there is a choice', async () => {
    const response = await make('text');
    for (const encoding of ENCODINGS) expect(headersOf(response, encoding).vary).toBe('Accept-Encoding');
    const picture = headersOf(await make('pixels', PNG), 'identity');
    expect(picture).not.toHaveProperty('vary');
    expect(picture['content-length']).toBe('6');
  });

  it('carry what every answer carries, unless the answer says it itself', async () => {
    const response = await make(
      'text',
      { ...HTML, 'content-security-policy': 'own' },
      { 'Content-Security-Policy': 'house', 'X-House': 'ours' },
    );
    for (const encoding of ENCODINGS)
      expect(headersOf(response, encoding)).toMatchObject({
        'content-security-policy': 'own',
        'x-house': 'ours',
      });
  });

  it('say nothing of how the renderer would have sent it', async () => {
    const said = {
      ...{ Link: '</x.js>; rel=preload; as=script', vary: 'rsc, next-router-state-tree', etag: '"its own"' },
      ...{ 'transfer-encoding': 'chunked', connection: 'close', 'keep-alive': 'timeout=5', date: 'today' },
      ...{ 'content-length': '9999', 'content-encoding': 'zstd', 'x-powered-by': 'Next.js' },
      ...{ 'x-nextjs-cache': 'HIT', 'x-nextjs-prerender': '1', 'x-nextjs-stale-time': '300' },
    };
    const sent = headersOf(await make('text', { ...HTML, ...said, 'x-kept': 'yes' }), 'identity');
    expect(Object.keys(sent).sort()).toEqual(['content-type', 'etag', 'vary', 'x-kept']);
    expect(sent.vary).toBe('Accept-Encoding');
    expect(sent.etag).not.toBe('"its own"');
  });

  it('leave out what has no value', async () => {
    const response = await makeCachedResponse(
      200,
      { ...HTML, 'x-none': undefined },
      Buffer.from('x'),
      {},
      'br',
    );
    expect(headersOf(response, 'br')).not.toHaveProperty('x-none');
  });
});

describe('the name of the bytes', () => {
  it('is the same for the same status and bytes alone', () => {
    const hash = hashOf(200, Buffer.from('text'));
    expect(hashOf(200, Buffer.from('text'))).toBe(hash);
    expect(hashOf(200, Buffer.from('texts'))).not.toBe(hash);
    expect(hashOf(404, Buffer.from('text'))).not.toBe(hash);
  });

  it('can stand in a list of tags', () => {
    for (let number = 0; number < 100; number++)
      expect(hashOf(200, Buffer.from(String(number)))).toMatch(/^[\w-]{22}$/);
  });
});

describe('the encoding that is sent', () => {
  it.each<[string | undefined, Encoding]>([
    [undefined, 'identity'],
    ['', 'identity'],
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip,br', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0.000', 'identity'],
    ['br; q=0, gzip; q=0.5', 'gzip'],
    ['br;Q=0', 'identity'],
    ['br;q=0.001', 'br'],
    ['gzip;q=0', 'identity'],
    ['identity', 'identity'],
    ['identity;q=1, *;q=0', 'identity'],
    ['*;q=0', 'identity'],
    ['zstd', 'identity'],
    ['brotli', 'identity'],
    ['x-br, notgzip', 'identity'],
    ['deflate, compress;q=0.5', 'identity'],
    [', ,;;, gzip', 'gzip'],
    ['nonsense;;;q=,,=', 'identity'],
  ])('for %j is %s', async (accepted, encoding) => {
    expect(chooseEncoding(await make('text'), accepted)).toBe(encoding);
  });

  it.each<[string, Encoding]>([
    ['BR', 'br'],
    ['GZip', 'gzip'],
  ])('for %j is %s: names of encodings know no case', async (accepted, encoding) => {
    expect(chooseEncoding(await make('text'), accepted)).toBe(encoding);
  });

  it('for a header that no browser sends, of more than 256 characters, is none', async () => {
    expect(chooseEncoding(await make('text'), `br${', x'.repeat(80)}`)).toBe('br');
    expect(chooseEncoding(await make('text'), `br${', x'.repeat(90)}`)).toBe('identity');
  });

  it('for a star is any, and one that it does not forbid', async () => {
    const response = await make('text');
    expect(ENCODINGS).toContain(chooseEncoding(response, '*'));
    expect(chooseEncoding(response, 'br;q=0, *')).not.toBe('br');
    expect(chooseEncoding(response, 'gzip;q=0, br;q=0, *')).toBe('identity');
  });

  it('is none for what is not compressed, whatever the reader accepts', async () => {
    expect(chooseEncoding(await make('pixels', PNG), 'br, gzip')).toBe('identity');
  });
});

it('preferredEncoding takes time in proportion to the header, and reads none that is longer than any browser sends', async () => {
  await expectLinear(preferredEncoding);
  expect(preferredEncoding(`br${' '.repeat(16_000)}`)).toBe('identity');
});
