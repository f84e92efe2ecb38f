import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSiteServer, type SiteServerOptions } from '../../../lib/server/http.ts';
import { PageCache } from '../../../lib/server/page-cache.ts';
import { Overloaded, type RenderResponse } from '../../../lib/server/renderer.ts';
import { ask } from '../../support/ask.ts';
import { listening } from '../../support/listening.ts';
import { deferred, MISSING, page } from './page-cache/fixtures.ts';

type Render = (
  path: string,
  turn: { signal?: AbortSignal | undefined },
) => RenderResponse | Promise<RenderResponse>;

async function serve(render: Render, options: Partial<SiteServerOptions> = {}) {
  const onError = vi.fn();
  const rendering = vi.fn(async (...asked: Parameters<Render>) => render(...asked));
  const pageCache = new PageCache({
    render: rendering,
    missingPath: MISSING,
    gonePath: '/-/gone',
    headers: {},
    onError,
    now: () => performance.now(),
  });
  const server = createSiteServer({
    pageCache,
    missingPath: MISSING,
    headers: {},
    onError,
    ...options,
  });
  const origin = await listening(server);
  return { origin, rendering, onError, server };
}

/** A connection of the test's own. */
function dial(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}

const asking = (path: string) => `GET ${path} HTTP/1.1\r\nHost: site.test\r\n\r\n`;
const until = (check: () => void) => vi.waitFor(check, { timeout: 5000 });

describe('a connection with several requests at once', () => {
  it('has one page rendered at a time, and gets all answers in order', async () => {
    let underWay = 0;
    let most = 0;
    const { origin } = await serve(async (path) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, path === '/a' ? 30 : 1));
      underWay--;
      return page(path);
    });
    const socket = dial(origin);
    socket.write(
      asking('/a') + asking('/b') + asking('/c').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
    );
    const all = await text(socket);
    expect([...all.matchAll(/<p>([^<]*)<\/p>/g)].map((found) => found[1])).toEqual(['/a', '/b', '/c']);
    expect(most).toBe(1);
  });

  it('has nothing rendered of what waits when its reader has gone', async () => {
    const first = deferred<RenderResponse>();
    const { origin, rendering, onError } = await serve(() => first.promise);
    const socket = dial(origin);
    socket.write(asking('/a') + asking('/b') + asking('/c'));
    await until(() => expect(rendering).toHaveBeenCalledTimes(1));
    socket.destroy();
    await until(() => expect(rendering.mock.calls[0]?.[1].signal?.aborted).toBe(true));
    first.resolve(page('late'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rendering).toHaveBeenCalledTimes(1);
    expect(onError).not.toHaveBeenCalled();
  });

  it('is cut off when more wait than any browser sends', async () => {
    const { origin, rendering, server } = await serve(() => new Promise(() => undefined));
    const socket = dial(origin);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    let parsed = 0;
    server.on('request', () => parsed++);
    socket.write(asking('/a').repeat(2000));
    await closed;
    expect(rendering).toHaveBeenCalledTimes(1);
    // Node reads no further in what has come.
    expect(parsed).toBeLessThan(20);
  });
});

describe('a request to speak another protocol', () => {
  it('is answered as any other, and ends its connection, on which Node would read no more', async () => {
    const { origin } = await serve((path) => page(path));
    const socket = dial(origin);
    socket.write(asking('/a').replace('\r\n\r\n', '\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'));
    const all = await text(socket);
    expect(all).toContain('<p>/a</p>');
    expect(all).toMatch(/\r\nconnection: close\r\n/i);
  });
});

