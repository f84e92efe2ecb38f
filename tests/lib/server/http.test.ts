import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createSiteServer,
  type SiteServerOptions,
  securityHeaders,
  stopGracefully,
} from '../../../lib/server/http.ts';
import { PageCache } from '../../../lib/server/page-cache.ts';
import { readBody } from '../../../lib/server/request.ts';
import { type Asked, ask } from '../../support/ask.ts';
import { listening } from '../../support/listening.ts';
import { MISSING, page } from './page-cache/fixtures.ts';

const HEADERS = securityHeaders('https://site.test');
const agents = new Set<Agent>();

afterEach(() => {
  for (const agent of agents) agent.destroy();
  agents.clear();
});

/** A server whose pageCache says which path it was asked for, and which has no pages and files of its own. */
async function serve(options: Partial<SiteServerOptions> = {}) {
  const answer = vi.fn(async (path: string, _: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.from(`page ${path}`);
    response.end(body);
    return body;
  });
  const onError = vi.fn();
  const server = createSiteServer({
    pageCache: { answer, answerStored: () => undefined },
    missingPath: MISSING,
    headers: HEADERS,
    onError,
    ...options,
  });
  const origin = await listening(server);
  return {
    server,
    origin,
    answer,
    onError,
    /** The paths that the pageCache was asked for. */
    paths: () => answer.mock.calls.map(([path]) => path),
    get: (target: string, method = 'GET', agent?: Agent) =>
      ask(origin, target, { method, ...(agent && { agent }) }),
  };
}

/** Keeps its connections, as a proxy before the site does. */
function keeping(): Agent {
  const agent = new Agent({ keepAlive: true });
  agents.add(agent);
  return agent;
}

function expectSecured({ headers }: Asked): void {
  for (const [name, value] of Object.entries(HEADERS)) expect(headers[name.toLowerCase()]).toBe(value);
}

describe('a request for a page', () => {
  it.each(['GET', 'HEAD'])('with %s is answered by the pageCache', async (method) => {
    const { get, paths } = await serve();
    const { status, body } = await get('/latest/2', method);
    expect(status).toBe(200);
    expect(body.toString()).toBe(method === 'GET' ? 'page /latest/2' : '');
    expect(paths()).toEqual(['/latest/2']);
  });

  it('is asked of the pageCache without its query', async () => {
    const { get, paths } = await serve();
    for (const target of ['/latest?utm_source=x', '/?a=1', '/news/a?', '/a?b?c'])
      expect((await get(target)).status).toBe(200);
    expect(paths()).toEqual(['/latest', '/', '/news/a', '/a']);
  });

  it('keeps its query when it is a search', async () => {
    const { get, paths } = await serve();
    await get('/search?q=cannabis&page=2');
    await get('/search');
    expect(paths()).toEqual(['/search?q=cannabis&page=2', '/search']);
  });
});

