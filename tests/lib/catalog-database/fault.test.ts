import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { catalogFault } from '../../../lib/catalog-database/fault.ts';

const fromSqlite = (errcode: number) => Object.assign(new Error('from SQLite'), { errcode });

it.each([
  [5, 'locked', 'End the program'],
  [5 | (1 << 8), 'locked', 'End the program'],
  [13, 'full', 'The disk is full'],
  // An I/O error on a disk that has room.
  [10 | (19 << 8), 'other', 'from SQLite'],
  [11, 'other', 'from SQLite'],
])('an error with the code %i of SQLite is told as %s', (code, kind, words) => {
  const fault = catalogFault(fromSqlite(code), tmpdir());
  expect(fault.kind).toBe(kind);
  expect(fault.sentence).toContain(words);
  expect(fault.sentence).toContain(tmpdir());
});

it.each([new Error('no code'), 'a text', undefined])('any other error is told as it is: %s', (error) => {
  expect(catalogFault(error, '/nowhere').kind).toBe('other');
});
