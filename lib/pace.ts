/** How a long work goes on. */

/** Told how many pieces of how many are done. */
export type OnProgress = (done: number, total: number) => void;

/** Of background work. */
export type Pace = {
  onProgress?: OnProgress | undefined;
  /** Lets others go first after each piece. @param worked milliseconds that it took */
  rest?(worked: number): Promise<unknown>;
  /** Asked after each piece: whether to stop, because something else has to be done first. */
  isEnough?(): boolean;
};
