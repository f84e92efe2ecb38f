import { describe, expect, it } from 'vitest';
import { openComments, type Thread } from '../../../lib/comments.ts';
import type { Store } from '../../../lib/store.ts';
import { DIALECTS, emptyPlace, openAt } from '../../support/stores.ts';
import { ARTICLE, DAY, deskOn, MINUTE, openDesk, START } from './desk.ts';

/** Threads as names, nested. */
type Names = [string | undefined, Names[]];
const namesOf = (threads: Thread[]): Names[] => threads.map(({ name, replies }) => [name, namesOf(replies)]);

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
});
