import { describe, expect, it, onTestFinished } from 'vitest';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

/** What proofreading finds in a file beside the sound content of the fixture. */
async function proofread(file: string, content: string) {
  const newsroom = openNewsroom(onTestFinished);
  newsroom.write(file, content);
  newsroom.content.sync();
  await newsroom.content.proofread();
  return newsroom.catalog.problems();
}

/** With the three fields of `articleFile` the text begins on line 6. */
const inText = (text: string, fields: Record<string, unknown> = {}) =>
  proofread('articles/x.md', articleFile(fields, text));

const at = (line: number | undefined) => ({ path: 'articles/x.md', line, severity: 'warning' });
const SOURCES = [
  { title: 'One', url: 'https://one.test/' },
  { title: 'Two', url: 'https://two.test/' },
];

describe('proofreading', () => {
  it('finds nothing in the fixture, and reads all of it', async () => {
    const { catalog, content } = openNewsroom(onTestFinished);
    expect(await content.proofread()).toBe(54);
    expect(catalog.problems()).toEqual([]);
  });

  it('rests after each text, and stops when something else comes first', async () => {
    const { content } = openNewsroom(onTestFinished);
    const rests: number[] = [];
    const rest = async (worked: number) => void rests.push(worked);
    const waiting = content.backlog();
    expect(await content.proofread({ rest, isEnough: () => rests.length === 3 })).toBe(3);
    expect(rests.every((worked) => worked > 0)).toBe(true);
    expect(content.backlog()).toBe(waiting - 3);
    expect(await content.proofread({ rest })).toBe(51);
    expect([rests.length, content.backlog()]).toEqual([54, waiting - 54]);
  });

  it('names a dead link', async () => {
    expect(await inText('One.\n\nTwo [three](/news/no-such-story) four.\n')).toEqual([
      {
        ...at(8),
        reason: 'The link /news/no-such-story leads to no page of this site',
        fix: 'Correct the address; an article is /news/ and its file name without .md.',
      },
    ]);
  });

  it('names a link to an article that is not out yet', async () => {
    expect(await inText('[soon](/news/scheduled-zebra)')).toMatchObject([
      { ...at(6), reason: 'The link /news/scheduled-zebra leads to no page of this site' },
    ]);
  });

  it.each([
    [{ updated: '2026-02-01' }, '"Updated" is before "date", so it is not shown.'],
    [{ updated: '2099-01-01' }, '"Updated" is still to come, so it is not shown.'],
    [{ review: { by: 'A', date: '2026-03-01', due: '2026-03-05' } }, 'The review was due on 2026-03-05.'],
  ])('names dates that are not right: %j', async (fields, reason) => {
    expect(await inText('Text.', fields)).toMatchObject([{ ...at(undefined), reason }]);
  });

  it('does not show a change that is before the article or to come', () => {
    const { catalog, content, write, setTime } = openNewsroom(onTestFinished);
    write('articles/a.md', articleFile({ updated: '2026-02-01' }));
    write('articles/b.md', articleFile({ updated: '2026-03-20' }));
    content.sync();
    expect([catalog.article('a')?.updated, catalog.article('b')?.updated]).toEqual([undefined, undefined]);
    setTime('2026-03-21T12:00:00-06:00');
    expect(catalog.article('b')?.updated).toBeInstanceOf(Date);
  });

  it('names a file without text, and a broken character', async () => {
    expect(await inText(' \n')).toMatchObject([{ reason: 'The file has no text.' }]);
    expect(await proofread('pages/x.md', '---\ntitle: X\n---\n')).toMatchObject([
      { reason: 'The file has no text.' },
    ]);
    expect(await inText('A \ufffd.')).toMatchObject([
      { reason: 'A character of the file is broken, and shown as \ufffd.' },
    ]);
  });

  it('names a link to no place of the page, and a footnote without its note', async () => {
    expect(
      await inText('## Known\n\n[a](#known) [b](#nowhere) [c](#replies) [d](#source-1) e[^f]'),
    ).toMatchObject([
      { ...at(8), reason: 'The footnote [^f] has no note' },
      { ...at(8), reason: 'The link #nowhere leads to no place of this page' },
      { ...at(8), reason: 'The link #source-1 leads to no place of this page' },
    ]);
  });

  it('says nothing of a link to the comments of an article', async () => {
    expect(await inText('[a](/news/plain-story/replies)')).toEqual([]);
    expect(await inText('[a](/news/none/replies)')).toHaveLength(1);
  });

  it('names a link that cannot be followed', async () => {
    expect(await inText('[run](javascript:alert(1))')).toEqual([
      {
        ...at(6),
        reason: 'The link javascript:alert(1) cannot be followed',
        fix: 'Use an address that starts with https://, or a path of this site.',
      },
    ]);
  });

  it('names a link that leads nowhere because it is empty', async () => {
    expect(await inText('[nothing]()')).toMatchObject([at(6)]);
  });

  it('names a dead link to a file of the media', async () => {
    expect(await inText('One.\n\nThe [ruling](/media/nope.pdf).\n')).toEqual([
      {
        ...at(8),
        reason: 'The link /media/nope.pdf leads to no page of this site',
        fix: 'Put the file into content/media, or correct its path.',
      },
    ]);
  });

  it('names a missing picture in the text', async () => {
    expect(await inText('One.\n\n![A map](/media/map.svg)\n')).toEqual([
      {
        ...at(8),
        reason: 'There is no picture /media/map.svg',
        fix: 'Put the file into content/media and write its path as /media/….',
      },
    ]);
  });

  it('names a picture without words', async () => {
    expect(await inText('![](/media/cover.svg)')).toEqual([
      {
        ...at(6),
        reason: 'The picture /media/cover.svg has no words for those who cannot see it',
        fix: 'Say between the brackets what it shows: ![A nurse at a desk](/media/…).',
      },
    ]);
  });

  it('names a missing cover', async () => {
    const cover = { src: '/media/none.svg', alt: 'None' };
    expect(await inText('Text.', { cover })).toEqual([
      {
        ...at(undefined),
        reason: 'There is no picture /media/none.svg.',
        fix: 'Put the file into content/media, or correct its path.',
      },
    ]);
  });

  it('names a related article that there is not, with its line', async () => {
    const related = ['no-such-story', 'other', 'other-before', 'draft'];
    const { catalog, content } = openNewsroom(onTestFinished, {
      files: {
        'articles/a.md': articleFile({ related }),
        'articles/other.md': articleFile({ aliases: ['other-before'] }),
        'articles/draft.md': articleFile({ draft: true }),
      },
    });
    await content.proofread();
    expect(catalog.problems()).toEqual([
      {
        path: 'articles/a.md',
        line: 6,
        severity: 'warning',
        reason: 'There is no article "no-such-story".',
        fix: 'Correct the slug, or take it out of "related".',
      },
    ]);
  });

  it('names a source that the text does not cite', async () => {
    expect(await inText('Only the first. [1]', { sources: SOURCES })).toEqual([
      {
        ...at(undefined),
        reason: 'Source 2 is not cited in the text',
        fix: 'Put [2] where the text rests on it, or remove the source.',
      },
    ]);
  });

  it('names a citation that is not listed', async () => {
    // Two sources take five lines more.
    expect(await inText('Both. [1, 2]\n\nAnd a third. [3]', { sources: SOURCES })).toEqual([
      {
        ...at(6 + 5 + 2),
        reason: '[3] points to a source that is not listed',
        fix: 'The front matter lists 2 sources; add it or correct the number.',
      },
    ]);
  });

  it('names a heading of the first level', async () => {
    expect(await inText('# Headline\n')).toMatchObject([{ ...at(6), fix: 'Start it with "##".' }]);
  });

  it('names HTML that is not allowed', async () => {
    expect(await inText('One.\n\n<div class="a">Two</div>\n')).toEqual([
      {
        ...at(8),
        reason: 'HTML that is not allowed is left out: class (1)',
        fix: 'Write it in Markdown, or with the elements that content/README.md lists.',
      },
    ]);
  });

  it('says nothing of a comment', async () => {
    expect(await inText('One.\n\n<!-- a note -->\n')).toEqual([]);
  });

  it('names an author who has no file', async () => {
    expect(await inText('Text.', { authors: ['desk', 'ghost'] })).toEqual([
      {
        ...at(undefined),
        reason: 'There is no author "ghost".',
        fix: 'Write content/authors/ghost.md, or correct the name.',
      },
    ]);
  });

  it("names an author's missing picture", async () => {
    const file = '---\nname: Ghost\npicture: { src: /media/ghost.png, alt: "A ghost" }\n---\n';
    expect(await proofread('authors/ghost.md', file)).toMatchObject([
      { path: 'authors/ghost.md', line: undefined, reason: 'There is no picture /media/ghost.png.' },
    ]);
  });

  it('reads pages too', async () => {
    expect(await proofread('pages/x.md', '---\ntitle: X\n---\n\n[dead](/nowhere)\n')).toMatchObject([
      { path: 'pages/x.md', line: 5, reason: 'The link /nowhere leads to no page of this site' },
    ]);
  });

  it('reads drafts too', async () => {
    expect(await inText('[dead](/nowhere)', { draft: true })).toMatchObject([
      { path: 'articles/x.md', line: 7 },
    ]);
  });
});

