import { randomBytes } from 'node:crypto';
import { globSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCatalog } from '../../../lib/catalog.ts';
import { openContent } from '../../../lib/content.ts';
import { articleFile, openNewsroom, openQueries } from '../../support/newsroom-copy.ts';

const open = (files?: Record<string, string>) => openNewsroom(onTestFinished, files ? { files } : {});
const BROKEN = articleFile({ topic: 'no-such-topic' });

describe('the first sync', () => {
  it('reads every file of the fixture', () => {
    const { options } = open();
    const again = openContent({ ...options, cacheDir: path.join(options.cacheDir, 'another') });
    expect(again.sync()).toMatchObject({ files: 54, read: 54, removed: 0, changed: true });
    again.close();
  });

  it('looks into articles, authors and pages alone, at any depth', () => {
    const { catalog } = open({
      'articles/a.md': articleFile(),
      'articles/2026/11/deep/b.md': articleFile(),
      'articles/notes.txt': 'not Markdown',
      'articles/.hidden.md': articleFile(),
      'README.md': 'not content',
      'drafts/c.md': articleFile(),
    });
    expect(catalog.latest()?.items.map(({ slug }) => slug)).toEqual(['a', 'b']);
    expect(catalog.problems()).toEqual([]);
  });
});

describe('the first sync of a few files', () => {
  it('tells how far it is', () => {
    const { content, write } = open({});
    for (let place = 0; place < 60; place++) write(`articles/a${place}.md`, articleFile());
    const told: [number, number][] = [];
    content.sync(undefined, (done, total) => told.push([done, total]));
    expect(told).toEqual(Array.from({ length: 60 }, (_, done) => [done, 60]));
  });
});

describe('the first sync of many files', () => {
  const many = (text: () => string) =>
    Object.fromEntries(
      Array.from({ length: 1200 }, (_, place) => [`articles/a-${place}.md`, articleFile({}, text())]),
    );

  it('tells how far it is while threads read them', () => {
    const { options } = open(many(() => 'Words.'));
    const another = openContent({ ...options, cacheDir: path.join(options.cacheDir, 'another') });
    onTestFinished(() => another.close());
    const told: number[] = [];
    another.sync(undefined, (done, total) => told.push(done + total));
    expect(told).toEqual(Array.from({ length: 1200 }, (_, done) => done + 1200));
  });

  it('leaves the file of the catalog to the next writer', { timeout: 120_000 }, async () => {
    // Noise cannot be packed: it is enough for SQLite to tidy up its log after a commit.
    const noise = () => `Words.\n\n${randomBytes(9000).toString('base64')}`;
    const { catalog, content, options } = open(many(noise));
    const [file = ''] = globSync(path.join(options.cacheDir, '*.sqlite'));
    const all = 1200 * 9000;
    expect(statSync(file).size).toBeLessThan(all / 10);
    expect(catalog.statusCounts().live).toBe(1200);
    await content.fillSearch();
    expect(statSync(file).size).toBeGreaterThan(all);
  });
});

describe('a sync with nothing new', () => {
  it('reads nothing and changes nothing', () => {
    const { catalog, content } = open();
    const revision = catalog.revision();
    expect(content.sync()).toMatchObject({ files: 54, read: 0, removed: 0, changed: false });
    expect(catalog.revision()).toBe(revision);
  });

  it('reads a touched file once more and changes nothing', () => {
    const { content, contentDir } = open();
    utimesSync(path.join(contentDir, 'articles/2026/plain-story.md'), new Date(), new Date());
    expect(content.sync()).toMatchObject({ read: 1, changed: false });
    expect(content.sync()).toMatchObject({ read: 0, changed: false });
  });
});

describe('a new file', () => {
  it('is on the site after the next sync', () => {
    const { catalog, content, write } = open();
    write('articles/2026/fresh.md', articleFile({ title: 'Fresh' }));
    expect(catalog.article('fresh')).toBeUndefined();
    expect(content.sync()).toMatchObject({ files: 55, read: 1, changed: true });
    expect(catalog.article('fresh')?.title).toBe('Fresh');
  });

  it('raises the revision, also for another process on the same cache', () => {
    const { content, options, write } = open();
    const other = openCatalog(options);
    const revision = other.revision();
    write('articles/2026/fresh.md', articleFile());
    content.sync();
    expect(other.revision()).toBe(revision + 1);
    expect(other.article('fresh')?.slug).toBe('fresh');
    other.close();
  });
});

