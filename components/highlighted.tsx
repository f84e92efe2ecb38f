import type { Piece } from '../lib/catalog.ts';

/** A text with the words of a search marked. */
export function Highlighted({ pieces }: { pieces: Piece[] }) {
  return pieces.map(({ text, isMatch }, place) => {
    return isMatch ? <mark key={place}>{text}</mark> : text;
  });
}
