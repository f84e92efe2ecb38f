import { describe, expect, it } from 'vitest';
import { openComments, type Rules, type Thread } from '../../lib/comments.ts';
import type { Store } from '../../lib/store.ts';
import { DIALECTS, type Dialect, emptyPlace, emptyStore, openAt } from '../support/stores.ts';
import { ARTICLE, DAY, MINUTE, openDesk, START } from './comments/desk.ts';

/** Threads as names, nested. */
type Names = [string | undefined, Names[]];
const namesOf = (threads: Thread[]): Names[] => threads.map(({ name, replies }) => [name, namesOf(replies)]);

const deskOn = async (dialect: Dialect, rules?: Partial<Rules>, password?: string) =>
  openDesk(await emptyStore(dialect), rules, password);

/** Published replies to a reply, more than a person could send. */
async function fillThread(
  { db }: Store,
  root: string,
  parent: string,
  count: number,
  { from = 0, text = 'Text' } = {},
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  const idOf = (n: number) => `z${String(n).padStart(16, '0')}`;
  for (let start = 0; start < count; start += 1000) {
    const some = numbers.slice(start, start + 1000);
    await db
      .insertInto('comments')
      .values(
        some.map((n) => ({
          ...{ id: idOf(n), slug: 'a-story', parent, root, at: START + n, edited: null, name: `n${n}` },
          ...{
            text: `${text} ${n}`,
            folded: '',
            digest: `${n}`,
            email: null,
            address: null,
            line: null,
            changes: 0,
          },
        })),
      )
      .execute();
    await db
      .insertInto('verdicts')
      .values(
        some.map((n) => ({
          ...{ comment: idOf(n), number: 1, newest: 1, state: 'published' as const },
          ...{ by: 'moderator: Mo', why: '', at: START + n },
        })),
      )
      .execute();
  }
}

