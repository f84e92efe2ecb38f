import { expect, it } from 'vitest';
import { counted } from '../../lib/counted.ts';

it.each([
  [0, '0 rows'],
  [1, '1 row'],
  [2, '2 rows'],
])('counted says %i as %j', (count, said) => {
  expect(counted(count, 'row')).toBe(said);
});
