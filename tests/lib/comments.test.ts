import { describe, expect, it } from 'vitest';
import { openComments } from '../../lib/comments.ts';
import { DIALECTS, emptyPlace, openAt } from '../support/stores.ts';
import { DAY, deskOn, MINUTE, openDesk } from './comments/desk.ts';

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

  it('keep no email address', async () => {
    const { store, sent } = await deskOn(dialect);
    await sent({ email: 'Ada@Example.org' });
    const rows = await store.db.selectFrom('comments').selectAll().execute();
    expect(rows[0]?.email).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('example');
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