describe('what proofreading found', () => {
  it('is gone when the next one finds it corrected', async () => {
    const { catalog, content, write } = openNewsroom(onTestFinished);
    write('articles/x.md', articleFile({}, '[dead](/news/later)'));
    content.sync();
    await content.proofread();
    expect(catalog.problems()).toHaveLength(1);
    write('articles/later.md', articleFile());
    content.sync();
    await content.proofread();
    expect(catalog.problems()).toEqual([]);
  });

  it('is listed with what the sync found, in order of path and line', async () => {
    const { catalog, content, write } = openNewsroom(onTestFinished);
    write('articles/a.md', articleFile({}, '[dead](/one)\n\n[dead](/two)'));
    write('articles/b.md', articleFile({ topic: 'none' }));
    content.sync();
    await content.proofread();
    expect(catalog.problems().map(({ path, line, severity }) => [path, line, severity])).toEqual([
      ['articles/a.md', 6, 'warning'],
      ['articles/a.md', 8, 'warning'],
      ['articles/b.md', 4, 'error'],
    ]);
  });

  it('does not keep an article off the site', async () => {
    const { catalog, content, write } = openNewsroom(onTestFinished);
    write('articles/x.md', articleFile({}, '[dead](/nowhere)'));
    content.sync();
    await content.proofread();
    expect(catalog.article('x')?.slug).toBe('x');
  });
});

