import type { Picture as PictureData } from '../lib/catalog.ts';

type Props = {
  picture: PictureData;
  /** Pixels of the shape in which the layout shows it; the style sheet scales it. */
  width: number;
  height: number;
  /** The picture that a reader sees first is fetched before others; all others wait until they come near. */
  first?: boolean;
  /** Empty where the same is said beside it, as in a card whose headline follows. */
  alt?: string;
};

export function Picture({ picture, width, height, first = false, alt = picture.alt }: Props) {
  return (
    <img
      src={picture.src}
      alt={alt}
      width={width}
      height={height}
      loading={first ? undefined : 'lazy'}
      fetchPriority={first ? 'high' : undefined}
      decoding={first ? undefined : 'async'}
    />
  );
}
