import { createElement, Fragment, type ReactNode } from 'react';

/** A message that holds elements, from the pieces that `lib/messages.ts` gives. They are children of their own: none needs a key. */
export function Phrase({ pieces }: { pieces: readonly ReactNode[] }) {
  return createElement(Fragment, null, ...pieces);
}
