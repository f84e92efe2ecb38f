import { createServer } from 'node:net';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { faultOf } from '../../../lib/store/fault.ts';
import { openStore } from '../../../lib/store.ts';

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

  it.each([
    ['corrupted migrations: previously executed migration 9_x is missing', 'newer', 'of a newer version'],
    ['table "secrets" already exists', 'damaged', 'damaged'],
  ])('of the versions of its tables is told: %s', (message, kind, words) => {
    const fault = faultOf(new Error(message), { dataDir: '/data' });
    expect(fault).toEqual({ kind, sentence: expect.stringContaining(words) });
  });

  it('may come from the system', () => {
    const error = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(faultOf(error, { dataDir: '/data' })).toMatchObject({ kind: 'full' });
  });
});

describe('an address that cannot be used', () => {
  const sentenceOf = async (databaseUrl: string) => {
    const place = { dataDir: '/data', databaseUrl };
    const error = await openStore(place).then(
      () => undefined,
      (found: unknown) => found,
    );
    return faultOf(error, place).sentence;
  };
  const change = (parts: Partial<URL>) => Object.assign(new URL(inject('databaseUrl')), parts).href;

  it.each<[string, Partial<URL>, string]>([
    ['a wrong password', { password: 'not-this' }, 'refuses the user or the password'],
    ['an unknown user', { username: 'unknown' }, 'refuses the user or the password'],
    ['no such database', { pathname: '/nowhere' }, 'has no database “nowhere”'],
    ['a closed port', { port: '9' }, 'nothing listens at 127.0.0.1:9'],
    ['an unknown host', { hostname: 'nowhere.invalid' }, 'host nowhere.invalid is unknown'],
    ['TLS that is not there', { search: '?sslmode=require' }, 'offers no TLS'],
  ])('for %s says what to do', async (_, parts, words) => {
    const sentence = await sentenceOf(change(parts));
    expect(sentence).toContain(words);
    expect(sentence).toMatch(/^DATABASE_URL: [^\n]+\.$/);
    expect(sentence).not.toContain('not-this');
  });

  it('for a host that keeps silent says so in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const started = performance.now();
    expect(await sentenceOf(change({ port }))).toContain('does not answer');
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('takes an @ in a password as it is', async () => {
    const sentence = await sentenceOf('postgres://user:a@b@127.0.0.1:9/none');
    expect(sentence).toContain('nothing listens at 127.0.0.1:9');
    expect(sentence).not.toMatch(/a@b|a%40b/);
  });
});
