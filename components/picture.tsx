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
  first = false,
  inlineSrc,
  alt = picture.alt,
}: Props) {
  const webp = picture.moves ? undefined : sourceSet(picture.src, 'webp');
  const avif = picture.moves ? undefined : sourceSet(picture.src, 'avif');
  const image = (
    <img
      src={inlineSrc ?? urls.file(picture.src)}
      srcSet={webp}
      sizes={webp && sizes}
      alt={alt}
      width={width}
      height={height}
      loading={first ? undefined : 'lazy'}
      fetchPriority={first && !inlineSrc ? 'high' : undefined}
      decoding={first ? undefined : 'async'}
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
