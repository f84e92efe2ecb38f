/** A number with the word for what is counted: "1 row", "2 rows". For programs; pages have `lib/messages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
