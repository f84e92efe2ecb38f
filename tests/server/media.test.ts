import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContentCopy, contentWith } from '../support/content-copy.ts';
import { photograph } from '../support/photograph.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** The files of content/media over HTTP, and pages with covers that cannot be shown. */

const article = (cover: string, body = 'Text.') =>
  `---\ntitle: With ${cover.replace(/\W/g, ' ')}\ndate: 2026-03-01\ntopic: medicine\ncover: { src: "${cover}", alt: A cover }\n---\n${body}\n`;
const PDF = '%PDF-1.4 not much of one';
const SOUND = Buffer.from(Array.from({ length: 1000 }, (_, place) => place % 256));

let site: RunningSite;
let copy: ContentCopy;
const get = (address: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(site.url + address, { headers, method, redirect: 'manual' });

beforeAll(async () => {
  const jpeg = await photograph(900, 600).jpeg().toBuffer();
  copy = contentWith(undefined, {
    'media/50% off.jpg': jpeg,
    'media/what?.jpg': jpeg,
    'media/Übung.jpg': jpeg,
    'media/cut.jpg': jpeg.subarray(0, jpeg.length / 2),
    'media/dead.webp': (await photograph(600, 400).webp().toBuffer()).subarray(0, 60),
    'media/.trash/gone.pdf': PDF,
    'media/moving.webp': await sharp(
      await Promise.all(
        [0, 255].map((r) =>
          sharp({ create: { width: 300, height: 200, channels: 3, background: { r, g: 0, b: 0 } } })
            .png()
            .toBuffer(),
        ),
      ),
      { join: { animated: true } },
    )
      .webp()
      .toBuffer(),
    'media/ruling.pdf': PDF,
    'media/sound.mp3': SOUND,
    'media/page.html': '<script>alert(1)</script>',
    'media/drawing.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><script>alert(1)</script></svg>',
    'media/all of it.zip': 'PK',
    'media/empty.txt': '',
    'media/secret.env': 'KEY=1',
    'articles/percent.md': article(
      '/media/50% off.jpg',
      '![Off](</media/50% off.jpg>)\n\n![Exercise](/media/%C3%9Cbung.jpg)',
    ),
    'articles/missing.md': article('/media/nowhere.jpg'),
    'articles/damaged.md': article('/media/dead.webp'),
    'articles/moving.md': article('/media/moving.webp', '![It moves](/media/moving.webp)'),
    'articles/links.md': article(
      '/media/drawing.svg',
      'The [ruling](/media/ruling.pdf), [nothing](/media/nope.pdf), [a key](/media/secret.env), ![cut](/media/cut.jpg)',
    ),
  });
  site = await runSite(copy.content);
});
afterAll(async () => {
  await site?.stop();
  copy?.remove();
});

it.each([
  '/media/50%25%20off.jpg',
  '/images/240w/media/50%25%20off.jpg.webp',
  '/media/%C3%9Cbung.jpg',
  '/media/what%3F.jpg',
  '/images/1200x900/media/what%3F.jpg.jpg',
])('answers 200 for the picture at %s', async (address) => {
  const response = await get(address);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^image\//);
});

it.each([
  '/media/%25',
  '/media/%2525',
  '/images/240w/media/%25.webp',
  '/images/%25/media/50%25%20off.jpg.webp',
  '/images/%25',
  '/media/nothing.pdf',
  '/media/.trash/gone.pdf',
  '/media/secret.env',
  '/images/1600w/media/dead.webp.jpg',
])('answers 404 for %s', async (address) => {
  expect((await get(address)).status).toBe(404);
});

it.each(['/media/50% off.jpg', '/media/%E0%A4%A', '/media/%'])('answers 400 for %s', async (address) => {
  expect((await get(address.replace(' ', '%20'))).status).toBe(400);
});

describe('an article', () => {
  const page = async (slug: string) => (await get(`/news/${slug}`)).text();

  it('shows pictures whose names hold percent signs', async () => {
    const html = await page('percent');
    const addresses = [...html.matchAll(/(?:src|srcSet|srcset)="(\/(?:media|images)[^"]+)"/g)].flatMap(
      ([, list = '']) => list.split(', ').map((one) => one.split(' ')[0] ?? ''),
    );
    expect(addresses.length).toBeGreaterThan(8);
    // Beside them stand the covers of other articles, of which one is damaged.
    const own = addresses.filter((one) => one.includes('%') && /240w|^\/media/.test(one));
    expect(own.length).toBeGreaterThan(3);
    for (const address of new Set(own))
      expect([address, (await get(address)).status]).toEqual([address, 200]);
    expect(html).toContain('/media/%C3%9Cbung.jpg');
  });

  it('has no cover when that is not there, in no place that would show it', async () => {
    expect(await page('missing')).not.toContain('/media/nowhere');
    for (const address of ['/', '/latest', '/feed.xml', '/feed.json', '/topics/medicine'])
      expect(await (await get(address)).text()).not.toContain('/media/nowhere');
    const card = await get('/cards/missing.png');
    expect([card.status, card.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('has no cover when that cannot be decoded, once that is known', async () => {
    await expect
      .poll(async () => (await page('damaged')).includes('dead.webp'), { timeout: 40_000, interval: 500 })
      .toBe(false);
    expect((await get('/cards/damaged.png')).status).toBe(200);
  }, 60_000);

  it('shows an animation as it is', async () => {
    const html = await page('moving');
    expect(html).toContain('src="/media/moving.webp"');
    expect(html).not.toMatch(/srcset="[^"]*240w[^"]*moving/i);
  });

  it('has its dead links into the media named, and its damaged pictures', async () => {
    await expect.poll(() => site.output(), { timeout: 15_000 }).toContain('/media/nope.pdf');
    expect(site.output()).toContain('The link /media/secret.env leads to no');
    expect(site.output()).toContain(
      'The picture /media/cut.jpg is cut off or damaged: a part of it is shown',
    );
    expect(site.output()).not.toContain('The link /media/ruling.pdf');
  });
});

describe('a file that is no picture', () => {
  it.each([
    ['/media/ruling.pdf', 'application/pdf', null],
    ['/media/sound.mp3', 'audio/mpeg', null],
    ['/media/empty.txt', 'text/plain; charset=utf-8', null],
    ['/media/page.html', 'text/html; charset=utf-8', "attachment; filename*=UTF-8''page.html"],
    ['/media/all%20of%20it.zip', 'application/zip', "attachment; filename*=UTF-8''all%20of%20it.zip"],
  ])('is sent with its type: %s', async (address, type, disposition) => {
    const { status, headers } = await get(address);
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      200,
      type,
      disposition,
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get(address, {}, 'HEAD')).headers.get('content-length')).toBe(
      headers.get('content-length'),
    );
  });

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/1000', SOUND.subarray(0, 10)],
    ['bytes=990-', 206, 'bytes 990-999/1000', SOUND.subarray(990)],
    ['bytes=-5', 206, 'bytes 995-999/1000', SOUND.subarray(995)],
    ['bytes=995-2000', 206, 'bytes 995-999/1000', SOUND.subarray(995)],
    ['bytes=-5000', 206, 'bytes 0-999/1000', SOUND],
    ['bytes=1000-', 416, 'bytes */1000', Buffer.alloc(0)],
    ['bytes=-0', 416, 'bytes */1000', Buffer.alloc(0)],
    ['bytes=9-0', 200, null, SOUND],
    ['bytes=0-1,4-5', 200, null, SOUND],
    ['words', 200, null, SOUND],
  ])('is sent in parts: %s', async (range, status, content, bytes) => {
    const response = await get('/media/sound.mp3', { range });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, content]);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await get('/media/ruling.pdf');
    const tag = headers.get('etag') ?? '';
    expect((await get('/media/ruling.pdf', { 'if-none-match': tag })).status).toBe(304);
    expect(
      (await get('/media/ruling.pdf', { 'if-modified-since': headers.get('last-modified') ?? '' })).status,
    ).toBe(304);
    expect((await get('/media/sound.mp3', { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });

  it('is the one that lies there now, and 404 when it has gone', async () => {
    appendFileSync(path.join(site.contentDir, 'media/ruling.pdf'), ' and more');
    expect(await (await get('/media/ruling.pdf')).text()).toBe(`${PDF} and more`);
    rmSync(path.join(site.contentDir, 'media/ruling.pdf'));
    await setTimeout(100);
    expect((await get('/media/ruling.pdf')).status).toBe(404);
  });

  it('lets nothing run in a drawing that is opened alone', async () => {
    const { headers } = await get('/media/drawing.svg');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });
});
