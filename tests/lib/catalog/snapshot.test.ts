import { expect, it, onTestFinished } from 'vitest';
import { openCatalog } from '../../../lib/catalog.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** A catalog that others write to, and one that a page is made from, which is held from the beginning. */
function setUp() {
  const files = {
    'articles/story.md': articleFile({ title: 'Before' }, 'The text before.\n'),
    'articles/tomorrow.md': articleFile({ date: '2026-03-02' }),
  };
  const copy = openNewsroom(onTestFinished, { files, now: '2026-03-01T12:00:00Z' });
  const held = openCatalog(copy.options);
  onTestFinished(() => held.close());
  const moment = held.snapshot();
  const seen = async () => {
    const article = held.article('story');
    const text = article && (await held.text(article));
    return { title: article?.title, text: text?.html, newest: held.newest(9).map(({ slug }) => slug) };
  };
  return { ...copy, held, moment, seen };
}

it('answers as of one moment whatever is written meanwhile, and then as it is', async () => {
  const { content, held, seen, write } = setUp();
  const before = await seen();
  expect(before).toEqual({ title: 'Before', text: '<p>The text before.</p>\n', newest: ['story'] });
  write('articles/story.md', articleFile({ title: 'After' }, 'The text after.\n'));
  write('articles/another.md', articleFile());
  content.sync();
  expect(await seen()).toEqual(before);
  held.release();
  const after = { title: 'After', text: '<p>The text after.</p>\n', newest: ['another', 'story'] };
  expect(await seen()).toEqual(after);
});

it('sees what was written before it was held, though nothing was asked yet', async () => {
  const { content, held, remove, seen } = setUp();
  remove('articles/story.md');
  content.sync();
  expect((await seen()).title).toBe('Before');
  held.release();
  held.snapshot();
  expect((await seen()).title).toBeUndefined();
  held.release();
});

it('shows nothing whose time comes meanwhile', async () => {
  const { held, moment, seen, setTime } = setUp();
  expect(moment).toEqual(new Date('2026-03-01T12:00:00Z'));
  setTime('2026-03-03T12:00:00Z');
  expect((await seen()).newest).toEqual(['story']);
  held.release();
  expect((await seen()).newest).toEqual(['tomorrow', 'story']);
});

it('is held by one at a time', () => {
  const { held } = setUp();
  expect(() => held.snapshot()).toThrow(/transaction/);
  held.release();
});
