/**
 * How many slips of the hand lie between two words: letters put in, left out or taken for another, and neighbours
 * swapped (Damerau-Levenshtein, restricted: no letter is touched twice).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let left = row;
    for (let column = 1; column <= b.length; column++) {
      const other = a.charCodeAt(row - 1) === b.charCodeAt(column - 1) ? 0 : 1;
      left = Math.min((last[column] ?? 0) + 1, left + 1, (last[column - 1] ?? 0) + other);
      if (row > 1 && column > 1 && isSwapped(a, row, b, column)) {
        left = Math.min(left, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(left);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

function isSwapped(a: string, row: number, b: string, column: number): boolean {
  return (
    a.charCodeAt(row - 1) === b.charCodeAt(column - 2) && a.charCodeAt(row - 2) === b.charCodeAt(column - 1)
  );
}