describe('a changed file', () => {
  it('shows its new fields and its new text', async () => {
    const { catalog, content, write } = open();
    write('articles/2026/plain-story.md', articleFile({ title: 'Not so plain' }, 'Another text.'));
    expect(content.sync()).toMatchObject({ read: 1, removed: 0, changed: true });
    const article = catalog.article('plain-story');
    expect(article?.title).toBe('Not so plain');
    expect(article && (await catalog.text(article))?.html).toBe('<p>Another text.</p>\n');
  });

  it('leaves no trace of what it was', () => {
    const { catalog, content, write } = open({
      'articles/a.md': articleFile({ tags: ['Old'], authors: ['desk'], aliases: ['was'] }, 'Quokka.'),
      'authors/desk.md': '---\nname: Desk\n---\n',
    });
    write('articles/a.md', articleFile({ topic: 'policy' }, 'Numbat.'));
    content.sync();
    expect(catalog.tag('old')).toBeUndefined();
    expect(catalog.writtenBy('desk')?.total).toBe(0);
    expect(catalog.aliasTarget('was')).toBeUndefined();
    expect(catalog.search('quokka')?.total).toBe(0);
    expect(catalog.search('numbat')?.total).toBe(1);
    expect(catalog.topic('medicine')?.total).toBe(0);
  });

  it('keeps its place among articles of the same moment', () => {
    const { catalog, content, write } = open({
      'articles/a.md': articleFile(),
      'articles/b.md': articleFile(),
      'articles/c.md': articleFile(),
    });
    const before = catalog.latest()?.items.map(({ slug }) => slug);
    write('articles/a.md', articleFile({ title: 'Corrected' }));
    content.sync();
    expect(catalog.latest()?.items.map(({ slug }) => slug)).toEqual(before);
  });
});

describe('the count of files with a tag', () => {
  const tagged = (...tags: string[]) => articleFile({ title: 'Tagged', date: '2026-03-01', tags });

  it('follows what is added, changed and taken away', () => {
    const { content, options, write, remove } = openNewsroom(onTestFinished, {
      files: { 'articles/a.md': tagged('Bees', 'Law'), 'articles/b.md': tagged('Bees') },
    });
    const queries = openQueries(onTestFinished, options);
    const sql = 'SELECT files AS n FROM tag_counts WHERE slug = :tag';
    const counts = () => ['', 'bees', 'law'].map((tag) => queries.count(sql, { tag }));
    expect(counts()).toEqual([2, 2, 1]);
    write('articles/c.md', tagged('Bees', 'bees', 'Law'));
    content.sync();
    expect(counts()).toEqual([3, 3, 2]);
    write('articles/c.md', tagged('Law'));
    content.sync();
    expect(counts()).toEqual([3, 2, 2]);
    remove('articles/a.md');
    remove('articles/c.md');
    content.sync();
    expect(counts()).toEqual([1, 1, 0]);
  });
});

describe('a file that moves', () => {
  it('has a new slug when it is renamed', () => {
    const { catalog, content, rename } = open();
    rename('articles/2026/plain-story.md', 'articles/2026/plainer-story.md');
    expect(content.sync()).toMatchObject({ files: 54, read: 1, removed: 1, changed: true });
    expect(catalog.article('plain-story')).toBeUndefined();
    expect(catalog.article('plainer-story')?.title).toBe('A plain story');
  });

  it('keeps its slug when only its folder is another', () => {
    const { catalog, content, rename } = open();
    rename('articles/2026/plain-story.md', 'articles/2025/plain-story.md');
    content.sync();
    expect(catalog.article('plain-story')?.path).toBe('articles/2025/plain-story.md');
    expect(catalog.problems()).toEqual([]);
  });

  it('may keep its earlier slug as an alias', () => {
    const { catalog, content, remove, write } = open();
    remove('articles/2026/plain-story.md');
    write('articles/2026/plainer-story.md', articleFile({ aliases: ['plain-story'] }));
    content.sync();
    expect(catalog.aliasTarget('plain-story')).toBe('plainer-story');
    expect(catalog.problems()).toEqual([]);
  });
});

