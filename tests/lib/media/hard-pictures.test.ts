import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMedia } from '../../../lib/media.ts';
import { photograph } from '../../support/photograph.ts';

/** Pictures as they come from cameras, programs and broken transfers. */

function open(options: { maxKeptBytes?: number } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-pictures-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const contentDir = path.join(folder, 'content');
  const cacheDir = path.join(folder, 'cache');
  const put = (file: string, bytes: string | Uint8Array) => {
    const whole = path.join(contentDir, 'media', file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, bytes);
    return whole;
  };
  return { media: openMedia(contentDir, cacheDir, options), cacheDir, put };
}

/** A PNG that says it is as large as that, and holds next to nothing. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(10)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a photograph that was cut off', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    'is named, and shows what can be read of it: %s',
    async (format) => {
      const { media, put } = open();
      const whole = await photograph(600, 400).toFormat(format).toBuffer();
      put(`a.${format}`, whole.subarray(0, Math.trunc(whole.length * 0.6)));
      const src = `/media/a.${format}`;
      expect(await media.find(src)).toMatchObject({ width: 600, height: 400 });
      const problem = await media.problem(src);
      expect(problem?.reason).toMatch(/^The picture \/media\/a\.\w+ is cut off or damaged: /);
      const made = await media.cut(src, '240w', 'webp');
      // Programs read more or less of it; what cannot be read at all is left out from then on.
      if (made) expect(await sharp(made).metadata()).toMatchObject({ width: 240, height: 160 });
      else expect(await media.find(src)).toBeUndefined();
    },
  );

  it('shows the first part of a JPEG', async () => {
    const { media, put } = open();
    const whole = await photograph(600, 400).jpeg().toBuffer();
    put('a.jpg', whole.subarray(0, Math.trunc(whole.length * 0.6)));
    expect(await media.problem('/media/a.jpg')).toMatchObject({
      reason: 'The picture /media/a.jpg is cut off or damaged: a part of it is shown.',
    });
    const made = await media.cut('/media/a.jpg', '240w', 'jpg');
    const { dominant } = await sharp(made)
      .extract({ left: 0, top: 0, width: 100, height: 40 })
      .toBuffer()
      .then((top) => sharp(top).stats());
    expect(dominant.r).toBeGreaterThan(150);
  });

  it('is left out when nothing can be read of it, in every process, until it is corrected', async () => {
    const { media, put, cacheDir } = open();
    const file = put('a.png', pngOf(600, 400));
    expect(await media.find('/media/a.png')).toBeDefined();
    expect(await media.problem('/media/a.png')).toMatchObject({
      reason: expect.stringContaining('left out'),
    });
    expect(await media.find('/media/a.png')).toBeUndefined();
    expect(await media.cut('/media/a.png', '240w', 'jpg')).toBeUndefined();
    const other = openMedia(path.resolve(path.dirname(file), '..'), cacheDir);
    expect(other.findNow('/media/a.png')).toBeUndefined();
    put('a.png', await photograph(600, 400).png().toBuffer());
    expect(await media.find('/media/a.png')).toBeDefined();
    expect(await media.problem('/media/a.png')).toBeUndefined();
  });

  it('is left out after the first try to cut it', async () => {
    const { media, put } = open();
    put('a.webp', (await photograph(600, 400).webp().toBuffer()).subarray(0, 60));
    expect(await media.find('/media/a.webp')).toBeDefined();
    expect(await media.cut('/media/a.webp', '240w', 'jpg')).toBeUndefined();
    expect(await media.find('/media/a.webp')).toBeUndefined();
  });

  it.each(['jpg', 'png', 'webp', 'avif', 'gif', 'svg'])(
    'is no picture when only its first bytes came: %s',
    async (end) => {
      const { media, put } = open();
      put(`empty.${end}`, '');
      put(`first.${end}`, Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
      expect((await media.problem(`/media/empty.${end}`))?.reason).toBe(
        `The picture /media/empty.${end} is an empty file.`,
      );
      expect(await media.problem(`/media/first.${end}`)).toBeDefined();
      for (const name of ['empty', 'first']) {
        expect(await media.find(`/media/${name}.${end}`)).toBeUndefined();
        expect(await media.cut(`/media/${name}.${end}`, '240w', 'jpg')).toBeUndefined();
      }
    },
  );
});

describe('a photograph', () => {
  it('of a printer is shown in the colours of a screen', async () => {
    const { media, put } = open();
    put('a.jpg', await photograph(300, 200).toColourspace('cmyk').jpeg().toBuffer());
    expect(await media.problem('/media/a.jpg')).toBeUndefined();
    const made = await sharp(await media.cut('/media/a.jpg', '240w', 'webp')).metadata();
    expect(made).toMatchObject({ space: 'srgb', channels: 3 });
  });

  it('of 300 million pixels is named, and not decoded', async () => {
    const { media, put } = open();
    put('a.png', pngOf(20_000, 15_000));
    const started = performance.now();
    expect((await media.problem('/media/a.png'))?.reason).toBe(
      'The picture /media/a.png is too large: 20000 by 15000 pixels, where 64 million in all are the most.',
    );
    expect(await media.find('/media/a.png')).toBeUndefined();
    expect(await media.cut('/media/a.png', '240w', 'jpg')).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each(['jfif', 'jpe', 'JPG'])('may end in .%s', async (end) => {
    const { media, put } = open();
    put(`a.${end}`, await photograph(300, 200).jpeg().toBuffer());
    expect(await media.find(`/media/a.${end}`)).toMatchObject({ type: 'image/jpeg', width: 300 });
  });

  it.each(['tif', 'bmp', 'heic', 'psd'])('of a kind that browsers do not show is named: .%s', async (end) => {
    const { media, put } = open();
    put(`a.${end}`, 'anything');
    expect(await media.problem(`/media/a.${end}`)).toEqual({
      reason: `The picture /media/a.${end} is of a kind that browsers do not show.`,
      fix: 'Save it as JPEG, PNG, WebP, AVIF, GIF or SVG.',
    });
    expect(await media.find(`/media/a.${end}`)).toBeUndefined();
  });

  it('is not said to be missing when it is there, and is when it is not', async () => {
    const { media, put } = open();
    put('a.jpg', 'no picture');
    expect((await media.problem('/media/a.jpg'))?.reason).not.toContain('no picture /media');
    expect((await media.problem('/media/b.jpg'))?.reason).toBe('There is no picture /media/b.jpg.');
  });

  it('that moves is known as one', async () => {
    const { media, put } = open();
    const frames = await Promise.all(
      [0, 128, 255].map((grey) =>
        sharp({ create: { width: 40, height: 30, channels: 3, background: { r: grey, g: 0, b: 0 } } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = sharp(frames, { join: { animated: true } });
    put('moving.webp', await moving.clone().webp().toBuffer());
    put('moving.gif', await moving.clone().gif().toBuffer());
    put('still.webp', await photograph(40, 30).webp().toBuffer());
    put('still.png', await photograph(40, 30).png().toBuffer());
    const still = await photograph(40, 30).png().toBuffer();
    // The chunk that makes a PNG an animation comes before the picture itself.
    const control = Buffer.concat([Buffer.from([0, 0, 0, 8]), Buffer.from('acTL'), Buffer.alloc(12)]);
    put('moving.png', Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]));
    const moves = async (name: string) => (await media.find(`/media/${name}`))?.moves;
    expect(await Promise.all(['moving.webp', 'moving.gif', 'moving.png'].map(moves))).toEqual([
      true,
      true,
      true,
    ]);
    expect(await Promise.all(['still.webp', 'still.png'].map(moves))).toEqual([false, false]);
    expect(await media.find('/media/moving.webp')).toMatchObject({ width: 40, height: 30 });
  });

  it('is made one at a time, and once for all who ask for it at once', async () => {
    const { media, put, cacheDir } = open();
    const large = await photograph(4000, 3000).jpeg().toBuffer();
    for (let number = 0; number < 6; number++) put(`${number}.jpg`, large);
    const before = process.memoryUsage().rss;
    const made = await Promise.all(
      Array.from({ length: 18 }, (_, place) => media.cut(`/media/${place % 6}.jpg`, '480w', 'webp')),
    );
    expect(made.every((bytes) => bytes && bytes.length > 100)).toBe(true);
    expect(readdirSync(path.join(cacheDir, 'images'))).toHaveLength(6);
    expect(process.memoryUsage().rss - before).toBeLessThan(250e6);
  });
});

describe('a name', () => {
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>';

  it.each([
    ['my photo.svg', '/media/my%20photo.svg'],
    ['Übung.svg', '/media/%C3%9Cbung.svg'],
    ['50% off.svg', '/media/50% off.svg'],
    ['50% off.svg', '/media/50%25%20off.svg'],
    ['a%20b.svg', '/media/a%20b.svg'],
    ['100%.svg', '/media/100%.svg'],
  ])('is found as it is and percent-encoded: %s at %s', async (name, src) => {
    const { media, put } = open();
    put(name, drawing);
    expect(await media.find(src)).toMatchObject({ src: `/media/${name}` });
    expect(media.has(src)).toBe(true);
  });

  it.each(['.git/a.svg', '.trash/a.svg', '.a.svg', 'x/.y/a.pdf'])(
    'in a hidden folder is not found: %s',
    async (name) => {
      const { media, put } = open();
      put(name, drawing);
      expect(await media.find(`/media/${name}`)).toBeUndefined();
      expect(media.file(`/media/${name}`)).toBeUndefined();
      expect(media.has(`/media/${name}`)).toBe(false);
    },
  );

  it.each(['/media/%', '/media/%25', '/media/%E0%A4%A', '/media/%00', '/media/%2e%2e/x.svg'])(
    'of nothing is not found: %s',
    async (src) => {
      const { media } = open();
      expect(await media.find(src)).toBeUndefined();
      expect(media.has(src)).toBe(false);
      expect(await media.cut(src, '240w', 'jpg')).toBeUndefined();
    },
  );
});

describe('the pictures that were made', () => {
  it('are sent although they cannot be kept', async () => {
    const { media, put, cacheDir } = open();
    put('a.jpg', await photograph(300, 200).jpeg().toBuffer());
    mkdirSync(cacheDir);
    // A file has the place of their folder.
    writeFileSync(path.join(cacheDir, 'images'), '');
    expect((await media.cut('/media/a.jpg', '240w', 'webp'))?.length).toBeGreaterThan(100);
  });

  it('are kept within a limit, those used last', async () => {
    const { media, put, cacheDir } = open({ maxKeptBytes: 40_000 });
    const images = path.join(cacheDir, 'images');
    const cut = async (number: number) => {
      put(
        `${number}.png`,
        await photograph(300 + number, 200)
          .png()
          .toBuffer(),
      );
      await media.cut(`/media/${number}.png`, '240w', 'jpg');
    };
    const seen = new Set<string>();
    const fresh = () => readdirSync(images).filter((name) => !seen.has(name) && seen.add(name));
    await cut(0);
    const [first = ''] = fresh();
    for (let number = 1; number < 12; number++) {
      await cut(number);
      for (const name of fresh()) {
        // Each is older than the one before it, but the first is used again.
        const age = (20 - number) * 3_600_000 * 2;
        utimesSync(path.join(images, name), new Date(Date.now() - age), new Date(Date.now() - age));
      }
      await media.cut('/media/0.png', '240w', 'jpg');
    }
    const left = readdirSync(images);
    expect(left.length).toBeLessThanOrEqual(10);
    expect(left).toContain(first);
    expect((await media.cut('/media/1.png', '240w', 'jpg'))?.length).toBeGreaterThan(100);
  });
});
