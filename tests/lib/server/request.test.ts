import { createServer, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressOf, cookieOf, fieldsOf, isOwnPost, readBody } from '../../../lib/server/request.ts';
import { ask } from '../../support/ask.ts';
import { expectLinear } from '../../support/growing.ts';
import { listening } from '../../support/listening.ts';

/** A request that holds these headers and no more, on a connection that is none. */
function requestWith(headers: IncomingMessage['headers']): IncomingMessage {
  const made = new IncomingMessage(new Socket());
  Object.assign(made.headers, headers);
  return made;
}

describe('what a request carries', () => {
  /** Sends it to a server that says how much it has read. */
  async function sizeRead(body: string) {
    const server = createServer(async (asked, response) => {
      const text = await readBody(asked);
      response.end(text === undefined ? 'too much' : String(Buffer.byteLength(text)));
    });
    const origin = await listening(server);
    return (await ask(origin, '/form', { method: 'POST', body })).body.toString();
  }

  it.each([
    [0, '0'],
    [65_536, '65536'],
    [65_537, 'too much'],
    [4 * 1024 * 1024, 'too much'],
  ])('of %i bytes is read as %s', async (size, read) => {
    expect(await sizeRead('x'.repeat(size))).toBe(read);
  });

  it('is measured in bytes, and read as UTF-8 whatever it holds', async () => {
    expect(await sizeRead('é'.repeat(32_768))).toBe('65536');
    expect(await sizeRead(`${'é'.repeat(32_768)}x`)).toBe('too much');
  });

  it('of many senders is read a few at a time when it is too large, and the last are cut off', async () => {
    const flowing = new Set<IncomingMessage>();
    let most = 0;
    const requests = Array.from({ length: 40 }, () => {
      const request = new IncomingMessage(new Socket());
      request.headers = { 'content-length': '1000000' };
      return request;
    });
    const answers = requests.map(async (request) => {
      request.on('resume', () => flowing.add(request));
      const text = await readBody(request);
      flowing.delete(request);
      return text;
    });
    for (const request of requests) {
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, requests.filter((each) => each.listenerCount('readable') > 0).length);
      request.push('x'.repeat(1000));
      request.push(null);
    }
    expect(await Promise.all(answers)).toEqual(requests.map(() => undefined));
    expect(most).toBeLessThanOrEqual(4);
    expect(most).toBeGreaterThan(0);
  });

  it('is cut off or told so when it is far too much', async () => {
    const read = await sizeRead('x'.repeat(16 * 1024 * 1024)).catch((error: unknown) => String(error));
    expect(read).toMatch(/too much|ECONNRESET|EPIPE|hang up/);
  });
});

describe('a form', () => {
  it.each<[boolean, IncomingMessage['headers']]>([
    [true, { 'sec-fetch-site': 'same-origin' }],
    [true, { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [true, { origin: 'https://site.test' }],
    [true, {}],
    [false, { 'sec-fetch-site': 'cross-site', origin: 'https://site.test' }],
    [false, { 'sec-fetch-site': 'same-site' }],
    [false, { 'sec-fetch-site': 'none' }],
    [false, { 'sec-fetch-site': '' }],
    [false, { origin: 'null' }],
    [false, { origin: 'https://site.test.elsewhere.test' }],
    [false, { origin: 'http://site.test' }],
    [false, { origin: 'https://site.test:8443' }],
  ])('is its own: %s, with %j', (isOwn, headers) => {
    expect(isOwnPost(requestWith(headers), 'https://site.test')).toBe(isOwn);
  });
});

describe('the address of who asks', () => {
  const from = (noted: string | undefined, trustProxy: boolean) => {
    const asked = requestWith(noted === undefined ? {} : { 'x-forwarded-for': noted });
    Object.defineProperty(asked.socket, 'remoteAddress', { value: '192.0.2.1' });
    return addressOf(asked, trustProxy);
  };

  it('is that of the connection, whatever is noted, when no proxy is trusted', () => {
    expect([from(undefined, false), from('192.0.2.9', false)]).toEqual(['192.0.2.1', '192.0.2.1']);
  });

  it('is the last that was noted when a proxy is trusted', () => {
    expect(from('192.0.2.9', true)).toBe('192.0.2.9');
    expect(from('203.0.113.7, 192.0.2.9', true)).toBe('192.0.2.9');
    expect(from('203.0.113.7,  2001:db8::1 ', true)).toBe('2001:db8::1');
    expect([from(undefined, true), from('', true), from('192.0.2.9,', true)]).toEqual(
      Array(3).fill('192.0.2.1'),
    );
  });
});

describe('a cookie', () => {
  const value = (cookie: string | undefined, name = 'reader') => cookieOf(requestWith({ cookie }), name);

  it('is found by its whole name', () => {
    expect(value('reader=a.b')).toBe('a.b');
    expect(value('other=x; reader=a=b; moderator=y')).toBe('a=b');
    expect(value('reader=first; reader=second')).toBe('first');
    expect(value('reader=')).toBe('');
  });

  it.each([undefined, '', 'reader', 'xreader=a', 'Reader=a', 'other=reader=a'])('is not in %j', (cookie) => {
    expect(value(cookie)).toBeUndefined();
  });
});

describe('the time grows with the header', () => {
  it('of a cookie', () => expectLinear((cookie) => cookieOf(requestWith({ cookie }), 'reader')));
  it('of the addresses that a proxy has noted', () =>
    expectLinear((noted) => addressOf(requestWith({ 'x-forwarded-for': noted }), true)));
  it('of an origin', () => expectLinear((origin) => isOwnPost(requestWith({ origin }), 'https://site.test')));
});

describe('fieldsOf', () => {
  it('reads the fields of a form', () => {
    expect([...(fieldsOf('a=1&b=x+y&a=%20') ?? [])]).toEqual([
      ['a', '1'],
      ['b', 'x y'],
      ['a', ' '],
    ]);
  });

  it('refuses more than any page sends, before it reads them', () => {
    expect(fieldsOf('a&'.repeat(499))).toBeDefined();
    expect(fieldsOf('a&'.repeat(500))).toBeUndefined();
  });
});