describe('a request that no browser makes', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    'with the method %s is told what is allowed',
    async (method) => {
      const { get, paths } = await serve();
      for (const target of ['/', '/_next/static/a.js']) {
        const { status, headers } = await get(target, method);
        expect(status).toBe(405);
        expect(headers.allow).toBe('GET, HEAD');
      }
      expect(paths()).toEqual([]);
    },
  );

  it('with an address of more than 2048 characters is too long, query and all', async () => {
    const { get, paths } = await serve();
    const longest = `/${'a'.repeat(2047)}`;
    expect((await get(longest)).status).toBe(200);
    expect((await get(`${longest}a`)).status).toBe(414);
    expect((await get(`/?${'a'.repeat(2047)}`)).status).toBe(414);
    expect(paths()).toEqual([longest]);
  });

  it.each(['/%', '/%zz', '/a%2', '/%c3', '/%ff', '/news/%E0%A4%A', '/%00', '/news/a%00.md'])(
    'for %s is a bad one',
    async (target) => {
      const { get, paths } = await serve();
      expect((await get(target)).status).toBe(400);
      expect(paths()).toEqual([]);
    },
  );

  it.each(['/caf%C3%A9', '/%F0%9F%8C%B2', '/100%25', '/search?q=%', '/latest?x=%zz'])(
    'is not meant by %s, which is answered',
    async (target) => {
      const { get } = await serve();
      expect((await get(target)).status).toBe(200);
    },
  );

  it.each(['*', 'ftp://127.0.0.1/latest', 'latest'])(
    'for the target %s does not reach the pageCache as a path',
    async (target) => {
      const { get, paths } = await serve();
      expect((await get(target)).status).toBe(400);
      expect(paths()).toEqual([]);
    },
  );

  it('but a proxy, with the whole address, is answered as for the path', async () => {
    const { get, paths } = await serve();
    for (const target of [
      'http://127.0.0.1/latest',
      'http://elsewhere.test',
      'HTTPS://elsewhere.test/',
      'http://a.test/b?c=http://d',
    ])
      expect((await get(target)).status).toBe(200);
    expect(paths()).toEqual(['/latest', '/', '/', '/b']);
  });

  it('for all of the server is told what is allowed', async () => {
    const { get } = await serve();
    expect((await get('*', 'OPTIONS')).status).toBe(405);
  });
});

describe("the framework's own addresses", () => {
  it('are answered by the pageCache when they are files of the build', async () => {
    const { get, paths } = await serve();
    expect((await get('/_next/static/media/a.woff2?v=1')).status).toBe(200);
    expect(paths()).toEqual(['/_next/static/media/a.woff2']);
  });

  it.each([
    '/_next/image?url=%2Ficon.png&w=64&q=75',
    '/_next/data/build/latest.json',
    '/_next/',
    '/_next/webpack-hmr',
    '/_next/static',
    '/_next/postponed/resume/latest',
  ])('are not there otherwise: %s', async (target) => {
    const { get, paths } = await serve();
    expect((await get(target)).status).toBe(404);
    expect(paths()).toEqual([]);
  });

  it.each([
    '/_next/static/../image?url=%2Ficon.png&w=64&q=75',
    '/_next/static/../../latest',
    '/_next/static/%2e%2e/%2E%2e/latest',
    '/_next/static/.%2e/data/build/latest.json',
    '/_next/static/chunks/../../../latest',
    '/_next/static/..',
    '/_next/static/..\\..\\latest',
  ])('are not reached by way of the files of the build: %s', async (target) => {
    const { get, paths } = await serve();
    const { status } = await get(target);
    expect(paths().filter((path) => path !== MISSING)).toEqual([]);
    if (paths().length === 0) expect([400, 404]).toContain(status);
  });
});

describe('a page that cannot be made', () => {
  const answer = async () => {
    throw new Error('The database is away.');
  };
  const pageCache = { answer, answerStored: () => undefined };

  it('is answered with a page that says so, is not kept by anyone and needs nothing else', async () => {
    const { get } = await serve({ pageCache });
    const failed = await get('/');
    expect(failed.status).toBe(500);
    expect(failed.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(failed.headers['cache-control']).toBe('no-store');
    expectSecured(failed);
    const html = failed.body.toString();
    expect(html).toMatch(/^<!DOCTYPE html><html lang="en">/);
    expect(html.match(/<title>/g)).toHaveLength(1);
    expect(html).toContain('<h1>This page could not be made</h1>');
    expect(html).toContain('<a href="/">');
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=/);
    expect(html).not.toContain('database');
  });

  it('has no body for HEAD', async () => {
    const { get } = await serve({ pageCache });
    const { status, body } = await get('/', 'HEAD');
    expect([status, body.length]).toEqual([500, 0]);
  });

  it('is reported once, with its request', async () => {
    const { get, onError } = await serve({ pageCache });
    await get('/news/a?x=1');
    expect(onError).toHaveBeenCalledTimes(1);
    const [error, request] = onError.mock.calls[0] ?? [];
    expect(String(error)).toContain('The database is away.');
    expect(request.url).toBe('/news/a?x=1');
  });

  it('is cut off, not ended as if it were whole, when it broke half way', async () => {
    const breaking = async (_: string, __: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('half');
      throw new Error('Broken.');
    };
    const { get, onError } = await serve({ pageCache: { ...pageCache, answer: breaking } });
    await expect(get('/')).rejects.toThrow();
    expect(onError).toHaveBeenCalledTimes(1);
  });
});

