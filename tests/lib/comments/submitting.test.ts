import { describe, expect, it } from 'vitest';
import { DIALECTS, emptyPlace, openAt } from '../../support/stores.ts';
import { ARTICLE, DAY, deskOn, MINUTE, openDesk, START } from './desk.ts';

describe.each(DIALECTS)('comments on %s', (dialect) => {
  it('are refused when more wait than anybody can read, and not those of trusted readers', async () => {
    const { comments, published, send, sent, pass } = await deskOn(dialect);
    const { readerToken } = await published({ remember: 'on' });
    const token = comments.formToken('a-story');
    pass(5000);
    for (let n = 0; n < 199; n++) await sent({ token });
    expect((await comments.moderation.crowd()).isRefusing).toBe(true);
    expect(await send({ token })).toMatchObject({ reason: 'crowded' });
    expect(await sent({ token, reader: readerToken })).toMatchObject({ state: 'published' });
    pass(MINUTE);
    expect(await send({ token })).toMatchObject({ accepted: true });
    expect(await comments.moderation.crowd()).toEqual({ hour: 202, isRefusing: false });
  });

  it('are taken from forms that are open while the clock is set forward by days', async () => {
    const { comments, send, jump, pass } = await deskOn(dialect, { closeAfterDays: undefined });
    const token = comments.formToken('a-story');
    pass(5000);
    jump(3 * DAY);
    pass(DAY);
    expect(await send({ token })).toMatchObject({ accepted: true });
    pass(2 * DAY);
    expect(await send({ token })).toMatchObject({ reason: 'token-late' });
  });

  it.each([
    ['no name', { name: ' \u200b ' }, 'name-missing', 'name'],
    ['a long name', { name: 'x'.repeat(61) }, 'name-long', 'name'],
    ['a wrong email', { email: 'ada@example' }, 'email-wrong', 'email'],
    ['no text', { text: '\u202e \u2060' }, 'text-missing', 'text'],
    ['a long text', { text: 'x'.repeat(5001) }, 'text-long', 'text'],
    ['a filled trap', { website: 'http://spam.test' }, 'trap', undefined],
    ['no token', { token: '' }, 'token-forged', undefined],
    ['a made token', { token: `${START.toString(36)}.${'A'.repeat(32)}` }, 'token-forged', undefined],
    ['a field of another type', { name: ['a'] }, 'malformed', undefined],
    ['far too much', { text: 'x'.repeat(50_000) }, 'malformed', undefined],
    ['a parent that is none', { parent: "' OR 1=1 --" }, 'parent-gone', undefined],
  ])('with %s are refused, with a reason', async (_, fields, reason, field) => {
    const { store, send } = await deskOn(dialect);
    const result = await send(fields);
    expect(result).toMatchObject({ accepted: false, reason });
    if (!result.accepted) {
      expect(result.field).toBe(field);
      expect(result.message).toMatch(/^[A-Z].*\.$/);
    }
    expect(await store.db.selectFrom('comments').selectAll().execute()).toEqual([]);
  });

  it('need an email address where the site says so', async () => {
    const { send } = await deskOn(dialect, { requireEmail: true });
    expect(await send()).toMatchObject({ reason: 'email-missing' });
    expect(await send({ email: 'ada@example.org' })).toMatchObject({ accepted: true });
  });

  it('need a form that is neither too young nor too old, of the same article', async () => {
    const { comments, send, pass } = await deskOn(dialect);
    const token = comments.formToken('a-story');
    pass(2999);
    expect(await send({ token })).toMatchObject({ reason: 'token-early' });
    pass(1);
    expect(await send({ token })).toMatchObject({ accepted: true });
    pass(2 * DAY - 3000);
    expect(await send({ token })).toMatchObject({ accepted: true });
    pass(1);
    expect(await send({ token })).toMatchObject({ reason: 'token-late' });
    expect(await send({ token: comments.formToken('other') })).toMatchObject({ reason: 'token-forged' });
  });

  it('are refused where they are closed', async () => {
    const { comments, send } = await deskOn(dialect);
    expect(await send({ article: { ...ARTICLE, comments: false } })).toMatchObject({ reason: 'closed' });
    const old = { ...ARTICLE, date: new Date(START - 31 * DAY) };
    expect(await send({ article: old })).toMatchObject({ reason: 'closed' });
    expect([comments.isOpen(ARTICLE), comments.isOpen(old)]).toEqual([true, false]);
  });

  it('say the same only once', async () => {
    const { comments, send } = await deskOn(dialect);
    const first = await send({ text: 'The same, twice' });
    expect(await send({ text: 'the SAME — twice!' })).toMatchObject({ reason: 'twice', field: 'text' });
    const other = { ...ARTICLE, slug: 'other' };
    expect(await send({ article: other, text: 'The same, twice' })).toMatchObject({ accepted: true });
    if (!first.accepted) throw new Error('refused');
    await comments.withdraw(first.editKey);
    expect(await send({ text: 'The same, twice' })).toMatchObject({ accepted: true });
  });

  it('are taken from one sender 15 seconds apart, twice a minute and 20 times a day', async () => {
    const { send, pass } = await deskOn(dialect);
    const address = '2001:db8:1:2::1';
    const again = () => send({ address: '2001:db8:1:2:ffff::2' });
    expect(await send({ address })).toMatchObject({ accepted: true });
    pass(10_000);
    expect(await again()).toMatchObject({ reason: 'too-soon' });
    expect(await send({ address: '2001:db8:1:3::1' })).toMatchObject({ accepted: true });
    expect(await again()).toMatchObject({ accepted: true });
    pass(20_000);
    expect(await again()).toMatchObject({ reason: 'too-many-a-minute' });
    for (let sent = 2; sent < 20; sent++) {
      pass(MINUTE);
      expect(await again()).toMatchObject({ accepted: true });
    }
    pass(MINUTE);
    expect(await again()).toMatchObject({ reason: 'too-many-a-day' });
    pass(DAY);
    expect(await again()).toMatchObject({ accepted: true });
  });

  it('are taken from one network of IPv6 six times a minute, and from others all the while', async () => {
    const { send, pass } = await deskOn(dialect);
    const from = (n: number) => send({ address: `2001:db8:7:${n.toString(16)}::1` });
    for (let n = 1; n <= 6; n++) expect(await from(n)).toMatchObject({ accepted: true });
    expect(await from(7)).toMatchObject({ reason: 'too-many-nearby' });
    expect(await send({ address: '2001:db8:8:1::1' })).toMatchObject({ accepted: true });
    expect(await send({ address: '192.0.2.77' })).toMatchObject({ accepted: true });
    pass(MINUTE);
    expect(await from(8)).toMatchObject({ accepted: true });
  });

  it('are refused as the same when many change theirs to one text at once', async () => {
    const place = await emptyPlace(dialect);
    const desks = [await openDesk(await openAt(place)), await openDesk(await openAt(place))];
    const keys: string[] = [];
    for (let n = 0; n < 8; n++) {
      const sent = await desks[n % 2]?.send({ address: `192.0.2.${n + 1}`, text: `Text ${n}` });
      if (sent?.accepted) keys.push(sent.editKey);
    }
    expect(keys).toHaveLength(8);
    const results = await Promise.all(
      keys.map((key, n) => desks[n % 2]?.comments.edit(key, 'One text for all')),
    );
    expect(results.filter((result) => result?.accepted)).toHaveLength(1);
    expect(results.filter((result) => !result?.accepted)).toEqual(
      Array(7).fill(expect.objectContaining({ reason: 'twice' })),
    );
  });

  it('sent at once by one sender are one', async () => {
    const place = await emptyPlace(dialect);
    const desks = [await openDesk(await openAt(place)), await openDesk(await openAt(place))];
    const [one] = desks;
    if (!one) throw new Error('no desk');
    const token = one.comments.formToken('a-story');
    for (const desk of desks) desk.pass(4000);
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        desks[n % 2]?.send({ token, address: '192.0.2.1', text: `Text ${n}` }),
      ),
    );
    expect(results.filter((result) => result?.accepted)).toHaveLength(1);
    const same = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        desks[n % 2]?.send({ token, address: `192.0.2.${n + 9}`, text: 'One text' }),
      ),
    );
    expect(same.filter((result) => result?.accepted)).toHaveLength(1);
  });
});
