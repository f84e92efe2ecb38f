import { urls } from './urls.ts';

/** Pixels of width in which a photograph is offered; lib/media.ts makes these and no others. */
const WIDTHS = [240, 480, 960, 1600];

/**
 * @param own pixels of the photograph's own width, when that is known: it is not made larger
 * @returns the `srcset` of a photograph; undefined for a drawing (SVG) and an animation (GIF), which go
 * out as they are
 */
export function sourceSet(
  src: string,
  format: 'webp' | 'avif',
  own = Number.POSITIVE_INFINITY,
): string | undefined {
  if (!/\.(?:jpe?g|jpe|jfif|png|webp|avif)$/i.test(src)) return undefined;
  const widths = WIDTHS.filter((_, place) => place === 0 || (WIDTHS[place - 1] ?? 0) < own);
  return widths.map((width) => `${urls.image(src, `${width}w`, format)} ${width}w`).join(', ');
}