describe('every answer', () => {
  it('carries the security headers, whatever kind it is', async () => {
    const pageCache = new PageCache({
      render: async (path) => {
        if (path === '/broken') return page('Broken', 500);
        if (path === '/old') return { status: 301, headers: { location: '/new' }, body: Buffer.alloc(0) };
        if (path === '/latest/1') return page('Moved', 308, { location: '/latest' });
        return page(path, path === '/' ? 200 : 404);
      },
      missingPath: MISSING,
      gonePath: '/-/gone',
      headers: HEADERS,
      onError: () => {},
      now: () => 0,
    });
    const { get } = await serve({ pageCache });
    const kinds: [string, string, number][] = [
      ['GET', '/', 200],
      ['HEAD', '/', 200],
      ['GET', '/old', 301],
      ['GET', '/latest/1', 308],
      ['GET', '/%zz', 400],
      ['GET', '/nothing', 404],
      ['GET', '/_next/image', 404],
      ['POST', '/', 405],
      ['GET', `/${'a'.repeat(2048)}`, 414],
      ['GET', '/broken', 500],
      ['GET', '/_next/static/a.js', 404],
    ];
    for (const [method, target, status] of kinds) {
      const answer = await get(target, method);
      expect([method, target, answer.status]).toEqual([method, target, status]);
      expectSecured(answer);
      const isRefused = method === 'POST' || /%zz|_next\/image|aaa/.test(target);
      expect(answer.headers['cache-control'] === 'no-store').toBe(isRefused || status >= 500);
    }
  });

  it('carries them when it is 304', async () => {
    const pageCache = new PageCache({
      render: async () => page('Text'),
      missingPath: MISSING,
      gonePath: '/-/gone',
      headers: HEADERS,
      onError: () => {},
      now: () => 0,
    });
    const { get } = await serve({
      pageCache: {
        answerStored: () => undefined,
        answer: (path, request, response) => {
          request.headers['if-none-match'] = '*';
          return pageCache.answer(path, request, response);
        },
      },
    });
    const known = await get('/');
    expect(known.status).toBe(304);
    expectSecured(known);
  });

  it('is told of once, with the time it took', async () => {
    const onAnswer = vi.fn();
    const { get } = await serve({ onAnswer });
    await get('/latest');
    await vi.waitFor(() => expect(onAnswer).toHaveBeenCalledTimes(1));
    const [request, response, ms] = onAnswer.mock.calls[0] ?? [];
    expect([request.url, response.statusCode]).toEqual(['/latest', 200]);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(5000);
  });

  it('comes from the framework in development, whatever is asked', async () => {
    const develop = vi.fn(async (_: IncomingMessage, response: ServerResponse) => void response.end('dev'));
    const { get, paths } = await serve({ develop });
    for (const [target, method] of [
      ['/', 'GET'],
      ['/_next/webpack-hmr', 'GET'],
      ['/', 'POST'],
    ] satisfies [string, string][])
      expect((await get(target, method)).body.toString()).toBe('dev');
    expect(develop).toHaveBeenCalledTimes(3);
    expect(paths()).toEqual([]);
  });

  it('comes from what the site says when it concerns its reader alone', async () => {
    const own = vi.fn(async (_: IncomingMessage, response: ServerResponse) => void response.end('yours'));
    const privateRoute = (method: string, path: string) =>
      method === 'POST' && path === '/form' ? own : undefined;
    const { get, paths } = await serve({ privateRoute });
    expect((await get('/form?a=1', 'POST')).body.toString()).toBe('yours');
    expect((await get('/form')).body.toString()).toBe('page /form');
    expect((await get('/other', 'POST')).status).toBe(405);
    expect(own).toHaveBeenCalledTimes(1);
    expect(paths()).toEqual(['/form']);
  });
});

