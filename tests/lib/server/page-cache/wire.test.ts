import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ask, unpacked } from '../../../support/ask.ts';
import { listening } from '../../../support/listening.ts';
import { page, setUp } from './fixtures.ts';

describe('the pageCache on the wire', () => {
  async function onTheWire<Result>(
    { pageCache }: ReturnType<typeof setUp>,
    use: (origin: string) => Promise<Result>,
  ): Promise<Result> {
    const server = createServer((request, response) => void pageCache.answer('/', request, response));
    return use(await listening(server));
  }

  it.each(['br', 'gzip', 'identity'])('answers HEAD in %s with the headers of GET and no body', (encoding) =>
    onTheWire(
      setUp(() => page('Text')),
      async (origin) => {
        const headers = { 'accept-encoding': encoding };
        const whole = await ask(origin, '/', { headers });
        const head = await ask(origin, '/', { headers, method: 'HEAD' });
        const { date: _, 'transfer-encoding': __, ...expected } = whole.headers;
        expect(head.headers).toMatchObject(expected);
        expect(head.status).toBe(200);
        expect(head.body).toHaveLength(0);
      },
    ),
  );

  it('answers 304 with the tag and the rules for keeping, without a body and its headers', () =>
    onTheWire(
      setUp(() => page('Text')),
      async (origin) => {
        const first = await ask(origin, '/', { headers: { 'accept-encoding': 'br' } });
        const { status, headers, body } = await ask(origin, '/', {
          headers: { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) },
        });
        expect(status).toBe(304);
        expect(body).toHaveLength(0);
        expect(headers).toMatchObject({
          etag: first.headers.etag,
          vary: 'Accept-Encoding',
          'cache-control': first.headers['cache-control'],
          'x-house': 'ours',
        });
        for (const name of ['content-length', 'content-encoding', 'content-type'])
          expect(headers).not.toHaveProperty(name);
      },
    ));

  it('sends each encoding with its true length, and all unpack to the same bytes', () =>
    onTheWire(
      setUp(() => page('Text with “quotes” and é '.repeat(200))),
      async (origin) => {
        const plain = await ask(origin, '/');
        for (const encoding of ['br', 'gzip']) {
          const packed = await ask(origin, '/', { headers: { 'accept-encoding': encoding } });
          expect(packed.headers['content-encoding']).toBe(encoding);
          expect(packed.headers['content-length']).toBe(String(packed.body.length));
          expect(packed.body.length).toBeLessThan(plain.body.length);
          expect(unpacked(packed).equals(plain.body)).toBe(true);
        }
      },
    ));
});