describe('a request with an expectation that no server knows', () => {
  it('is refused, and its connection ends', async () => {
    const { origin } = await serve((path) => page(path), { headers: { 'X-House': 'ours' } });
    const { status, headers } = await ask(origin, '/a', { headers: { expect: 'miracles' } });
    expect(status).toBe(417);
    expect(headers.connection).toBe('close');
    expect(headers['x-house']).toBe('ours');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('a request for two hosts', () => {
  it('is a bad one, and ends its connection', async () => {
    const { origin, rendering } = await serve((path) => page(path));
    const socket = dial(origin);
    socket.write(asking('/a').replace('\r\n\r\n', '\r\nhost: elsewhere.test\r\n\r\n') + asking('/b'));
    const all = await text(socket);
    expect(all).toMatch(/^HTTP\/1\.1 400 /);
    expect(all.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(rendering).not.toHaveBeenCalled();
  });
});

describe('a page that several readers wait for', () => {
  it('is given up when the last of them has left, and not before', async () => {
    const answer = deferred<RenderResponse>();
    const { origin, rendering } = await serve(() => answer.promise);
    const sockets = [dial(origin), dial(origin)];
    for (const socket of sockets) socket.write(asking('/a'));
    await until(() => expect(rendering).toHaveBeenCalledTimes(1));
    // The second has joined the first.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const signal = rendering.mock.calls[0]?.[1].signal;
    sockets[0]?.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(signal?.aborted).toBe(false);
    sockets[1]?.destroy();
    await until(() => expect(signal?.aborted).toBe(true));
  });
});

describe('a request that there is no room for', () => {
  it('is told at once when to try again, and is no error', async () => {
    const { origin, onError } = await serve(() => Promise.reject(new Overloaded('full')));
    const { status, headers, body } = await ask(origin, '/a');
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('2');
    expect(headers['cache-control']).toBe('no-store');
    expect(body.toString()).toContain('The site is busy');
    expect(onError).not.toHaveBeenCalled();
  });

  it('is one of a person alone, too', async () => {
    const privateRoute = () => () => Promise.reject(new Overloaded('full'));
    const { origin } = await serve(() => page('x'), { privateRoute });
    expect((await ask(origin, '/moderation')).status).toBe(503);
  });
});

describe('readers who do not read', () => {
  /** A page of half a megabyte that no cache keeps. */
  const large: Render = (path) => ({
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' },
    body: Buffer.alloc(path === '/small' ? 10 : 8_000_000, 7),
  });

  it('hold a bounded amount of memory; then others are told to try again, until one leaves', async () => {
    const { origin } = await serve(large, { trustProxy: true });
    const silent = Array.from({ length: 4 }, () => dial(origin).pause());
    for (const socket of silent) {
      socket.write(asking('/large'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await ask(origin, '/small')).status).toBe(503);
    // Another sender is not held up by them.
    expect((await ask(origin, '/small', { headers: { 'x-forwarded-for': '192.0.2.9' } })).status).toBe(200);
    for (const socket of silent) socket.destroy();
    await vi.waitFor(async () => expect((await ask(origin, '/small')).status).toBe(200));
  });

  const PICTURE_BYTES = 6_000_000;
  const picture: Render = (path) => ({
    status: 200,
    headers: {
      'content-type': path.startsWith('/p') ? 'image/png' : 'text/html',
      'cache-control': 'public',
    },
    body: path.startsWith('/p') ? Buffer.alloc(PICTURE_BYTES, 7) : page('text').body,
  });

  /** Asks and reads nothing, which leaves most of the answer in the server's memory. */
  async function askInSilence(origin: string, path: string): Promise<void> {
    dial(origin).pause().write(asking(path));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('hold no more pictures when the cache has no room for them', async () => {
    const { origin } = await serve(picture);
    // Each takes the place of the one before it.
    for (const path of ['/p1', '/p2', '/p3', '/p4']) await askInSilence(origin, path);
    expect((await ask(origin, '/p9')).status).toBe(503);
  });

  it('hold the same picture once, however many they are', async () => {
    const { origin } = await serve(picture);
    for (let count = 0; count < 6; count++) await askInSilence(origin, '/p1');
    expect((await ask(origin, '/p2')).status).toBe(200);
  });

  it('still get the pages that are kept', async () => {
    const { origin } = await serve(picture, { trustProxy: true });
    const packed = { 'accept-encoding': 'br' };
    await ask(origin, '/', { headers: { 'x-forwarded-for': '192.0.2.9', ...packed } });
    for (const path of ['/p1', '/p2']) await askInSilence(origin, path);
    expect((await ask(origin, '/', { headers: packed })).status).toBe(200);
    expect((await ask(origin, '/p2')).status).toBe(503);
  });

  it('have few files sent from the disk at a time, and so have all readers together', async () => {
    const fileRoute = (_: string, path: string) =>
      path.startsWith('/file')
        ? async (_: IncomingMessage, response: ServerResponse) => void response.write('beginning')
        : undefined;
    const { origin } = await serve(picture, { fileRoute, trustProxy: true });
    const askFrom = async (sender: number) => {
      const socket = dial(origin);
      socket.write(asking('/file').replace('\r\n\r\n', `\r\nX-Forwarded-For: 192.0.2.${sender}\r\n\r\n`));
      await new Promise((resolve) => socket.once('data', resolve));
      return socket;
    };
    const headers = (sender: number) => ({ headers: { 'x-forwarded-for': `192.0.2.${sender}` } });
    const [first] = await Promise.all(Array.from({ length: 8 }, () => askFrom(0)));
    const refused = await ask(origin, '/file', headers(0));
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    for (let sender = 1; sender < 8; sender++)
      await Promise.all(Array.from({ length: 8 }, () => askFrom(sender)));
    expect((await ask(origin, '/file', headers(9))).status).toBe(503);
    expect((await ask(origin, '/p1', headers(0))).status).toBe(200);
    first?.destroy();
    await vi.waitFor(async () => expect((await askFrom(9)).destroyed).toBe(false));
  });

  it('are cut off when nothing moves for as long as the server allows', async () => {
    const { origin, server } = await serve(large);
    expect(server.timeout).toBe(30_000);
    server.setTimeout(100);
    const socket = dial(origin).pause();
    const closed = new Promise<void>((resolve) =>
      server.once('connection', (ours) => ours.once('close', resolve)),
    );
    socket.write(asking('/large'));
    await closed;
  });
});

describe('connections of one address', () => {
  it('are half of all at most', async () => {
    const { origin, server } = await serve((path) => page(path));
    expect(server.maxConnections).toBe(4000);
    const sockets: Socket[] = [];
    let closed = 0;
    // As many as wait to be accepted without a repetition.
    while (sockets.length < 2005) {
      const some = Array.from({ length: Math.min(200, 2005 - sockets.length) }, () => dial(origin));
      for (const socket of some) socket.resume().once('close', () => closed++);
      await Promise.all(some.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
      sockets.push(...some);
    }
    await until(() => expect(closed).toBe(5));
    await new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(expect(count).toBe(2000)))),
    );
    for (const socket of sockets.filter(({ destroyed }) => !destroyed).slice(0, 10)) socket.destroy();
    await vi.waitFor(async () => expect((await ask(origin, '/')).status).toBe(200));
  });
});