describe('a removed file', () => {
  it('is off the site', () => {
    const { catalog, content, remove } = open();
    remove('articles/2026/every-field.md');
    expect(content.sync()).toMatchObject({ files: 53, read: 0, removed: 1, changed: true });
    expect(catalog.article('every-field')).toBeUndefined();
    expect(catalog.aliasTarget('old-name')).toBeUndefined();
    expect(catalog.tag('cafe')).toBeUndefined();
    expect(catalog.writtenBy('ada-example')?.total).toBe(0);
    expect(catalog.latest()?.total).toBe(46);
  });

  it('takes its problems with it', () => {
    const { catalog, content, remove, write } = open();
    write('articles/bad.md', BROKEN);
    content.sync();
    expect(catalog.problems()).toHaveLength(1);
    remove('articles/bad.md');
    content.sync();
    expect(catalog.problems()).toEqual([]);
  });

  it('takes an author and a page away as well', () => {
    const { catalog, content, remove } = open();
    remove('authors/ada-example.md');
    remove('pages/about.md');
    content.sync();
    expect(catalog.author('ada-example')).toBeUndefined();
    expect(catalog.page('about')).toBeUndefined();
  });
});

describe('a file that turns bad', () => {
  it('keeps its last good version and shows its problem', () => {
    const { catalog, content, write } = open();
    write('articles/2026/plain-story.md', BROKEN);
    content.sync();
    expect(catalog.article('plain-story')?.title).toBe('A plain story');
    expect(catalog.problems()).toMatchObject([
      { path: 'articles/2026/plain-story.md', line: 4, severity: 'error' },
    ]);
  });

  it('is read at each sync until it is corrected, without a change', () => {
    const { catalog, content, write } = open();
    write('articles/2026/plain-story.md', BROKEN);
    expect(content.sync()).toMatchObject({ read: 1, changed: true });
    expect(content.sync()).toMatchObject({ read: 1, changed: false });
    expect(catalog.problems()).toHaveLength(1);
  });

  it('loses its problem when it is corrected', () => {
    const { catalog, content, write } = open();
    write('articles/2026/plain-story.md', BROKEN);
    content.sync();
    write('articles/2026/plain-story.md', articleFile({ title: 'Corrected' }));
    expect(content.sync()).toMatchObject({ read: 1, changed: true });
    expect(catalog.article('plain-story')?.title).toBe('Corrected');
    expect(catalog.problems()).toEqual([]);
  });

  it('is not on the site when it never had a good version', () => {
    const { catalog } = open({ 'articles/bad.md': BROKEN, 'articles/good.md': articleFile() });
    expect(catalog.article('bad')).toBeUndefined();
    expect(catalog.article('good')?.slug).toBe('good');
  });

  it('keeps an author and a page as they were', () => {
    const { catalog, content, write } = open();
    write('authors/desk.md', 'no front matter');
    write('pages/about.md', '---\nheading: About\n---\n');
    content.sync();
    expect(catalog.author('desk')?.name).toBe('Test Desk');
    expect(catalog.page('about')?.title).toBe('About the tests');
    expect(catalog.problems().map((problem) => problem.path)).toEqual([
      'authors/desk.md',
      'pages/about.md',
      'pages/about.md',
    ]);
  });
});