describe('a reader who goes away while sending', () => {
  it('is no error of the server', async () => {
    const { promise: over, resolve: end } = Promise.withResolvers<unknown>();
    const { origin, onError, get } = await serve({
      privateRoute: () => (asked) =>
        readBody(asked).then(
          () => end(undefined),
          (error: unknown) => {
            end(error);
            throw error;
          },
        ),
    });
    const sent = request(`${origin}/form`, { method: 'POST', headers: { 'content-length': 1000 } });
    sent.on('error', () => undefined);
    sent.write('half', () => setTimeout(() => sent.destroy(), 20));
    expect(await over).toBeInstanceOf(Error);
    await get('*', 'OPTIONS');
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('the security headers', () => {
  const directives = (url: string) =>
    new Map(
      (securityHeaders(url)['Content-Security-Policy'] ?? '').split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ');
        return [name, values];
      }),
    );

  it('let no script run but files of the site, and no frame hold it', () => {
    const policy = directives('https://site.test');
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('script-src')).toEqual(["'self'", "'inline-speculation-rules'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
  });

  it('ask browsers to stay with https only where it is', () => {
    expect(securityHeaders('https://site.test')).toHaveProperty('Strict-Transport-Security');
    expect(securityHeaders('http://localhost:3000')).not.toHaveProperty('Strict-Transport-Security');
  });
});

describe('a server that is stopped', () => {
  /** A server with one request under way, which ends when the test says so. */
  async function serveOneSlowly(agent: Agent) {
    const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const answer = async (path: string, _: IncomingMessage, response: ServerResponse) => {
      if (path === '/slow') {
        enter();
        await released;
      }
      const body = Buffer.from(`page ${path}`);
      response.end(body);
      return body;
    };
    const served = await serve({
      pageCache: { answer, answerStored: () => undefined },
    });
    await served.get('/quick', 'GET', agent);
    const slow = served.get('/slow', 'GET', agent);
    slow.catch(() => undefined);
    await entered;
    return { ...served, slow, release };
  }

  it('answers what is under way and takes nothing new', async () => {
    const { server, get, slow, release } = await serveOneSlowly(keeping());
    const onStopped = vi.fn();
    stopGracefully(server, 20_000, onStopped);
    await expect(get('/new')).rejects.toThrow('ECONNREFUSED');
    expect(onStopped).not.toHaveBeenCalled();
    release();
    expect((await slow).body.toString()).toBe('page /slow');
  });

  it('ends when the last answer is sent, though its reader keeps the connection', async () => {
    const { server, slow, release } = await serveOneSlowly(keeping());
    const onStopped = vi.fn();
    stopGracefully(server, 20_000, onStopped);
    release();
    await slow;
    await vi.waitFor(() => expect(onStopped).toHaveBeenCalledTimes(1), 2000);
  });

  it('ends at once when all connections are idle', async () => {
    const { server, get } = await serve();
    await get('/', 'GET', keeping());
    const onStopped = vi.fn();
    stopGracefully(server, 20_000, onStopped);
    await vi.waitFor(() => expect(onStopped).toHaveBeenCalledTimes(1), 2000);
  });

  it('cuts off what is not answered when its patience is over', async () => {
    const { server, slow } = await serveOneSlowly(keeping());
    const onStopped = vi.fn();
    stopGracefully(server, 30, onStopped);
    await expect(slow).rejects.toThrow();
    await vi.waitFor(() => expect(onStopped).toHaveBeenCalledTimes(1), 2000);
  });
});