describe('an alias that is the name of another article', () => {
  it('is named at both files, until one of them changes', async () => {
    const newsroom = openNewsroom(onTestFinished, {
      files: { 'articles/new.md': articleFile({ aliases: ['old', 'older'] }) },
    });
    const { catalog, content, write } = newsroom;
    await content.proofread();
    write('articles/old.md', articleFile());
    content.sync();
    await content.proofread();
    const [old] = catalog.problems();
    expect(old).toMatchObject({
      path: 'articles/old.md',
      severity: 'warning',
      reason: 'The name "old" is also among the aliases of articles/new.md; its address leads here.',
    });
    write('articles/new.md', articleFile({ aliases: ['old', 'older'], title: 'Saved once more' }));
    content.sync();
    await content.proofread();
    expect(catalog.problems()).toHaveLength(2);
    expect(catalog.problems()[0]).toMatchObject({
      path: 'articles/new.md',
      reason: 'The alias "old" leads to articles/old.md, which has it as its name, and not here.',
    });
    write('articles/new.md', articleFile({ aliases: ['older'] }));
    content.sync();
    await content.proofread();
    expect(catalog.problems()).toEqual([]);
  });
});

describe('a value that a "#" cuts', () => {
  it.each([
    ['title: Number #1 drug', 2],
    ['title: T\nexcerpt: Use # of them', 3],
    ['title: T\ntags: [a, b]\nexcerpt: Of all, #2', 4],
    ['title: T\nauthors: [ada] # for now', undefined],
    ['title: "Number #1 drug"', undefined],
    ['title: T#1', undefined],
    ['title: T\nexcerpt: |\n  Number #1 drug', undefined],
    ['# A comment\ntitle: T', undefined],
  ])('is named with its line, and the article is shown: %j', (fields, line) => {
    const { catalog, content } = openNewsroom(onTestFinished, {
      files: { 'articles/a.md': `---\n${fields}\ndate: 2026-03-01\ntopic: medicine # a beat\n---\nText.\n` },
    });
    const warning = { path: 'articles/a.md', line, severity: 'warning' };
    const seen = () => expect(catalog.problems()).toMatchObject(line === undefined ? [] : [warning]);
    seen();
    expect(catalog.article('a')).toBeDefined();
    expect(content.sync(['articles/a.md']).changed).toBe(false);
    seen();
  });
});