describe('what a file gives up', () => {
  const TWO_HUNDRED = Array.from({ length: 200 }, (_, place) => place);

  it('goes to the file that waits for it in the same sync, however many there are', () => {
    const folder = (name: string, title: string) =>
      Object.fromEntries(TWO_HUNDRED.map((one) => [`articles/${name}/a${one}.md`, articleFile({ title })]));
    const { catalog, content, contentDir } = open({ ...folder('1', 'First'), ...folder('2', 'Second') });
    expect(catalog.problems()).toHaveLength(200);
    rmSync(path.join(contentDir, 'articles/1'), { recursive: true });
    expect(content.sync(['articles/1/'])).toMatchObject({ removed: 200, read: 200 });
    expect(catalog.problems()).toEqual([]);
    for (const one of TWO_HUNDRED) {
      expect(catalog.article(`a${one}`)?.title).toBe('Second');
      expect(catalog.isGone(`a${one}`)).toBe(false);
    }
  });

  it('goes to one of those that wait, and the others wait for that one', () => {
    const { catalog, content, remove } = open({
      'articles/1/a.md': articleFile({ title: 'First' }),
      'articles/2/a.md': articleFile({ title: 'Second' }),
      'articles/3/a.md': articleFile({ title: 'Third' }),
    });
    remove('articles/1/a.md');
    content.syncFew(['articles/1/a.md'], 100);
    expect(catalog.article('a')?.title).toBe('Second');
    expect(catalog.problems()).toMatchObject([
      { path: 'articles/3/a.md', reason: 'The slug "a" is taken by articles/2/a.md.' },
    ]);
    remove('articles/2/a.md');
    content.syncFew(['articles/2/a.md'], 100);
    expect(catalog.article('a')?.title).toBe('Third');
    expect(catalog.problems()).toEqual([]);
  });

  it('may be an alias that an edit takes out, or the slug of a page or an author', () => {
    const { catalog, content, remove, write } = open({
      'articles/a.md': articleFile({ title: 'A', aliases: ['old'] }),
      'articles/b.md': articleFile({ title: 'B', aliases: ['old'] }),
      'pages/1/p.md': '---\ntitle: First\n---\nText.\n',
      'pages/2/p.md': '---\ntitle: Second\n---\nText.\n',
      'authors/1/jane.md': '---\nname: First\n---\nText.\n',
      'authors/2/jane.md': '---\nname: Second\n---\nText.\n',
    });
    expect(catalog.article('b')).toBeUndefined();
    write('articles/a.md', articleFile({ title: 'A' }));
    remove('pages/1/p.md');
    remove('authors/1/jane.md');
    content.syncFew(['articles/a.md', 'pages/1/p.md', 'authors/1/jane.md'], 100);
    expect(catalog.aliasTarget('old')).toBe('b');
    expect(catalog.page('p')?.title).toBe('Second');
    expect(catalog.author('jane')?.name).toBe('Second');
    expect(catalog.problems()).toEqual([]);
  });

  it('stays free when the file that waits has gone too, or is wrong by now', () => {
    const { catalog, content, remove, write } = open({
      'articles/1/a.md': articleFile({ title: 'First' }),
      'articles/2/a.md': articleFile({ title: 'Second' }),
      'articles/1/b.md': articleFile({ title: 'First' }),
      'articles/2/b.md': articleFile({ title: 'Second' }),
    });
    for (const file of ['articles/1/a.md', 'articles/2/a.md', 'articles/1/b.md']) remove(file);
    write('articles/2/b.md', BROKEN);
    content.sync();
    expect(catalog.latest()?.items).toEqual([]);
    expect(catalog.isGone('a')).toBe(true);
    expect(catalog.isGone('b')).toBe(true);
    expect(catalog.problems()).toMatchObject([{ path: 'articles/2/b.md', line: expect.any(Number) }]);
  });
});

describe('a slug taken twice', () => {
  const twice = {
    'articles/2025/same.md': articleFile({ title: 'First' }),
    'articles/2026/same.md': articleFile(),
  };

  it('stays with the first file, and the second shows the problem', () => {
    const { catalog } = open(twice);
    expect(catalog.article('same')?.title).toBe('First');
    expect(catalog.problems()).toEqual([
      {
        path: 'articles/2026/same.md',
        line: undefined,
        severity: 'error',
        reason: 'The slug "same" is taken by articles/2025/same.md.',
        fix: 'Rename this file: a slug is the file name, and may stand once in the whole site.',
      },
    ]);
  });

  it('goes to the second when the first is gone', () => {
    const { catalog, content, remove } = open(twice);
    remove('articles/2025/same.md');
    content.sync();
    expect(catalog.article('same')?.path).toBe('articles/2026/same.md');
    expect(catalog.problems()).toEqual([]);
  });

  it('is no conflict between an article, an author and a page', () => {
    const { catalog } = open({
      'articles/same.md': articleFile(),
      'authors/same.md': '---\nname: Same\n---\n',
      'pages/same.md': '---\ntitle: Same\n---\n',
    });
    expect(catalog.problems()).toEqual([]);
    expect([catalog.article('same')?.slug, catalog.author('same')?.id, catalog.page('same')?.slug]).toEqual([
      'same',
      'same',
      'same',
    ]);
  });

  it('is a problem among pages too', () => {
    const { catalog } = open({
      'pages/a/same.md': '---\ntitle: First\n---\n',
      'pages/b/same.md': '---\ntitle: Second\n---\n',
    });
    expect(catalog.page('same')?.title).toBe('First');
    expect(catalog.problems()).toMatchObject([
      { path: 'pages/b/same.md', reason: 'The slug "same" is taken by pages/a/same.md.' },
    ]);
  });
});

