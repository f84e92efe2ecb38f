import { urls } from './urls.ts';

/** Pixels of width in which a photograph is offered; lib/media.ts makes these and no others. */
const WIDTHS = [240, 480, 960, 1600];

/** @returns the `srcset` of a photograph; undefined for a drawing (SVG) and an animation (GIF), which go out as they are. */
export function sourceSet(src: string, format: 'webp' | 'avif'): string | undefined {
  if (!/\.(?:jpe?g|jpe|jfif|png|webp|avif)$/i.test(src)) return undefined;
  return WIDTHS.map((width) => `${urls.image(src, `${width}w`, format)} ${width}w`).join(', ');
}
