/**
 * Asks until it is so, for a second at most: so long may a change take to reach a reader.
 * @returns whether it became so
 */
export async function withinASecond(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + 1000;
  while (performance.now() < deadline) if (await isSo()) return true;
  return false;
}
