import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { inject } from '../../../../lib/server/renderer/capture.ts';

const ASK = { path: '/path?q=1', headers: { host: 'site.test', cookie: 'a=1' } };

const from = (handler: (request: IncomingMessage, response: ServerResponse) => unknown) =>
  inject(async (request, response) => void (await handler(request, response)), ASK);

describe('what a handler answers', () => {
  it('is its status, its headers and all that it wrote', async () => {
    const { status, headers, body } = await from((_, response) => {
      response.statusCode = 201;
      response.setHeader('X-One', '1');
      response.write('first, ');
      response.write(Buffer.from('second, '));
      response.end(new Uint8Array(Buffer.from('third')));
    });
    expect(status).toBe(201);
    expect(headers).toEqual({ 'x-one': '1' });
    expect(body.toString()).toBe('first, second, third');
  });

  it('is 200 and empty when it only ends', async () => {
    expect(await from((_, response) => response.end())).toEqual({
      status: 200,
      headers: {},
      body: Buffer.alloc(0),
    });
  });

  it.each<[string, (response: ServerResponse) => unknown]>([
    ['an object', (response) => response.writeHead(404, { 'X-One': '1', 'x-two': ['a', 'b'] })],
    [
      'words and an object',
      (response) => response.writeHead(404, 'Gone', { 'x-one': '1', 'x-two': ['a', 'b'] }),
    ],
    ['a list', (response) => response.writeHead(404, ['x-one', '1', 'x-two', 'a, b'])],
  ])('may have its headers in writeHead as %s', async (_, writeHead) => {
    const { status, headers } = await from((_request, response) => {
      writeHead(response);
      response.end();
    });
    expect(status).toBe(404);
    expect(headers['x-one']).toBe('1');
    expect(String(headers['x-two']).replace(' ', '')).toBe('a,b');
  });

  it('keeps text whole that is more than one byte a letter', async () => {
    const { body } = await from((_, response) => {
      response.write('Café “x” ');
      response.end('🌲', 'utf8');
    });
    expect(body.toString()).toBe('Café “x” 🌲');
  });

  it('is what it was when it was written, though the handler uses its buffer again', async () => {
    const { body } = await from((_, response) => {
      const buffer = Buffer.from('one ');
      response.write(buffer);
      buffer.write('two ');
      response.end(buffer);
    });
    expect(body.toString()).toBe('one two ');
  });

  it('may come as a stream, of Node or of the Web', async () => {
    const parts = ['a'.repeat(100_000), 'b'.repeat(100_000), 'end'];
    const node = await from((_, response) => pipeline(Readable.from(parts.map(Buffer.from)), response));
    const web = await from(async (_, response) => {
      const target = new WritableStream<string>({
        write: (part) => void response.write(part),
        close: () => void response.end(),
      });
      await new Blob(parts).stream().pipeThrough(new TextDecoderStream()).pipeTo(target);
    });
    expect(node.body.toString()).toBe(parts.join(''));
    expect(web.body.equals(node.body)).toBe(true);
  });

  it('may come after the handler has returned', async () => {
    const { body } = await from((_, response) => {
      setImmediate(() => response.end('later'));
    });
    expect(body.toString()).toBe('later');
  });

  it('calls back for each part and the end, and tells those who listen', async () => {
    const told: string[] = [];
    await from((_, response) => {
      response.on('finish', () => told.push('finish'));
      response.on('close', () => told.push('close'));
      response.write('x', () => told.push('written'));
      response.end(() => told.push('ended'));
    });
    expect(told).toEqual(['written', 'ended', 'finish', 'close']);
  });

  it('is an error when the handler throws', async () => {
    const failing = from(() => {
      throw new Error('No such table.');
    });
    await expect(failing).rejects.toThrow('No such table.');
  });

  it('is an error at once when the handler breaks it off', { timeout: 1000 }, async () => {
    const broken = from((_, response) => {
      response.write('<p>Half a pa');
      response.destroy(new Error('The stream broke.'));
    });
    await expect(broken).rejects.toThrow('The stream broke.');
  });
});

describe('the request that a handler gets', () => {
  const seen = () =>
    new Promise<IncomingMessage>((resolve) => {
      const handler = async (request: IncomingMessage, response: ServerResponse) => {
        resolve(request);
        response.end();
      };
      void inject(handler, ASK);
    });

  it('has the path and headers that were asked, and no body or address', async () => {
    const request = await seen();
    expect([request.method, request.url]).toEqual(['GET', '/path?q=1']);
    expect(request.headers).toEqual({ host: 'site.test', cookie: 'a=1' });
    expect(await Array.fromAsync(request)).toEqual([]);
    expect(request.socket.remoteAddress).toBeUndefined();
  });

  it('is another one each time, whose headers are its own', async () => {
    const [one, two] = [await seen(), await seen()];
    expect(one).not.toBe(two);
    expect(one.socket).not.toBe(two.socket);
    one.headers.cookie = 'b=2';
    expect([two.headers.cookie, ASK.headers.cookie]).toEqual(['a=1', 'a=1']);
  });
});
