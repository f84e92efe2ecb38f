import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openMedia } from '../../lib/media.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../newsroom');

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-media-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const contentDir = path.join(folder, 'content');
  const cacheDir = path.join(folder, 'cache');
  cpSync(FIXTURE, contentDir, { recursive: true });
  const put = (file: string, bytes: string | Uint8Array) => {
    const whole = path.join(contentDir, 'media', file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, bytes);
    return whole;
  };
  return { media: openMedia(contentDir, cacheDir), contentDir, cacheDir, put };
}

/** A picture that is red on its left half and blue on its right. */
const twoHalves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: '#0000ff' } },
      left: width / 2,
      top: 0,
    },
  ]);

const svg = (width: number, height: number, fill = '#ff0000') =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="${fill}"/></svg>`;

const flat = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

describe('a picture', () => {
  it('is found with its type and size', async () => {
    const { media, contentDir } = open();
    expect(await media.find('/media/cover.svg')).toMatchObject({
      file: path.join(contentDir, 'media/cover.svg'),
      type: 'image/svg+xml',
      width: 1600,
      height: 900,
    });
  });

  it.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
    ['avif', 'image/avif'],
  ] as const)('may be a %s', async (format, type) => {
    const { media, put } = open();
    put(
      `deep/in/a.${format}`,
      await sharp(await flat(40, 30, '#ffffff'))
        .toFormat(format)
        .toBuffer(),
    );
    expect(await media.find(`/media/deep/in/a.${format}`)).toMatchObject({ type, width: 40, height: 30 });
  });

  it.each([
    '/media/none.svg',
    '/media/',
    '/media',
    '/media/../content/articles/2026/plain-story.md',
    '/media/../../cover.svg',
    '/media/..%2fcover.svg',
    '/media\\cover.svg',
    '/media/..\\cover.svg',
    '/media/cover.svg\0',
    'media/cover.svg',
    '/cover.svg',
    '//evil.test/media/cover.svg',
    'https://evil.test/media/cover.svg',
    '',
  ])('is not found at %j', async (src) => {
    expect(await open().media.find(src)).toBeUndefined();
  });

  it.each(['/media/../outside.svg', '/media/../media-private/inside.svg', '/media/a/../../outside.svg'])(
    'is not found outside of the folder: %s',
    async (src) => {
      const { media, put } = open();
      put('../outside.svg', svg(10, 20));
      put('../media-private/inside.svg', svg(10, 20));
      expect(await media.find(src)).toBeUndefined();
    },
  );

  it('is not found by a backslash, which is a slash on Windows', async () => {
    const { media, put } = open();
    put('a\\b.svg', svg(10, 20));
    expect(await media.find('/media/a\\b.svg')).toBeUndefined();
  });

  it.each(['notes.txt', 'page.html', 'script.js', 'none'])(
    'is not a file of another kind: %s',
    async (file) => {
      const { media, put } = open();
      put(file, 'text');
      expect(await media.find(`/media/${file}`)).toBeUndefined();
    },
  );

  it.each(['png', 'jpg', 'svg'])('is not a file that only has the name of one: %s', async (ending) => {
    const { media, put } = open();
    put(`broken.${ending}`, 'not a picture');
    expect(await media.find(`/media/broken.${ending}`)).toBeUndefined();
  });

  it.each([
    ['its view box alone', 'viewBox="0 0 1200 800"', { width: 1200, height: 800 }],
    ['a width and its view box', 'width="600" viewBox="0 0 1200 800"', { width: 600, height: 400 }],
    ['shares of the page', 'width="100%" height="100%" viewBox="0 0 30 20"', { width: 30, height: 20 }],
    ['millimetres', 'width="25.4mm" height="50.8mm"', { width: 96, height: 192 }],
    ['nothing, as browsers show it', '', { width: 300, height: 150 }],
    ['no extent', 'width="0" height="0"', undefined],
  ])('that is a drawing has the size that it says with %s', async (_, attributes, size) => {
    const { media, put } = open();
    put('drawing.svg', `<?xml version="1.0"?><!-- drawn --><svg xmlns="a" ${attributes}><g/></svg>`);
    const found = await media.find('/media/drawing.svg');
    expect(found && { width: found.width, height: found.height }).toEqual(size);
  });

  it('is not a folder', async () => {
    const { media, contentDir } = open();
    mkdirSync(path.join(contentDir, 'media/folder.png'));
    expect(await media.find('/media/folder.png')).toBeUndefined();
  });

  it.each(['svg', 'png'])('is measured again when it has changed: %s', async (ending) => {
    const { media, put } = open();
    const drawn = async (width: number, height: number) =>
      ending === 'svg' ? svg(width, height) : flat(width, height, '#ff0000');
    utimesSync(put(`a.${ending}`, await drawn(10, 20)), 1, 1);
    expect(await media.find(`/media/a.${ending}`)).toMatchObject({ width: 10, height: 20 });
    put(`a.${ending}`, await drawn(30, 40));
    expect(await media.find(`/media/a.${ending}`)).toMatchObject({ width: 30, height: 40 });
  });

  it('is gone when its file is', async () => {
    const { media, put } = open();
    const file = put('a.svg', svg(10, 20));
    expect(await media.find('/media/a.svg')).toMatchObject({ width: 10 });
    rmSync(file);
    expect(await media.find('/media/a.svg')).toBeUndefined();
  });

  it('that a camera held upright is as wide as a browser shows it', async () => {
    const { media, put } = open();
    put('a.jpg', await twoHalves(60, 40).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(await media.find('/media/a.jpg')).toMatchObject({ width: 40, height: 60 });
  });
});

describe('a picture in a shape', () => {
  it.each([
    ['1600x900', 1600, 900],
    ['1200x900', 1200, 900],
    ['1200x1200', 1200, 1200],
    ['1200x630', 1200, 630],
    ['480w', 480, 270],
  ])('of %s has its size', async (shape, width, height) => {
    const made = await open().media.cut('/media/cover.svg', shape, 'jpg');
    expect(await sharp(made).metadata()).toMatchObject({ format: 'jpeg', width, height });
  });

  it.each(['webp', 'avif', 'jpg'] as const)(
    'is made of a sound picture that is very tall, as %s',
    async (format) => {
      const { media, put } = open();
      put('tall.png', await flat(1000, 18_000, '#336699'));
      const made = await sharp(await media.cut('/media/tall.png', '960w', format)).metadata();
      expect([made.width, made.height]).toEqual([910, 16_383]);
      expect(await media.find('/media/tall.png')).toMatchObject({ width: 1000, height: 18_000 });
      expect(await media.problem('/media/tall.png')).toBeUndefined();
    },
  );

  it('may be WebP', async () => {
    const made = await open().media.cut('/media/cover.svg', '240w', 'webp');
    expect(await sharp(made).metadata()).toMatchObject({ format: 'webp', width: 240, height: 135 });
  });

  it('may be AVIF', async () => {
    const made = await open().media.cut('/media/cover.svg', '240w', 'avif');
    expect(await sharp(made).metadata()).toMatchObject({ format: 'heif', width: 240, height: 135 });
  });

  it('is not made wider than it is by a width alone', async () => {
    const { media, put } = open();
    put('a.png', await twoHalves(300, 200).png().toBuffer());
    expect(await sharp(await media.cut('/media/a.png', '960w', 'webp')).metadata()).toMatchObject({
      width: 300,
      height: 200,
    });
  });

  it.each(['1x1', '9999x9999', '1600X900', '16000w', '', '1600x900x', '../1600x900', '__proto__'])(
    'is made in no other shape: %j',
    async (shape) => {
      const { media, cacheDir } = open();
      expect(await media.cut('/media/cover.svg', shape, 'jpg')).toBeUndefined();
      expect(() => readdirSync(path.join(cacheDir, 'images'))).toThrow(/ENOENT/);
    },
  );

  it('is not made of a picture that is not there', async () => {
    expect(await open().media.cut('/media/none.svg', '1200x900', 'jpg')).toBeUndefined();
  });

  it('is kept, and given again', async () => {
    const { media, cacheDir } = open();
    const first = await media.cut('/media/cover.svg', '1200x630', 'jpg');
    const [file, ...others] = readdirSync(path.join(cacheDir, 'images'));
    expect(others).toEqual([]);
    writeFileSync(path.join(cacheDir, 'images', file ?? ''), 'kept');
    expect(Buffer.from((await media.cut('/media/cover.svg', '1200x630', 'jpg')) ?? []).toString()).toBe(
      'kept',
    );
    expect(first?.length).toBeGreaterThan(1000);
  });

  it.each(['svg', 'png'])('is made again when the picture has changed: %s', async (ending) => {
    const { media, put } = open();
    const drawn = async (colour: string) => (ending === 'svg' ? svg(120, 90, colour) : flat(120, 90, colour));
    utimesSync(put(`a.${ending}`, await drawn('#ff0000')), 1, 1);
    const before = await sharp(await media.cut(`/media/a.${ending}`, '1200x900', 'jpg')).stats();
    put(`a.${ending}`, await drawn('#0000ff'));
    const after = await sharp(await media.cut(`/media/a.${ending}`, '1200x900', 'jpg')).stats();
    expect([before.dominant.r > 200, before.dominant.b > 200]).toEqual([true, false]);
    expect([after.dominant.r > 200, after.dominant.b > 200]).toEqual([false, true]);
  });

  it('leaves no half picture behind', async () => {
    const { media, cacheDir } = open();
    await Promise.all(Array.from({ length: 4 }, () => media.cut('/media/cover.svg', '240w', 'jpg')));
    expect(readdirSync(path.join(cacheDir, 'images')).filter((name) => !name.endsWith('.jpg'))).toEqual([]);
  });

  it('is white where the picture is clear', async () => {
    const { media, put } = open();
    put(
      'a.png',
      await sharp({ create: { width: 9, height: 9, channels: 4, background: '#0000' } })
        .png()
        .toBuffer(),
    );
    const { dominant } = await sharp(await media.cut('/media/a.png', '240w', 'jpg')).stats();
    expect(Math.min(dominant.r, dominant.g, dominant.b)).toBeGreaterThan(240);
  });

  it('is upright when the camera was turned', async () => {
    const { media, put } = open();
    put('a.jpg', await twoHalves(600, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    const made = await media.cut('/media/a.jpg', '240w', 'jpg');
    expect(await sharp(made).metadata()).toMatchObject({ width: 240, height: 360 });
    const top = await sharp(made).extract({ left: 0, top: 0, width: 240, height: 100 }).toBuffer();
    const { dominant } = await sharp(top).stats();
    expect([dominant.r > 200, dominant.b > 200]).toEqual([true, false]);
  });
});

describe('a drawing that a page holds', () => {
  const drawingIn = (address = '') => decodeURIComponent(address.slice('data:image/svg+xml,'.length));

  it('is all in its address, with no sign that would end one', async () => {
    const { media, put } = open();
    const drawing = svg(160, 90).replace('<rect', '<title>50% "A" &amp; \'B\' #1</title>\n  <rect');
    put('held.svg', drawing);
    const address = await media.inlineSrc('/media/held.svg');
    expect(address).toMatch(/^data:image\/svg\+xml,[^"#&<>\n]+$/);
    expect(drawingIn(address)).toBe(drawing.replace(/\s+/g, ' ').replaceAll('> <', '><'));
  });

  it('keeps the blanks between its words', async () => {
    const { media, put } = open();
    const drawing = svg(160, 90).replace('<rect', '<text><tspan>A</tspan> <tspan>B</tspan></text> <rect');
    put('words.svg', drawing);
    expect(drawingIn(await media.inlineSrc('/media/words.svg'))).toBe(drawing.replace(/\s+/g, ' '));
  });

  it('is the one that lies there now', async () => {
    const { media, put } = open();
    put('held.svg', svg(160, 90, 'red'));
    expect(drawingIn(await media.inlineSrc('/media/held.svg'))).toContain('red');
    put('held.svg', svg(160, 90, 'blue'));
    expect(drawingIn(await media.inlineSrc('/media/held.svg'))).toContain('blue');
  });

  it('is not a large one, a photograph, or one that is not there', async () => {
    const { media, put } = open();
    put('large.svg', svg(160, 90).replace('<rect', `<!--${'x'.repeat(4000)}--><rect`));
    put('photo.png', await flat(16, 9, 'red'));
    for (const src of [
      '/media/large.svg',
      '/media/photo.png',
      '/media/none.svg',
      '/media/../pages/about.svg',
    ]) {
      expect(await media.inlineSrc(src)).toBeUndefined();
    }
  });
});

describe('a link in the media', () => {
  it('is followed within the folder, and not out of it', async () => {
    const { media, put, contentDir } = open();
    const whole = put('real.svg', svg(4, 3));
    symlinkSync(whole, path.join(contentDir, 'media/inside.svg'));
    writeFileSync(path.join(contentDir, 'outside.svg'), svg(4, 3));
    symlinkSync('../outside.svg', path.join(contentDir, 'media/outside.svg'));
    symlinkSync('/etc/hosts', path.join(contentDir, 'media/hosts.txt'));
    symlinkSync('/etc', path.join(contentDir, 'media/etc'));
    expect(await media.find('/media/inside.svg')).toMatchObject({ width: 4, height: 3 });
    expect(await media.find('/media/outside.svg')).toBeUndefined();
    for (const src of ['/media/hosts.txt', '/media/etc/hosts']) expect(media.file(src)).toBeUndefined();
  });
});
