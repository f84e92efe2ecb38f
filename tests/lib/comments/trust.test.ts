import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/stores.ts';
import { ARTICLE, DAY, deskOn, MINUTE, START } from './desk.ts';

describe.each(DIALECTS)('comments on %s', (dialect) => {
  it('are published at once when the reader holds the token of a published one', async () => {
    const { comments, sent } = await deskOn(dialect);
    const first = await sent({ remember: 'on' });
    expect((await sent({ reader: first.readerToken })).state).toBe('held');
    await comments.moderation.judge([first.id], 'published', { by: 'Mo', why: '' });
    expect((await sent({ reader: first.readerToken })).state).toBe('published');
    expect((await sent({ reader: first.readerToken, name: 'ADA' })).state).toBe('published');
    expect((await sent({ reader: first.readerToken, name: 'Áda' })).state).toBe('held');
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
      states.push((await sent({ reader: readerToken, address: `2001:db8:${n}:1::1` })).state);
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
});
