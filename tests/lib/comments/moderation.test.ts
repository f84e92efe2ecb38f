import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Comments, SeenComments } from '../../../lib/comments.ts';
import { DIALECTS, emptyPlace, openAt } from '../../support/stores.ts';
import { ARTICLE, DAY, deskOn, MINUTE, openDesk, START } from './desk.ts';

const MO = { by: 'Mo', why: 'a reason' };
/** What a moderator's page would show now. */
async function seenIn(comments: Comments): Promise<SeenComments> {
  const queue = await comments.moderation.queue();
  return new Map(queue?.items.map(({ id, changes, verdict }) => [id, { changes, verdict }]));
}

const MODERATOR = { password: 'right', moderator: 'Mo', address: '192.0.2.1' };

describe.each(DIALECTS)('moderation on %s', (dialect) => {
  it('shows the queue with its context', async () => {
    const { comments, published, sent } = await deskOn(dialect);
    const parent = await published({ name: 'Parent', email: 'ada@example.org' });
    const reply = await sent({
      name: 'Reply',
      parent: parent.id,
      email: 'ADA@example.org',
      address: '192.0.2.7',
    });
    const page = await comments.moderation.queue({ state: 'held' });
    expect(page).toMatchObject({ number: 1, pages: 1, total: 1 });
    expect(page?.items).toMatchObject([
      {
        id: reply.id,
        parent: { id: parent.id, name: 'Parent' },
        address: '192.0.2.7',
        history: [{ state: 'held', by: 'screening', why: 'first comment' }],
        sameEmail: { published: 1, held: 1 },
        sameAddress: { held: 1 },
      },
    ]);
  });

  it('finds by state, article and words', async () => {
    const { comments, sent } = await deskOn(dialect);
    await sent({ name: 'Zoë', text: 'Was für ein Café, 100% gut' });
    await sent({ article: { ...ARTICLE, slug: 'other' }, text: 'Another_thing' });
    const found = async (filter: { slug?: string; query?: string }) =>
      (await comments.moderation.queue(filter))?.items.map(({ slug }) => slug);
    expect(await found({})).toEqual(['other', 'a-story']);
    expect(await found({ slug: 'other' })).toEqual(['other']);
    expect(await found({ query: 'CAFE' })).toEqual(['a-story']);
    expect(await found({ query: 'zoe' })).toEqual(['a-story']);
    expect(await found({ query: '0%' })).toEqual(['a-story']);
    expect(await found({ query: 'another_' })).toEqual(['other']);
    for (const query of ['%', '_', '~', "'", '\\']) {
      expect(await found({ query })).toEqual(query === '%' ? ['a-story'] : query === '_' ? ['other'] : []);
    }
    expect(await comments.moderation.queue({ page: 2 })).toBeUndefined();
  });

  it('judges many at once, keeps why, and undoes', async () => {
    const { comments, sent, pass } = await deskOn(dialect);
    const ids = [(await sent()).id, (await sent()).id];
    const { moderation } = comments;
    expect((await moderation.judge([...ids, 'nothing'], 'published', MO)).sort()).toEqual(ids.toSorted());
    expect(await moderation.judge(ids, 'published', MO)).toEqual([]);
    pass(1000);
    await moderation.judge(ids.slice(0, 1), 'spam', { by: 'Mo\nroot', why: 'a\r\n2026 fake line\u202e' });
    const [entry] = (await moderation.log())?.items ?? [];
    expect(entry).toMatchObject({ state: 'spam', by: 'moderator: Mo root', why: 'a 2026 fake line' });
    expect(await moderation.undo(ids.slice(0, 1), { by: 'Mo' })).toEqual(ids.slice(0, 1));
    expect((await comments.published('a-story'))?.total).toBe(2);
    await moderation.undo(ids.slice(0, 1), { by: 'Mo' });
    expect((await comments.published('a-story'))?.total).toBe(1);
    const log = await moderation.log();
    expect(log?.total).toBe(7);
    expect(await moderation.judge([], 'spam', MO)).toEqual([]);
    expect(await moderation.undo([], MO)).toEqual([]);
  });

  it('publishes nothing that its author changed since the moderator saw it', async () => {
    const { comments, sent, jump } = await deskOn(dialect);
    const { id, editKey } = await sent();
    const seen = await seenIn(comments);
    // Another machine's clock may be behind.
    jump(-20_000);
    await comments.edit(editKey, 'Something that no moderator has seen');
    expect(await comments.moderation.judge([id], 'published', { ...MO, seen })).toEqual([]);
    expect(await comments.moderation.judge([id], 'published', { ...MO, seen: new Map() })).toEqual([]);
    const now = await seenIn(comments);
    expect(await comments.moderation.judge([id], 'published', { ...MO, seen: now })).toEqual([id]);
  });

  it('publishes no changed text by an undo either', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { id, editKey } = await sent();
    expect(await comments.moderation.judge([id], 'published', MO)).toEqual([id]);
    const seen = await seenIn(comments);
    expect(await comments.edit(editKey, 'Something that the moderator has not seen')).toMatchObject({
      state: 'held',
    });
    expect(await comments.moderation.undo([id], { ...MO, seen })).toEqual([]);
    expect((await comments.own(editKey))?.state).toBe('held');
    expect(await comments.moderation.undo([id], { ...MO, seen: await seenIn(comments) })).toEqual([id]);
  });

  it('takes back no verdict but the one that it showed, and judges nothing that another has judged since', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { moderation } = comments;
    const { id } = await sent();
    const first = await seenIn(comments);
    expect(await moderation.judge([id], 'published', { ...MO, by: 'Alice', seen: first })).toEqual([id]);
    const published = await seenIn(comments);
    expect(await moderation.judge([id], 'spam', { ...MO, by: 'Bob', seen: published })).toEqual([id]);
    expect(await moderation.undo([id], { by: 'Alice', seen: published })).toEqual([]);
    expect(await moderation.judge([id], 'published', { ...MO, by: 'Alice', seen: first })).toEqual([]);
    expect((await comments.published('a-story'))?.total).toBe(0);
    expect(await moderation.undo([id], { by: 'Bob', seen: await seenIn(comments) })).toEqual([id]);
    expect((await comments.published('a-story'))?.total).toBe(1);
  });

  it('leaves alone what its author has withdrawn', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { id, editKey } = await sent();
    await comments.withdraw(editKey);
    expect(await comments.moderation.judge([id], 'published', MO)).toEqual([]);
    expect(await comments.moderation.undo([id], MO)).toEqual([]);
  });

  it('gives a comment one state when many judge it at once', async () => {
    const place = await emptyPlace(dialect);
    const desks = [await openDesk(await openAt(place)), await openDesk(await openAt(place))];
    const [one] = desks;
    if (!one) throw new Error('no desk');
    const { id } = await one.sent();
    const states = ['published', 'spam', 'deleted'] as const;
    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        desks[n % 2]?.comments.moderation.judge([id], states[n % 3] ?? 'spam', MO),
      ),
    );
    const history = (await one.comments.moderation.queue())?.items[0]?.history ?? [];
    expect(history.length).toBeGreaterThan(1);
    const verdicts = await one.store.db.selectFrom('verdicts').selectAll().orderBy('number').execute();
    expect(verdicts.map(({ number }) => number)).toEqual(verdicts.map((_, place) => place + 1));
    expect(verdicts.filter(({ newest }) => newest === 1)).toEqual([verdicts.at(-1)]);
  });

  it('lets in who has the password, until the session ends', async () => {
    const { comments, pass } = await deskOn(dialect, {}, 'right');
    const { moderation } = comments;
    const signedIn = await moderation.signIn(MODERATOR);
    if (!signedIn.signedIn) throw new Error(signedIn.reason);
    const { token } = signedIn;
    const session = await moderation.session(token);
    expect(session?.moderator).toBe('Mo');
    expect(moderation.isCsrfToken(token, session?.csrfToken ?? '')).toBe(true);
    expect(moderation.isCsrfToken('other', session?.csrfToken ?? '')).toBe(false);
    expect(await moderation.session(`${token}x`)).toBeUndefined();
    expect(await moderation.session(undefined)).toBeUndefined();
    pass(12 * 60 * MINUTE);
    expect(await moderation.session(token)).toBeUndefined();
  });

  it('ends sessions by signing out and by another password', async () => {
    const { comments, store } = await deskOn(dialect, {}, 'right');
    const tokens = [];
    for (let round = 0; round < 2; round++) {
      const signedIn = await comments.moderation.signIn(MODERATOR);
      tokens.push(signedIn.signedIn ? signedIn.token : '');
    }
    await comments.moderation.signOut(tokens[0] ?? '');
    expect(await comments.moderation.session(tokens[0])).toBeUndefined();
    expect(await comments.moderation.session(tokens[1])).toBeDefined();
    const other = await openDesk(store, {}, 'another');
    expect(await other.comments.moderation.session(tokens[1])).toBeUndefined();
  });

  it('is slow to guess', async () => {
    const { comments, pass } = await deskOn(dialect, {}, 'right');
    const guess = (password: string, address: string) =>
      comments.moderation.signIn({ password, address, moderator: 'Mo' });
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => guess(`wrong ${n}`, '192.0.2.1')));
    const reasons = guesses.map((result) => (result.signedIn ? 'in' : result.reason));
    expect(reasons.filter((reason) => reason === 'wrong').length).toBeLessThanOrEqual(5);
    expect(await guess('right', '192.0.2.1')).toMatchObject({ signedIn: false, reason: 'too-many' });
    expect(await guess('right', '192.0.2.2')).toMatchObject({ signedIn: true });
    pass(15 * MINUTE);
    expect(await guess('right', '192.0.2.1')).toMatchObject({ signedIn: true });
    expect(await guess('right', '')).toMatchObject({ signedIn: true });
  });

  it('pauses longer after each wrong password', async () => {
    const { comments, pass } = await deskOn(dialect, {}, 'right');
    const guess = (password: string) => comments.moderation.signIn({ ...MODERATOR, password });
    for (let n = 0; n < 5; n++) expect(await guess('wrong')).toMatchObject({ reason: 'wrong' });
    const waits: number[] = [];
    for (let n = 0; n < 9; n++) {
      const result = await guess('wrong');
      if (result.signedIn || result.reason !== 'too-many') throw new Error('It was weighed.');
      waits.push(Math.round(result.waitMs / MINUTE));
      pass(result.waitMs);
      expect(await guess('wrong')).toMatchObject({ reason: 'wrong' });
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(await comments.moderation.signInTries()).toMatchObject({
      tries: 14,
      senders: 1,
      worst: [{ sender: '192.0.2.1', tries: 14 }],
    });
  });

  it('is not closed to others by one sender, whatever accounts are tried', async () => {
    const { comments, pass } = await deskOn(dialect, {}, 'right');
    const { moderation } = comments;
    expect(await moderation.signIn(MODERATOR)).toMatchObject({ signedIn: true });
    for (let n = 0; n < 200; n++) {
      const moderator = n % 2 === 0 ? 'Mo' : `M${n}`;
      await moderation.signIn({ password: `wrong ${n}`, moderator, address: '198.51.100.66' });
      pass(9000);
    }
    expect(await moderation.signIn({ ...MODERATOR, address: '203.0.113.7' })).toMatchObject({
      signedIn: true,
    });
  });

  it('never closes to a browser that has signed in before, or to a session', async () => {
    const { comments } = await deskOn(dialect, {}, 'right');
    const { moderation } = comments;
    const first = await moderation.signIn(MODERATOR);
    if (!first.signedIn) throw new Error('refused');
    for (let n = 0; n < 300; n++)
      await moderation.signIn({ password: 'wrong', moderator: 'Mo', address: `10.0.${n >> 8}.${n & 255}` });
    const stranger = { ...MODERATOR, address: '203.0.113.7' };
    // The first three tries wait for no other sender; after them it is everybody's pause.
    expect(await moderation.signIn(stranger)).toMatchObject({ signedIn: true });
    const hasty = { ...MODERATOR, address: '203.0.113.8' };
    for (let tries = 0; tries < 3; tries++)
      expect(await moderation.signIn({ ...hasty, password: 'wrong' })).toMatchObject({ reason: 'wrong' });
    expect(await moderation.signIn(hasty)).toMatchObject({ reason: 'too-many' });
    const mistaken = { ...MODERATOR, address: '203.0.113.9' };
    expect(await moderation.signIn({ ...mistaken, password: 'wrong' })).toMatchObject({ reason: 'wrong' });
    expect(await moderation.signIn(mistaken)).toMatchObject({ signedIn: true });
    expect(await moderation.signIn({ ...hasty, browser: `${first.browser}x` })).toMatchObject({
      reason: 'too-many',
    });
    expect(await moderation.signIn({ ...stranger, browser: first.browser })).toMatchObject({
      signedIn: true,
    });
    expect(await moderation.session(first.token)).toMatchObject({ moderator: 'Mo' });
    // A stolen browser's cookie is no way to try passwords fast either.
    const tries = await Promise.all(
      Array.from({ length: 20 }, () =>
        moderation.signIn({ ...stranger, password: 'wrong', browser: first.browser }),
      ),
    );
    expect(tries.filter((result) => !result.signedIn && result.reason === 'wrong')).toHaveLength(5);
  });

  it('gives all senders of an IPv6 /48 one allowance', async () => {
    const { comments, pass } = await deskOn(dialect, {}, 'right');
    const { moderation } = comments;
    const known = await moderation.signIn(MODERATOR);
    const near = (n: number) => ({
      ...MODERATOR,
      moderator: `M${n}`,
      address: `2001:db8:1:${n.toString(16)}::1`,
    });
    const guess = (n: number) => moderation.signIn({ ...near(n), password: 'wrong' });
    for (let n = 0; n < 20; n++) expect(await guess(n)).toMatchObject({ reason: 'wrong' });
    expect(await guess(20)).toMatchObject({ reason: 'too-many', waitMs: MINUTE });
    pass(MINUTE);
    expect(await guess(21)).toMatchObject({ reason: 'wrong' });
    expect(await guess(22)).toMatchObject({ reason: 'too-many', waitMs: 2 * MINUTE });
    const elsewhere = { ...MODERATOR, address: '2001:db8:2::1' };
    expect(await moderation.signIn(elsewhere)).toMatchObject({ signedIn: true });
    const browser = known.signedIn ? known.browser : '';
    expect(await moderation.signIn({ ...near(23), browser })).toMatchObject({ signedIn: true });
  });

  it('costs no more after the tries of very many senders, and remembers the newest', async () => {
    const { comments, store } = await deskOn(dialect, {}, 'right');
    const { moderation } = comments;
    let address = 0;
    const msOfTries = async (tries: number) => {
      const started = performance.now();
      for (let n = 0; n < tries; n++)
        await moderation.signIn({ ...MODERATOR, password: 'wrong', address: `10.0.0.${address++}` });
      return performance.now() - started;
    };
    await msOfTries(5);
    const before = await msOfTries(20);
    await sql`INSERT INTO sign_in_tries (id, account, sender, network, shared, at)
      WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60000)
      SELECT 'id ' || n, 'mo', '2001:db8:' || n || ':0::/64', '2001:db8:' || n || '::/48', 1, CAST(${START} AS bigint) - n
      FROM numbers`.execute(store.db);
    const after = await msOfTries(20);
    expect(after).toBeLessThan(5 * before + 100);
    await msOfTries(100);
    const { tries } = await moderation.signInTries();
    expect(tries).toBeLessThanOrEqual(60_000 + 146 - 1000);
    const oldest = store.db.selectFrom('sign_in_tries').select('id').where('id', '=', 'id 60000');
    expect(await oldest.executeTakeFirst()).toBeUndefined();
    expect(await moderation.signIn({ ...MODERATOR, address: '203.0.113.7' })).toMatchObject({
      signedIn: true,
    });
  });

  it('outlives a jump of the clock', async () => {
    const { comments, jump, pass } = await deskOn(dialect, {}, 'right');
    const guess = (password: string) => comments.moderation.signIn({ ...MODERATOR, password });
    jump(DAY);
    for (let n = 0; n < 8; n++) await guess('wrong');
    jump(-DAY);
    pass(1000);
    expect(await guess('right')).toMatchObject({ signedIn: true });
  });

  it('is closed without a password', async () => {
    const { comments } = await deskOn(dialect);
    expect(comments.moderation.isOpen).toBe(false);
    expect(await comments.moderation.signIn({ ...MODERATOR, password: '' })).toEqual({
      signedIn: false,
      reason: 'closed',
    });
    expect(await comments.moderation.session('anything')).toBeUndefined();
  });
});

