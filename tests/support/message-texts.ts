/** All texts of a table of messages, with what it makes of numbers, names and links. */

/** Takes the place in a text where the message holds what it was given. */
export const GIVEN = '§';

/** Whatever a message expects: a number, a name, an element, what makes a link, or a group of them. */
function given(number: number): unknown {
  const makeLink = (text: unknown) => String(text);
  return new Proxy(makeLink, {
    get: (_, name) =>
      name === Symbol.toPrimitive ? (hint: string) => (hint === 'number' ? number : GIVEN) : given(number),
  });
}

export type Text = { path: string; text: string };

/** @param number the count that the messages are given */
export function textsOf(table: unknown, number: number, path = ''): Text[] {
  if (typeof table === 'string') return [{ path, text: table }];
  if (typeof table === 'function') {
    const argument = given(number);
    const made: unknown = Reflect.apply(table, undefined, [argument, argument, argument, argument]);
    const text = Array.isArray(made) ? made.map((piece) => `${piece}`).join(GIVEN) : `${made}`;
    return [{ path, text }];
  }
  if (typeof table !== 'object' || table === null) return [];
  return Object.entries(table).flatMap(([name, inner]) => textsOf(inner, number, `${path}.${name}`));
}