describe('odd things in the folder', () => {
  it('do no harm: a folder with the name of a file', () => {
    const { content, contentDir } = open();
    mkdirSync(path.join(contentDir, 'articles/folder.md'));
    expect(content.sync()).toMatchObject({ files: 54, changed: false });
  });

  it('do no harm: a link to nowhere', () => {
    const { catalog, content, contentDir } = open();
    symlinkSync('/nowhere/at/all.md', path.join(contentDir, 'articles/dangling.md'));
    expect(content.sync()).toMatchObject({ files: 55, removed: 0 });
    expect(catalog.problems()).toMatchObject([{ path: 'articles/dangling.md' }]);
    expect(content.sync()).toMatchObject({ files: 55, changed: false });
  });

  it('do no harm: a link to itself', () => {
    const { catalog, content, contentDir } = open();
    symlinkSync('circle.md', path.join(contentDir, 'articles/circle.md'));
    expect(content.sync()).toMatchObject({ files: 55, removed: 0 });
    expect(catalog.problems()).toMatchObject([{ path: 'articles/circle.md' }]);
    expect(content.sync()).toMatchObject({ files: 55, changed: false });
  });

  it('do no harm: an empty file', () => {
    const { catalog, content, write } = open();
    write('articles/empty.md', '');
    content.sync();
    expect(catalog.problems()).toMatchObject([{ path: 'articles/empty.md', line: 1 }]);
  });

  it('do no harm: no folder of articles at all', () => {
    const { catalog } = open({ 'pages/about.md': '---\ntitle: About\n---\n' });
    expect(catalog.page('about')?.title).toBe('About');
    expect(catalog.latest()?.total).toBe(0);
  });
});

describe('a sync of some files', () => {
  it('sees two savings in one tick of the clock, which leave size and time alike', () => {
    const { catalog, content, contentDir, write } = open();
    const file = 'articles/2026/plain-story.md';
    const save = (title: string) => {
      write(file, articleFile({ title }));
      utimesSync(path.join(contentDir, file), new Date(0), new Date(0));
      return content.sync([file]);
    };
    expect(save('One title').changed).toBe(true);
    expect(save('Two title').changed).toBe(true);
    expect(catalog.article('plain-story')?.title).toBe('Two title');
    expect(save('Two title')).toMatchObject({ changed: false });
  });

  it('looks at those alone', () => {
    const { catalog, content, write } = open();
    write('articles/a.md', articleFile());
    write('articles/b.md', articleFile());
    expect(content.sync(['articles/a.md'])).toMatchObject({ read: 1, removed: 0, changed: true });
    expect([catalog.article('a')?.slug, catalog.article('b')]).toEqual(['a', undefined]);
  });

  it('sees that one of them is gone, and leaves the others', () => {
    const { catalog, content, remove } = open();
    remove('articles/2026/plain-story.md');
    expect(content.sync(['articles/2026/plain-story.md'])).toMatchObject({ removed: 1, changed: true });
    expect(catalog.article('plain-story')).toBeUndefined();
    expect(catalog.latest()?.total).toBe(46);
  });

  it('looks at files with problems too, which the change may have corrected', () => {
    const { catalog, content, remove } = open({
      'articles/2025/same.md': articleFile({ title: 'First' }),
      'articles/2026/same.md': articleFile({ title: 'Second' }),
    });
    remove('articles/2025/same.md');
    content.sync(['articles/2025/same.md']);
    expect(catalog.article('same')?.title).toBe('Second');
    expect(catalog.problems()).toEqual([]);
  });

  it('does nothing for none, for pictures and for what is no content', () => {
    const { content } = open();
    for (const only of [[], ['media/cover.svg'], ['../../etc/passwd'], ['articles/.a.md.swp']]) {
      expect(content.sync(only)).toMatchObject({ read: 0, removed: 0, changed: false });
    }
  });
});