describe.each(DIALECTS)('privacy on %s', (dialect) => {
  it('gives a reader what they said, and erases it', async () => {
    const { comments, published, sent, store } = await deskOn(dialect);
    const mine = await published({ name: 'Ada', email: 'ada@example.org', text: 'My own words' });
    await published({ name: 'Bob', email: 'bob@example.org', parent: mine.id });
    await sent({ name: 'Anon' });
    await comments.moderation.judge([mine.id], 'held', { by: 'Mo', why: 'Ada wrote to us' });
    expect(await comments.exportByEmail(' ADA@example.org ')).toMatchObject([
      { id: mine.id, text: 'My own words', state: 'held' },
    ]);
    expect(await comments.eraseByEmail('ada@example.org')).toBe(1);
    expect(await comments.eraseByEmail('ada@example.org')).toBe(0);
    expect(await comments.eraseByEmail('')).toBe(0);
    const rows = await store.db.selectFrom('comments').selectAll().where('id', '=', mine.id).execute();
    expect(rows).toMatchObject([{ name: '', text: '', folded: '', email: null, address: null }]);
    expect(JSON.stringify(await store.db.selectFrom('verdicts').selectAll().execute())).not.toContain('Ada');
    expect((await comments.published('a-story'))?.total).toBe(1);
  });

  it('leaves nothing of what was erased, in the reasons of verdicts and in the files', async () => {
    const { dataDir, ...place } = await emptyPlace(dialect);
    const desk = await openDesk(await openAt({ dataDir, ...place }));
    const email = 'ada@example.org';
    const one = await desk.sent({ email, text: 'Verbatim words', name: 'Unmistakable' });
    const other = await desk.sent({ text: 'Verbatim others', name: 'Unmistakable' });
    const why = { by: 'Mo', why: 'Verbatim, says Unmistakable' };
    await desk.comments.moderation.judge([one.id, other.id], 'published', why);
    await desk.comments.eraseByEmail(email);
    await desk.comments.withdraw(other.editKey);
    const verdicts = await desk.store.db.selectFrom('verdicts').selectAll().execute();
    expect(JSON.stringify(verdicts)).not.toContain('Verbatim');
    for (const file of readdirSync(dataDir))
      expect(readFileSync(path.join(dataDir, file), 'latin1')).not.toMatch(/Verbatim|Unmistakable/i);
  });

  it('forgets addresses and spam after 30 days', async () => {
    const { comments, published, sent, store, pass } = await deskOn(dialect);
    const spam = await sent({ text: 'Buy this' });
    const answered = await published({ text: 'Answered and then deleted' });
    const good = await published({ parent: answered.id });
    await comments.moderation.judge([spam.id], 'spam', MO);
    await comments.moderation.judge([answered.id], 'deleted', MO);
    pass(30 * DAY);
    await sent({ article: { ...ARTICLE, date: new Date(2e12) } });
    await comments.purgeExpired();
    const rows = await store.db.selectFrom('comments').selectAll().orderBy('id').execute();
    expect(rows.map(({ id, text, address }) => [id, text, address])).toEqual([
      [answered.id, '', null],
      [good.id, 'What I say, number 3', null],
      [expect.any(String), 'What I say, number 4', '10.1.0.4'],
    ]);
    expect(await store.db.selectFrom('senders').select('address').execute()).toEqual([
      { address: '10.1.0.4' },
    ]);
  });

  it('forgets nothing sooner', async () => {
    const { comments, sent, store, pass } = await deskOn(dialect);
    const spam = await sent();
    await comments.moderation.judge([spam.id], 'spam', MO);
    const before = await store.db.selectFrom('comments').selectAll().execute();
    pass(30 * DAY - 5000);
    await comments.purgeExpired();
    expect(await store.db.selectFrom('comments').selectAll().execute()).toEqual(before);
  });
});