describe.each(DIALECTS)('comments on %s', (dialect) => {
  it('wait when they are a reader’s first, and only their author sees them', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { state, editKey } = await sent({ text: 'Hello <b>there</b>' });
    expect(state).toBe('held');
    expect(await comments.published('a-story')).toEqual({ threads: [], number: 1, pages: 1, total: 0 });
    expect(await comments.latest({ most: 9 })).toEqual([]);
    expect(await comments.own(editKey)).toMatchObject({
      state: 'held',
      html: '<p>Hello &lt;b&gt;there&lt;/b&gt;</p>',
    });
    expect(await comments.own(`${editKey.slice(0, -1)}!`)).toBeUndefined();
  });

  it('are published at once when the reader holds the token of a published one', async () => {
    const { comments, sent } = await deskOn(dialect);
    const first = await sent({ remember: 'on' });
    expect((await sent({ reader: first.readerToken })).state).toBe('held');
    await comments.moderation.judge([first.id], 'published', { by: 'Mo', why: '' });
    expect((await sent({ reader: first.readerToken })).state).toBe('published');
    expect((await sent({ reader: first.readerToken, name: 'ÁDA' })).state).toBe('published');
    expect((await sent({ reader: first.editKey })).state).toBe('held');
    expect((await sent({ reader: first.readerToken, text: 'http://a.test and http://b.test' })).state).toBe(
      'held',
    );
    expect((await sent({ reader: first.readerToken, text: 'My CASINÓ!' })).state).toBe('held');
    expect((await sent({ reader: first.readerToken, name: 'Bob' })).state).toBe('held');
    expect((await sent({})).readerToken).toBeUndefined();
    await comments.withdraw(first.editKey);
    expect((await sent({ reader: first.readerToken })).state).toBe('held');
  });

  it.each(['spam', 'deleted'] as const)(
    'of one reader wait again when one of them is %s',
    async (refused) => {
      const { comments, published, sent, pass } = await deskOn(dialect);
      const { moderation } = comments;
      const first = await published({ remember: 'on' });
      const line = [first];
      for (let n = 0; n < 4; n++) line.push(await sent({ reader: line.at(-1)?.readerToken, remember: 'on' }));
      expect(line.slice(1).map(({ state }) => state)).toEqual(Array(4).fill('published'));
      // Whichever of them it is, all of their cookies are over.
      for (const { id } of line) {
        await moderation.judge([id], refused, { by: 'Mo', why: '' });
        for (const { readerToken } of line)
          expect((await sent({ reader: readerToken, remember: 'on' })).state).toBe('held');
        await moderation.undo([id], { by: 'Mo' });
        pass(DAY);
      }
      expect((await sent({ reader: first.readerToken })).state).toBe('published');
      // A new line begins with another judgement, and not before.
      await moderation.judge([line[2]?.id ?? ''], refused, { by: 'Mo', why: '' });
      const again = await sent({ reader: first.readerToken, remember: 'on' });
      expect((await sent({ reader: again.readerToken })).state).toBe('held');
      await moderation.judge([again.id], 'published', { by: 'Mo', why: '' });
      expect((await sent({ reader: again.readerToken })).state).toBe('published');
      expect((await sent({ reader: first.readerToken })).state).toBe('held');
      // What was refused is forgotten; that it was, is not.
      pass(31 * DAY);
      await comments.purgeExpired();
      const article = { ...ARTICLE, date: new Date(START + 32 * DAY) };
      expect((await sent({ reader: first.readerToken, article })).state).toBe('held');
      expect((await sent({ reader: again.readerToken, article })).state).toBe('published');
    },
  );

  it('of one remembered reader are ten a day, from wherever they come', async () => {
    const { published, sent, pass } = await deskOn(dialect);
    const { readerToken } = await published({ remember: 'on' });
    const states: string[] = [];
    for (let n = 0; n < 15; n++)
      states.push((await sent({ reader: readerToken, address: `2001:db8:0:${n}::1` })).state);
    expect(states).toEqual([...Array(9).fill('published'), ...Array(6).fill('held')]);
    pass(DAY);
    expect((await sent({ reader: readerToken })).state).toBe('published');
  });

  it('under a name of the newsroom wait, whatever their sender', async () => {
    const { comments, published, sent, store } = await deskOn(dialect, {}, 'right');
    await comments.moderation.signIn({ password: 'right', moderator: 'Grace', address: '192.0.2.1' });
    for (const name of ['Medicine Desk', 'MEDICINE​ dеsk', 'the daily test', 'Moderator', 'gracé']) {
      const { id, readerToken } = await published({ name, remember: 'on' });
      expect([name, (await sent({ name, reader: readerToken })).state]).toEqual([name, 'held']);
      const why = await store.db.selectFrom('verdicts').select('why').where('comment', '=', id).execute();
      expect(why[0]?.why).toContain('a name of the newsroom');
    }
  });

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

  it('are trusted under a name that a moderator has published, and under no other of their line', async () => {
    const { comments, sent, published } = await deskOn(dialect);
    const { readerToken: reader } = await sent({ name: 'Professor Unknown', remember: 'on' });
    await published({ name: 'Ann', reader });
    const queue = await comments.moderation.queue({ query: 'Professor' });
    expect(queue?.items[0]?.state).toBe('held');
    expect((await sent({ name: 'Professor Unknown', reader })).state).toBe('held');
    expect((await sent({ name: 'ann', reader })).state).toBe('published');
    expect((await sent({ name: 'Bea', reader })).state).toBe('held');
    await published({ name: 'Bea', reader });
    expect((await sent({ name: 'Bea', reader })).state).toBe('published');
  });

  it('say to the moderators when the name is not that of the line, also before any was published', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { readerToken: reader } = await sent({ name: 'Ada', remember: 'on' });
    await sent({ name: 'Ann', reader });
    const queue = await comments.moderation.queue({ query: 'Ann' });
    expect(queue?.items[0]?.history[0]?.why).toBe('first comment, another name than before');
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

  it('are taken, changed and trusted whatever jumps the clock makes', async () => {
    for (const jump of [3_600_000, DAY, -3_600_000, -DAY]) {
      const desk = await deskOn(dialect, { closeAfterDays: undefined });
      const { comments, published, pass } = desk;
      const known = await published({ remember: 'on', address: '192.0.2.1' });
      const token = comments.formToken('a-story');
      pass(5000);
      const { editKey } = await desk.sent({ token, address: '192.0.2.2' });
      desk.jump(jump);
      pass(MINUTE);
      const sent = await desk.send({ token, reader: known.readerToken, address: '192.0.2.1' });
      expect([jump, sent]).toEqual([jump, expect.objectContaining({ state: 'published' })]);
      expect(await comments.edit(editKey, 'Other words')).toMatchObject({ accepted: true });
      expect((await comments.own(editKey))?.editableUntil).toBeDefined();
      pass(15 * MINUTE + Math.max(0, -jump));
      expect(await comments.edit(editKey, 'Too late')).toMatchObject({ reason: 'edit-late' });
    }
  });

  it('do not make a reader known by an email address', async () => {
    const { published, sent } = await deskOn(dialect);
    await published({ email: 'ada@example.org' });
    expect((await sent({ email: 'ada@example.org' })).state).toBe('held');
  });

  it('keep no email address', async () => {
    const { store, sent } = await deskOn(dialect);
    await sent({ email: 'Ada@Example.org' });
    const rows = await store.db.selectFrom('comments').selectAll().execute();
    expect(rows[0]?.email).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('example');
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

  it('stand in threads, three levels deep', async () => {
    const { comments, published, sent, send } = await deskOn(dialect);
    const a = await published({ name: 'a' });
    const b = await published({ name: 'b' });
    const a1 = await published({ name: 'a1', parent: a.id });
    const a2 = await published({ name: 'a2', parent: a1.id });
    const a3 = await published({ name: 'a3', parent: a2.id });
    await published({ name: 'a4', parent: a3.id });
    await sent({ name: 'held', parent: b.id });
    const page = await comments.published('a-story');
    expect(namesOf(page?.threads ?? [])).toEqual([
      [
        'a',
        [
          [
            'a1',
            [
              ['a2', []],
              ['a3', []],
              ['a4', []],
            ],
          ],
        ],
      ],
      ['b', []],
    ]);
    expect(page?.total).toBe(6);
    expect(page?.threads[0]?.replies[0]?.replies.map(({ repliesTo }) => repliesTo)).toEqual([
      undefined,
      'a2',
      'a3',
    ]);
    const newest = await comments.published('a-story', { order: 'newest' });
    expect(newest?.threads.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(await send({ parent: a.id, article: { ...ARTICLE, slug: 'other' } })).toMatchObject({
      reason: 'parent-gone',
    });
  });

  it('hold so many characters on a page and no more, and say how many replies are elsewhere', async () => {
    const { comments, published, store } = await deskOn(dialect);
    const text = 'x'.repeat(5000);
    for (let thread = 0; thread < 6; thread++) {
      const first = await published({ name: `first ${thread}`, text: `Thread ${thread}` });
      await fillThread(store, first.id, first.id, 15, { from: 15 * thread, text });
    }
    const page = await comments.published('a-story');
    expect(page).toMatchObject({ total: 96, pages: 1 });
    const threads = page?.threads ?? [];
    expect(threads).toHaveLength(6);
    const shown = threads.flatMap(({ replies }) => replies);
    expect(shown).toHaveLength(39);
    expect(shown.reduce((sum, { html }) => sum + (html?.length ?? 0), 0)).toBeLessThan(210_000);
    expect(threads.reduce((sum, { more = 0 }) => sum + more, 0)).toBe(90 - 39);
  });

  it('have pages of their own where one has very many replies', async () => {
    const { comments, published, store } = await deskOn(dialect);
    const first = await published({ name: 'first' });
    const reply = await published({ name: 'reply', parent: first.id });
    await fillThread(store, first.id, reply.id, 3000);
    const page = await comments.published('a-story');
    expect(page?.total).toBe(3002);
    expect(page?.threads).toHaveLength(1);
    expect(page?.threads[0]?.more).toBe(2981);
    expect(
      namesOf(page?.threads ?? [])
        .flat(9)
        .filter(Boolean),
    ).toHaveLength(21);

    const thread = await comments.thread('a-story', first.id);
    expect(thread).toMatchObject({ first: { name: 'first' }, number: 1, pages: 31, total: 3001 });
    expect(thread?.replies).toHaveLength(100);
    expect(thread?.replies[0]).toMatchObject({ name: 'reply', repliesTo: undefined });
    expect(thread?.replies[1]).toMatchObject({ name: 'n0', repliesTo: 'reply' });
    const last = (await comments.thread('a-story', first.id, 31))?.replies ?? [];
    expect(last.map(({ name }) => name)).toEqual(['n2999']);
    expect(await comments.place(last[0]?.id ?? '')).toEqual({
      ...{ slug: 'a-story', page: 1 },
      thread: { root: first.id, page: 31 },
    });
    expect(await comments.place(reply.id)).toEqual({ slug: 'a-story', page: 1 });
    for (const [slug, root, number] of [
      ['a-story', first.id, 32],
      ['a-story', first.id, 0],
      ['other', first.id, 1],
      ['a-story', reply.id, 1],
      ['a-story', 'x', 1],
    ] as const)
      expect(await comments.thread(slug, root, number)).toBeUndefined();

    await comments.withdraw(first.editKey);
    expect((await comments.thread('a-story', first.id))?.first.html).toBeUndefined();
    expect((await comments.published('a-story'))?.threads[0]).toMatchObject({ name: undefined, more: 2981 });
  });

  it('stand under what they answer though the clock was set back between', async () => {
    const { comments, published, jump } = await deskOn(dialect);
    const first = await published({ name: 'first' });
    jump(-3_600_000);
    const reply = await published({ name: 'reply', parent: first.id });
    await published({ name: 'deep', parent: reply.id });
    expect(namesOf((await comments.published('a-story'))?.threads ?? [])).toEqual([
      ['first', [['reply', [['deep', []]]]]],
    ]);
  });

  it('leave a gap where they were answered, and none where they were not', async () => {
    const { comments, published } = await deskOn(dialect);
    const a = await published({ name: 'a' });
    const reply = await published({ name: 'reply', parent: a.id });
    await comments.withdraw(a.editKey);
    const page = await comments.published('a-story');
    expect(namesOf(page?.threads ?? [])).toEqual([[undefined, [['reply', []]]]]);
    expect(JSON.stringify(page)).not.toContain('What I say, number 1');
    await comments.moderation.judge([reply.id], 'deleted', { by: 'Mo', why: 'off topic' });
    expect((await comments.published('a-story'))?.threads).toEqual([]);
  });

  it('have pages, counts, a latest and permalinks', async () => {
    const { comments, published } = await deskOn(dialect);
    const all = [];
    for (let number = 0; number < 52; number++) all.push(await published({ name: `n${number}` }));
    const first = await comments.published('a-story');
    expect([first?.threads.length, first?.pages, first?.total]).toEqual([50, 2, 52]);
    expect((await comments.published('a-story', { page: 2 }))?.threads.map(({ name }) => name)).toEqual([
      'n50',
      'n51',
    ]);
    expect((await comments.published('a-story', { page: 2, order: 'newest' }))?.threads[1]?.name).toBe('n0');
    for (const page of [0, 3, 1.5, Number.NaN])
      expect(await comments.published('a-story', { page })).toBeUndefined();
    await published({ name: 'elsewhere', article: { ...ARTICLE, slug: 'other' } });
    const slugs = ['a-story', 'other', 'none'];
    expect([...(await comments.counts(slugs))]).toEqual([
      ['a-story', 52],
      ['other', 1],
      ['none', 0],
    ]);
    expect((await comments.latest({ most: 2 })).map(({ name }) => name)).toEqual(['elsewhere', 'n51']);
    expect((await comments.latest({ slug: 'a-story', most: 1 })).map(({ name }) => name)).toEqual(['n51']);
    expect(await comments.place(all[51]?.id ?? '')).toEqual({ slug: 'a-story', page: 2 });
    expect(await comments.place(all[51]?.id ?? '', 'newest')).toEqual({ slug: 'a-story', page: 1 });
    expect(await comments.place('nothing')).toBeUndefined();
  });

  it('are found one by one while readers can see them', async () => {
    const { comments, sent } = await deskOn(dialect);
    const { id } = await sent({ name: 'Ada', text: 'Look > here' });
    expect(await comments.one(id)).toBeUndefined();
    await comments.moderation.judge([id], 'published', { by: 'Mo', why: '' });
    expect(await comments.one(id)).toMatchObject({
      ...{ id, slug: 'a-story', name: 'Ada', html: '<p>Look &gt; here</p>' },
      ...{ parent: undefined, edited: undefined },
    });
    for (const state of ['held', 'spam', 'deleted'] as const) {
      await comments.moderation.judge([id], state, { by: 'Mo', why: '' });
      expect([state, await comments.one(id)]).toEqual([state, undefined]);
    }
    for (const none of ['', 'x', '0'.repeat(17), id.toUpperCase(), `${id}\0`, "' OR 1=1 --"])
      expect(await comments.one(none)).toBeUndefined();
  });

  it('tell what has changed since a moment, by whatever process and in whatever way', async () => {
    const place = await emptyPlace(dialect);
    const desk = await openDesk(await openAt(place));
    const watcher = await openComments({ ...desk.options, store: await openAt(place) });
    const now = () => desk.options.clock();
    const since = (ago: number) => watcher.changedSince(new Date(now().getTime() - ago));
    expect(await since(DAY)).toEqual([]);

    const known = new Set<string>();
    /** The articles of changes that were not known before. */
    const news = async () => {
      const fresh = (await since(10_000)).filter(({ mark }) => !known.has(mark));
      for (const { mark } of fresh) known.add(mark);
      return [...new Set(fresh.map(({ slug }) => slug))];
    };
    const { id, editKey } = await desk.sent();
    await desk.comments.edit(editKey, 'What no moderator has seen');
    // No moderator has seen it yet.
    expect(await news()).toEqual([]);
    await desk.comments.moderation.judge([id], 'published', { by: 'Mo', why: '' });
    expect(await news()).toEqual(['a-story']);
    await desk.comments.moderation.undo([id], { by: 'Mo' });
    expect(await news()).toEqual(['a-story']);
    desk.pass(1000);
    await desk.comments.edit(editKey, 'Other words');
    expect(await news()).toEqual(['a-story']);
    await desk.published({ article: { ...ARTICLE, slug: 'other' }, email: 'ada@example.org' });
    expect(await news()).toContain('other');
    await desk.comments.withdraw(editKey);
    expect(await news()).toEqual(['a-story']);
    await desk.comments.eraseByEmail('ada@example.org');
    expect(await news()).toEqual(['other']);
    expect(await news()).toEqual([]);

    desk.pass(MINUTE);
    expect(await since(MINUTE - 1)).toEqual([]);
    const all = new Set((await since(DAY)).map(({ mark }) => mark));
    expect([...known].filter((mark) => !mark.includes('edited') && !all.has(mark))).toEqual([]);
  });

  it('can be changed for 15 minutes and deleted at any time by their author', async () => {
    const { comments, sent, pass } = await deskOn(dialect);
    const { editKey } = await sent();
    expect(await comments.edit(editKey, 'Better words')).toEqual({ accepted: true, state: 'held' });
    expect(await comments.own(editKey)).toMatchObject({ text: 'Better words' });
    expect(await comments.edit(editKey, ' ')).toMatchObject({ reason: 'text-missing' });
    expect(await comments.edit('x', 'Better words')).toMatchObject({ reason: 'not-yours' });
    for (let n = 1; n < 10; n++)
      expect(await comments.edit(editKey, `Better words, ${n}`)).toMatchObject({ accepted: true });
    expect(await comments.edit(editKey, 'Best words')).toMatchObject({ reason: 'edit-often' });
    expect(await comments.own(editKey)).toMatchObject({ text: 'Better words, 9', editableUntil: undefined });
    pass(15 * MINUTE);
    expect(await comments.edit(editKey, 'Too late')).toMatchObject({ reason: 'edit-late' });
    expect((await comments.own(editKey))?.editableUntil).toBeUndefined();
    pass(400 * DAY);
    expect(await comments.withdraw(editKey)).toBe(true);
    expect(await comments.withdraw(editKey)).toBe(false);
    expect(await comments.own(editKey)).toMatchObject({ state: 'withdrawn', text: '', name: '' });
  });

  it('wait again when they change after a person published them, or to what would wait', async () => {
    const { comments, published, sent } = await deskOn(dialect);
    const first = await published({ remember: 'on' });
    expect(await comments.edit(first.editKey, 'Something else')).toEqual({ accepted: true, state: 'held' });
    await comments.moderation.judge([first.id], 'published', { by: 'Mo', why: '' });
    const second = await sent({ reader: first.readerToken });
    expect(await comments.edit(second.editKey, 'Harmless')).toEqual({ accepted: true, state: 'published' });
    expect(await comments.edit(second.editKey, 'To the casino')).toEqual({ accepted: true, state: 'held' });
    expect(await comments.edit(second.editKey, 'Harmless again')).toEqual({ accepted: true, state: 'held' });
    expect(await comments.edit(second.editKey, 'Something  ELSE')).toMatchObject({ reason: 'twice' });
  });

  it('are previewed without being kept', async () => {
    const { comments, store } = await deskOn(dialect);
    expect(comments.preview({ name: ' Ada ', text: '> quoted\nSee https://a.test/x.' })).toEqual({
      accepted: true,
      name: 'Ada',
      html: '<blockquote><p>quoted</p></blockquote>\n<p>See <a href="https://a.test/x" rel="nofollow ugc">https://a.test/x</a>.</p>',
    });
    expect(comments.preview(null)).toMatchObject({ reason: 'malformed' });
    expect(await store.db.selectFrom('comments').selectAll().execute()).toEqual([]);
  });

  it('are the same from two doors on one store', async () => {
    const place = await emptyPlace(dialect);
    const [one, other] = [await openDesk(await openAt(place)), await openDesk(await openAt(place))];
    const a = await one.published({ name: 'a' });
    other.pass(MINUTE);
    await other.published({ name: 'b', parent: a.id, address: '192.0.2.9', text: 'From the other' });
    expect(await other.comments.published('a-story')).toEqual(await one.comments.published('a-story'));
    expect(await other.comments.counts(['a-story'])).toEqual(new Map([['a-story', 2]]));
    expect(await other.comments.own(a.editKey)).toMatchObject({ name: 'a' });
    const again = await openComments(one.options);
    expect(await again.own(a.editKey)).toMatchObject({ name: 'a' });
  });
});