describe('a sync of a few files that take long', () => {
  const names = ['a', 'b', 'c'];
  const pathOf = (name: string) => `articles/${name}.md`;

  it('reads one at least, and leaves those for which there is no time', async () => {
    const { catalog, content, write } = open();
    for (const name of names) write(pathOf(name), articleFile());
    expect(await content.syncFew(names.map(pathOf), 0)).toMatchObject({ read: 1, left: 2, changed: true });
    expect((await content.syncFew(['b', 'c'].map(pathOf), 0)).rest).toEqual([pathOf('c')]);
    expect(await content.syncFew([pathOf('c')], 0)).toMatchObject({ read: 1, left: 0, rest: [] });
    expect(names.every((name) => catalog.article(name))).toBe(true);
    expect(catalog.searchPending()).toBe(2);
  });

  it('never misses one that moves', async () => {
    const { catalog, content, write, remove } = open(
      Object.fromEntries(names.map((name) => [pathOf(name), articleFile()])),
    );
    for (const name of names) {
      remove(pathOf(name));
      write(`articles/moved/${name}.md`, articleFile());
    }
    let rest = names.flatMap((name) => [pathOf(name), `articles/moved/${name}.md`]);
    for (let tries = 0; rest.length > 0 && tries < 10; tries++) {
      ({ rest } = await content.syncFew(rest, 0));
      expect(names.every((name) => catalog.article(name))).toBe(true);
    }
    expect(names.map((name) => catalog.article(name)?.path)).toEqual(
      names.map((name) => `articles/moved/${name}.md`),
    );
  });
});

describe('many files with mistakes', () => {
  const numbers = Array.from({ length: 3000 }, (_, number) => String(number).padStart(4, '0'));
  const edit = (files: Record<string, string>) => {
    const { catalog, content, write } = open({ ...files, 'articles/good.md': articleFile() });
    const read = (title: string) => {
      write('articles/good.md', articleFile({ title }));
      const report = content.sync(['articles/good.md']);
      expect(catalog.article('good')?.title).toBe(title);
      return report;
    };
    return { catalog, content, write, read };
  };

  it('are not read again with every edit of another', () => {
    const { read } = edit(Object.fromEntries(numbers.map((one) => [`articles/bad-${one}.md`, BROKEN])));
    expect(read('Another').read).toBe(1);
  });

  it('of which another file has the slug are tried again, some with each edit', () => {
    const { catalog, read } = edit(
      Object.fromEntries(
        numbers.flatMap((one) => [
          [`articles/a/${one}.md`, articleFile()],
          [`articles/b/${one}.md`, articleFile()],
        ]),
      ),
    );
    expect(catalog.problems()).toHaveLength(3000);
    // As many as there is time for, and a hundred at most.
    const { read: files } = read('Another');
    expect([files > 1, files <= 101]).toEqual([true, true]);
  });

  it('are all read again at a start', () => {
    const { content } = edit({ 'articles/bad.md': BROKEN, 'articles/worse.md': '---' });
    expect(content.sync().read).toBe(2);
  });
});

describe('a picture that comes after the article', () => {
  it.each([
    '![Late](/media/late.svg)',
    '<img src="/media/late.svg" alt="Late">',
    '<IMG src="/media/late.svg" alt="Late">',
  ])('is shown where the text has %j', async (written) => {
    const { catalog, content, write } = open({ 'articles/a.md': articleFile({}, `Words.\n\n${written}`) });
    const html = async () => {
      const article = catalog.article('a');
      return article && (await catalog.text(article))?.html;
    };
    expect(await html()).toContain('<em>Late</em>');
    write('media/late.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>');
    content.sync(['media/late.svg']);
    expect(await html()).toContain('<img src="/media/late.svg"');
  });
});
