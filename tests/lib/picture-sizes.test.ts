import { expect, it } from 'vitest';
import { sourceSet } from '../../lib/picture-sizes.ts';

it.each(['/media/a.jpg', '/media/a.JPEG', '/media/a.png', '/media/a.webp', '/media/a.avif'])(
  'offers a photograph in four widths: %s',
  (src) => {
    expect(sourceSet(src, 'avif')).toBe(
      [240, 480, 960, 1600].map((width) => `/images/${width}w${src}.avif ${width}w`).join(', '),
    );
  },
);

it.each(['/media/a.svg', '/media/a.gif', '/emblem.svg', '/media/jpg'])(
  'leaves a drawing as it is: %s',
  (src) => {
    expect(sourceSet(src, 'webp')).toBeUndefined();
  },
);

it.each([
  [50, [240]],
  [240, [240]],
  [700, [240, 480, 960]],
  [8000, [240, 480, 960, 1600]],
])('offers a photograph of %i pixels in no width but the next above its own', (own, widths) => {
  const offered = sourceSet('/media/a.jpg', 'webp', own)?.split(', ') ?? [];
  expect(offered.map((candidate) => candidate.split(' ')[1])).toEqual(widths.map((width) => `${width}w`));
});

it('keeps a space from ending an address', () => {
  expect(sourceSet('/media/a b.jpg', 'webp')?.split(', ')[0]).toBe('/images/240w/media/a%20b.jpg.webp 240w');
});
