import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../lib/store/fault.ts';

const DATABASE_URL = 'postgres://user:p%40ss-word@db.test:5433/newsroom';
const postgres = (code: string, message = '') =>
  faultOf(Object.assign(new Error(message), { code }), { dataDir: '/data', databaseUrl: DATABASE_URL });
const sqlite = (errcode: number) =>
  faultOf(Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode }), { dataDir: '/data' });

describe('a fault of PostgreSQL', () => {
  it.each([
    ['28P01', '', 'refused', 'refuses the user or the password'],
    ['28000', '', 'refused', '%40'],
    ['3D000', '', 'refused', 'no database “newsroom”'],
    ['53100', '', 'full', 'disk is full'],
    ['53300', '', 'refused', 'max_connections'],
    ['57P03', '', 'unreachable', 'starting or stopping'],
    ['25006', '', 'read-only', 'is read-only'],
    ['ENOTFOUND', '', 'unreachable', 'host db.test is unknown'],
    ['ECONNREFUSED', '', 'unreachable', 'nothing listens at db.test:5433'],
    ['', 'timeout exceeded when trying to connect', 'unreachable', 'does not answer'],
    ['', 'Connection terminated unexpectedly', 'unreachable', 'does not answer'],
    ['', 'The server does not support SSL connections', 'refused', 'offers no TLS'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', '', 'refused', 'is not trusted'],
    ['XX000', 'odd: p@ss-word and p%40ss-word', 'other', 'odd: … and …'],
  ])('%s %s is %s: one sentence that names the variable', (code, message, kind, words) => {
    const fault = postgres(code, message);
    expect(fault.kind).toBe(kind);
    expect(fault.sentence).toMatch(/^DATABASE_URL: [^\n]+\.$/);
    expect(fault.sentence).toContain(words);
    expect(fault.sentence).not.toMatch(/p@ss-word|p%40ss-word/);
  });
});

describe('a fault of SQLite', () => {
  it.each([
    [13, 'full', 'disk is full'],
    [5, 'busy', 'locked by another program'],
    [261, 'busy', 'locked by another program'],
    [8, 'read-only', 'read-only'],
    [11, 'damaged', 'damaged'],
    [26, 'damaged', 'damaged'],
    [14, 'unreachable', 'DATA_DIR'],
    [1, 'other', 'cannot be used: x'],
  ])('%i is %s', (errcode, kind, words) => {
    expect(sqlite(errcode)).toEqual({ kind, sentence: expect.stringContaining(words) });
    expect(sqlite(errcode).sentence).toContain('/data');
  });

  it('may come from the system', () => {
    const error = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(faultOf(error, { dataDir: '/data' })).toMatchObject({ kind: 'full' });
  });
});
