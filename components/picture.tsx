import type { Picture as PictureData } from '../lib/catalog.ts';
import { sourceSet } from '../lib/picture-sizes.ts';
import { urls } from '../lib/urls.ts';

type Props = {
  picture: PictureData;
  /** Pixels of the shape in which the layout shows it; the style sheet scales it. */
  width: number;
  height: number;
  /** How wide the layout shows it, as the `sizes` attribute says it. */
  sizes: string;
  /** Pixels that the layout gives it at most. A photograph that has fewer is shown in its own size. */
  widest?: number;
  /** The picture that a reader sees first is fetched before others; all others wait until they come near. */
  first?: boolean;
  /** An address that holds the picture itself, so that the page does not wait for it. */
  inlineSrc?: string | undefined;
  /** Empty where the same is said beside it, as in a card whose headline follows. */
  alt?: string;
};

/** A drawing and an animation go out as they are; a photograph in the width that the screen needs, AVIF where it is known. */
export function Picture({
  picture,
  width,
  height,
  sizes,
  widest = 0,
  first = false,
  inlineSrc,
  alt = picture.alt,
}: Props) {
  const { src, size, focus, moves } = picture;
  const isSmall = size !== undefined && size.width < widest;
  const isWhole = moves || isSmall;
  const webp = isWhole ? undefined : sourceSet(src, 'webp', size?.width);
  const avif = isWhole ? undefined : sourceSet(src, 'avif', size?.width);
  const image = (
    <img
      className={isSmall ? 'small' : undefined}
      style={focus && { objectPosition: `${focus[0]}% ${focus[1]}%` }}
      src={inlineSrc ?? urls.file(src)}
      srcSet={webp}
      sizes={webp && sizes}
      alt={alt}
      width={width}
      height={height}
      loading={first ? undefined : 'lazy'}
      fetchPriority={first && !inlineSrc ? 'high' : undefined}
    />
  );
  if (!avif) return image;
  return (
    <picture>
      <source type="image/avif" srcSet={avif} sizes={sizes} />
      {image}
    </picture>
  );
}
